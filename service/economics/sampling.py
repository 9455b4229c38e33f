"""How many households a survey should ask."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, overload

from service.economics.errors import positive, share

if TYPE_CHECKING:
    import pandas as pd


@overload
def slovin_sample_size(population: float, margin_of_error: float) -> int: ...
@overload
def slovin_sample_size(population: pd.Series[float], margin_of_error: float) -> pd.Series[int]: ...
def slovin_sample_size(population: Any, margin_of_error: float) -> Any:
    """Return Slovin's sample size, rounded up.

    Equation: n = N / (1 + N * e^2)
    Units: households; e is a share.
    Special cases: counted in exact fractions, or a last bit would make 94 of 93; e = 0 asks all.
    Raises: NotPositive (population), ShareOutOfRange (margin), NotFinite.
    Source: Ibrahim (N 1 353, e 0.10) and Dolis (N 425, e 0.17), DOMAIN section 3.

    >>> slovin_sample_size(1353, 0.10), slovin_sample_size(425, 0.17)
    (94, 32)
    """
    checked: Any = positive("population", population)
    # repr gives the shortest decimal, so 0.1 is one tenth and not the binary number beside it.
    error = Fraction(repr(share("margin_of_error", margin_of_error)))
    if not isinstance(checked, float):
        return checked.map(lambda one: slovin_sample_size(one, margin_of_error))
    households = Fraction(repr(checked))
    return math.ceil(households / (1 + households * error**2))
