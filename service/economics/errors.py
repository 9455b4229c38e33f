"""Named errors of the formulas, and the checks that raise them for a number or for a pandas column."""

from __future__ import annotations

import math
from decimal import Decimal
from numbers import Real
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    import pandas as pd

# One formula serves a number and a column: what the first argument is, the answer is.
Quantity = TypeVar("Quantity", float, "pd.Series[float]")


class EconomicsError(ValueError):
    """A figure that a formula refuses: `field`, `value`, its row's `label` in a column, and a remedy."""

    problem_en, problem_id = "cannot be used", "tidak dapat dipakai"
    remedy_en, remedy_id = "correct the figure", "perbaiki angkanya"

    def __init__(self, field: str, value: object, label: Hashable = None) -> None:
        """Keep the arguments as they are, so that the error survives pickling."""
        super().__init__(field, value, label)
        self.field, self.value, self.label = field, value, label

    @property
    def message_en(self) -> str:
        """The sentence in English."""
        where = "" if self.label is None else f" (row {self.label})"
        return f"{self.field} = {self.value}{where} {self.problem_en}; {self.remedy_en}."

    @property
    def message_id(self) -> str:
        """The sentence in Indonesian."""
        where = "" if self.label is None else f" (baris {self.label})"
        return f"{self.field} = {self.value}{where} {self.problem_id}; {self.remedy_id}."

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.message_en


class NotFinite(EconomicsError):
    """A figure is missing (NaN), infinite, or too large to be computed with."""

    problem_en, problem_id = "is not a finite number", "bukan bilangan berhingga"
    remedy_en, remedy_id = (
        "give a real figure or leave the row out",
        "isi angka yang nyata atau keluarkan barisnya",
    )


class NotPositive(EconomicsError):
    """A figure that is divided by, or whose logarithm is taken, is zero or below."""

    problem_en, problem_id = "must be above zero", "harus lebih besar dari nol"
    remedy_en, remedy_id = "give a figure above zero", "isi angka di atas nol"


class ZeroProduction(NotPositive):
    """Nothing was produced, so no figure per kilogram exists."""

    problem_en, problem_id = "means nothing was produced", "berarti tidak ada produksi"
    remedy_en, remedy_id = "leave out rows without production", "keluarkan baris tanpa produksi"


class NegativeMoney(EconomicsError):
    """An amount of money is below zero."""

    problem_en, problem_id = "is negative money", "adalah nilai uang negatif"
    remedy_en, remedy_id = "give amounts of zero or more", "isi nilai nol atau lebih"


class NegativeQuantity(EconomicsError):
    """A weight or a count is below zero."""

    problem_en, problem_id = "is a negative quantity", "adalah jumlah negatif"
    remedy_en, remedy_id = "give zero or more", "isi nol atau lebih"


class ShareOutOfRange(EconomicsError):
    """A share lies outside 0..1."""

    problem_en, problem_id = "is not a share between 0 and 1", "bukan bagian antara 0 dan 1"
    remedy_en, remedy_id = "divide per cent by 100", "bagi persen dengan 100"


class NegativeNetPrice(NegativeMoney):
    """Deduction, fee and transport take more than the whole price."""

    problem_en, problem_id = "is below zero after the cuts", "di bawah nol setelah dipotong"
    remedy_en, remedy_id = "check deduction, fee and transport", "periksa potongan, biaya dan ongkos angkut"


class NoBreakEven(EconomicsError):
    """Even at a dry rubber content of 100 % the price stays above the floor."""

    problem_en, problem_id = (
        "lies above 1, so no content is low enough",
        "di atas 1, jadi tidak ada titik impas",
    )
    remedy_en, remedy_id = (
        "the price is above the floor at any content",
        "harga di atas lantai pada setiap KKK",
    )


class SalvageAbovePurchase(EconomicsError):
    """A tool's salvage value is above what it cost."""

    problem_en, problem_id = "is above the purchase value", "lebih besar dari nilai beli"
    remedy_en, remedy_id = "check which value is which", "periksa apakah nilainya tertukar"


class MonthsOutOfRange(EconomicsError):
    """A number of months lies outside 0..12."""

    problem_en, problem_id = (
        "is not a number of months above 0 and up to 12",
        "bukan jumlah bulan di atas 0 sampai 12",
    )
    remedy_en, remedy_id = "give the months of one year", "isi jumlah bulan dalam satu tahun"


class FarmgateAboveFactory(EconomicsError):
    """The farmgate price is above the factory price it is compared with."""

    problem_en, problem_id = "is above the factory price", "lebih tinggi dari harga pabrik"
    remedy_en, remedy_id = "bring both to the same dry rubber content and day", "samakan KKK dan harinya"


class DifferentFactoryPrices(EconomicsError):
    """Marketing channels were compared that end in different factory prices."""

    problem_en, problem_id = "are different factory prices", "adalah harga pabrik yang berbeda"
    remedy_en, remedy_id = (
        "compare channels on one factory price",
        "bandingkan saluran pada satu harga pabrik",
    )


class TooFew(EconomicsError):
    """There are fewer figures than the method needs."""

    problem_en, problem_id = "are too few", "terlalu sedikit"
    remedy_en, remedy_id = "add observations", "tambah pengamatan"


class LengthMismatch(EconomicsError):
    """Columns that belong together have different lengths."""

    problem_en, problem_id = "does not match the other columns", "tidak sama panjang dengan kolom lain"
    remedy_en, remedy_id = (
        "give one figure per row in every column",
        "isi satu angka per baris di setiap kolom",
    )


class ZeroWeights(NotPositive):
    """Survey weights add up to zero."""

    problem_en, problem_id = "is a sum of weights of zero", "adalah jumlah bobot nol"
    remedy_en, remedy_id = "give at least one weight above zero", "isi paling sedikit satu bobot di atas nol"


class NoVariation(EconomicsError):
    """All figures of a group or column are the same, so nothing can be tested."""

    problem_en, problem_id = "does not vary", "tidak bervariasi"
    remedy_en, remedy_id = "a test needs figures that differ", "uji memerlukan angka yang berbeda"


class Separation(EconomicsError):
    """The covariates tell members and non-members apart without error: the logit has no finite estimate."""

    problem_en, problem_id = (
        "separates members from non-members completely",
        "memisahkan anggota dan bukan anggota sepenuhnya",
    )
    remedy_en, remedy_id = (
        "use more households or fewer covariates",
        "tambah rumah tangga atau kurangi peubah",
    )


class NotEstimable(EconomicsError):
    """Covariates repeat one another, so their effects cannot be told apart."""

    problem_en, problem_id = "cannot be estimated together", "tidak dapat diduga bersama-sama"
    remedy_en, remedy_id = "leave out a covariate that repeats another", "keluarkan peubah yang berulang"


class UnknownName(EconomicsError):
    """No method, class scheme or parameter has this name."""

    problem_en, problem_id = "is not known", "tidak dikenal"
    remedy_en, remedy_id = "use one of the documented names", "pakai salah satu nama yang terdaftar"


class ParameterNotValid(EconomicsError):
    """No value of the parameter is valid on that day."""

    problem_en, problem_id = "has no value for that day", "tidak punya nilai pada hari itu"
    remedy_en, remedy_id = (
        "add a dated value with unit and source",
        "tambah nilai bertanggal dengan satuan dan sumber",
    )


NUMBERS = (float, int, Real, Decimal)
"""What one number may be, the usual ones first: to ask of an abstract class takes ten times as long."""


def refuse_where(bad: Any, error: Callable[..., EconomicsError], field: str, value: Any) -> None:
    """Raise `error` if `bad` is true; in a column, for the first row where it is, by its label."""
    if isinstance(bad, bool):
        if bad:
            raise error(field, value)
    elif bad.any():
        row = int(bad.to_numpy().argmax())
        raise error(field, value.iloc[row] if hasattr(value, "iloc") else value, bad.index[row])


class Check(Protocol):
    """A check of one named figure: it returns the number or column as floats, or raises a named error."""

    @overload
    def __call__(self, field: str, value: float) -> float: ...
    @overload
    def __call__(self, field: str, value: pd.Series[float]) -> pd.Series[float]: ...


def _finite(field: str, value: Any) -> Any:
    if not isinstance(value, NUMBERS):
        column = value.astype("float64")
        refuse_where(column.isna() | (column.abs() == math.inf), NotFinite, field, column)
        return column
    try:
        number = float(value)  # a Decimal from a table too
    except OverflowError:
        raise NotFinite(field, "a number of over 308 digits") from None
    refuse_where(not math.isfinite(number), NotFinite, field, number)
    return number


def _check(after: Check, error: Callable[..., EconomicsError], is_bad: Callable[[Any], Any]) -> Check:
    def check(field: str, value: Any) -> Any:
        amount = after(field, value)
        refuse_where(is_bad(amount), error, field, amount)
        return amount

    return check


# Each check first does the one before it, so NaN and infinity are always refused by their own name.
finite: Check = _finite
money = _check(finite, NegativeMoney, lambda amount: amount < 0)
quantity = _check(finite, NegativeQuantity, lambda amount: amount < 0)
positive = _check(finite, NotPositive, lambda amount: amount <= 0)
production = _check(quantity, ZeroProduction, lambda amount: amount == 0)
share = _check(finite, ShareOutOfRange, lambda amount: (amount < 0) | (amount > 1))
positive_share = _check(share, NotPositive, lambda amount: amount == 0)  # a dry rubber content
months = _check(finite, MonthsOutOfRange, lambda amount: (amount <= 0) | (amount > 12))


@overload
def at_least_zero(value: float) -> float: ...
@overload
def at_least_zero(value: pd.Series[float]) -> pd.Series[float]: ...
def at_least_zero(value: Any) -> Any:
    """Return max(0, value), for a number or for each row of a column."""
    return max(0.0, value) if isinstance(value, NUMBERS) else value.clip(lower=0.0)


def column_of(field: str, values: Sequence[float] | pd.Series[float]) -> list[float]:
    """Return a column as a list of floats, the offending position named in NotFinite."""
    for label, value in enumerate(values):
        if not math.isfinite(value):
            raise NotFinite(field, value, label)
    return [float(value) for value in values]
