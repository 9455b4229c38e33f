"""Which costs of households may be told one by one, so that no few of them can be told from the difference.

A mean times the number of households is what those who spend have spent: of a cost that only 1 to 4 have, it is theirs.
Households that spend nothing state a zero, and hide nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from service.economics.survey_means import FEWEST_HOUSEHOLDS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]

Name = TypeVar("Name", bound=str)

# Sums of the same costs in another order differ in their last digits; nobody states less than a cent.
_NOTHING_IDR = 0.005


def spenders(amounts_idr: Floats) -> int:
    """Return how many households spend anything.

    Equation: number of x other than 0
    Units: rupiah; a number of households.
    Special cases: what is not stated (NaN) is nothing.
    Raises: nothing.
    Source: DOMAIN section 9 (nothing is told from fewer than 5 households).

    >>> import numpy as np
    >>> spenders(np.array([0.0, 900.0, np.nan, 0.001]))
    1
    """
    import numpy as np

    return int(np.count_nonzero(np.abs(np.nan_to_num(amounts_idr)) > _NOTHING_IDR))


def are_few(amounts_idr: Floats) -> bool:
    """Return whether 1 to 4 households spend anything.

    Equation: 0 < spenders < 5
    Units: rupiah.
    Special cases: what nobody spends tells of nobody.
    Raises: nothing.
    Source: DOMAIN section 9.

    >>> import numpy as np
    >>> are_few(np.array([1.0, 0.0])), are_few(np.zeros(2)), are_few(np.ones(5))
    (True, False, False)
    """
    return 0 < spenders(amounts_idr) < FEWEST_HOUSEHOLDS


def told_together(groups: Mapping[Name, Floats]) -> list[Name]:
    """Return the groups of costs that are told as one sum only, those with few spenders first; the others are told.

    Equation: groups with 1 to 4 spenders; while their sum has as few, the told group with the fewest spenders as well
    Units: rupiah per household, a column per group.
    Special cases: groups that nobody spends on are none of them; of equal groups the one that is named first joins.
    Raises: nothing.
    Source: DOMAIN section 9.

    >>> import numpy as np
    >>> told_together({"land": np.ones(9), "tax": np.arange(9.0), "fuel": np.arange(9.0) // 6})
    ['fuel', 'tax']
    """
    ranked = sorted((name for name in groups if spenders(groups[name])), key=lambda name: spenders(groups[name]))
    together = [name for name in ranked if are_few(groups[name])]
    for name in ranked[len(together) :]:
        if not together or not are_few(_sum(groups, together)):
            break
        together.append(name)
    return together


def _sum(groups: Mapping[Name, Floats], names: list[Name]) -> Floats:
    import numpy as np

    found: Floats = np.sum([np.nan_to_num(groups[name]) for name in names], axis=0)
    return found


def told_totals(totals: Mapping[Name, Floats]) -> list[Name]:
    """Return which sums of costs may be told beside each other; the one that is named first comes first.

    Equation: neither a sum nor the difference of two that are told has 1 to 4 households that it is not 0 for
    Units: rupiah per household, a column per sum.
    Special cases: what is not stated (NaN) is nothing.
    Raises: nothing.
    Source: DOMAIN section 9.

    >>> import numpy as np
    >>> paid = np.full(9, 100.0)
    >>> told_totals({"paid": paid, "cash": paid - np.arange(9.0) // 6, "half": paid / 2})
    ['paid', 'half']
    """
    import numpy as np

    told: dict[Name, Floats] = {}
    for name, column in totals.items():
        amounts = np.nan_to_num(column)
        if not any(are_few(amounts - other) for other in (np.zeros_like(amounts), *told.values())):
            told[name] = amounts
    return list(told)
