"""The series of provinces and of the country, and what they say between two months."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from service.economics.carry_forward import Ratios, RicePrice, or_consumer_prices
from service.economics.index_chain import Links, NotCarried, Ratio, Values, chain, first_day, months_from
from service.indices.schemas import COUNTRY, RUPIAH
from service.vocabulary import IndexName

# What stands in the warnings of a floor that a series carries.
OF_COUNTRY, SIMULATED = "index_of_country", "index_simulated"
Found = TypeVar("Found", Ratio, RicePrice)


@dataclass(frozen=True, slots=True)
class Series:
    """One index of one area: its values by base and month, the links of its bases, and where they come from (marks)."""

    values: Values = field(default_factory=dict)
    links: Links = field(default_factory=dict)
    marks: tuple[str, ...] = ()

    def ratio(self, from_month: date, to_month: date) -> Ratio | NotCarried:
        """Return by what factor it moved."""
        found = chain(self.values, self.links, from_month, to_month)
        return replace(found, marks=self.marks) if isinstance(found, Ratio) else found

    def rice_price(self, month: date) -> RicePrice | NotCarried:
        """Return its value in rupiah."""
        found = chain(self.values, self.links, month, month)
        if isinstance(found, NotCarried):
            return found
        return RicePrice(self.values[RUPIAH][first_day(month)], self.marks)

    def months_from(self, month: date) -> frozenset[date]:
        """Return the months from one on to which it leads."""
        return frozenset(each for each in months_from(self.values, self.links, month) if each >= month)

    def months_priced(self, month: date) -> frozenset[date]:
        """Return the months from one on of which it has a price."""
        return frozenset(each for each in self.values.get(RUPIAH, {}) if each >= month)


@dataclass(frozen=True, slots=True)
class AllSeries:
    """The series there are, by the index's name and the area's code."""

    by_name: Mapping[tuple[str, str], Series]

    def ratios(self, province_code: str, survey_month: date, to_month: date) -> Ratios:
        """Return what carries a survey of a province to a later month.

        Each series is the province's, else the country's, marked `index_of_country`; in place of consumption's own
        consumer prices, marked too. Where none reaches both months, the reason is that of the first there is.
        """
        consumption, consumer_prices, inputs, wage = (
            _first(series.ratio(survey_month, to_month) for series in self._of(name, province_code))
            for name in (IndexName.CONSUMPTION, IndexName.CONSUMER_PRICES, IndexName.INPUTS, IndexName.WAGE)
        )
        rice_price = _first(series.rice_price(to_month) for series in self._of(IndexName.RICE_PRICE, province_code))
        months = first_day(survey_month), first_day(to_month)
        return Ratios(*months, or_consumer_prices(consumption, consumer_prices), inputs, wage, rice_price)

    def latest_common_month(self, province_code: str, survey_month: date, needed: Collection[IndexName]) -> date | None:
        """Return the newest month to which every needed series leads; None if there is none, or none is needed.

        Each series is the first of those that `ratios` would take that leads beyond the month of the survey.
        """
        reached = [self._months(name, province_code, first_day(survey_month)) for name in needed]
        return max(frozenset.intersection(*reached), default=None) if reached else None

    def _months(self, name: IndexName, province_code: str, survey_month: date) -> frozenset[date]:
        series = self._of(name, province_code)
        if name is IndexName.CONSUMPTION:
            series += self._of(IndexName.CONSUMER_PRICES, province_code)
        if name is IndexName.RICE_PRICE:
            reached = [each.months_priced(survey_month) for each in series]
        else:
            reached = [each.months_from(survey_month) for each in series]
        beyond = (months for months in reached if months - {survey_month})
        return next(beyond, frozenset().union(*reached))

    def _of(self, name: IndexName, province_code: str) -> list[Series]:
        """Return the series of a province and of the country, as far as they are there."""
        own, country = (self.by_name.get((name, area)) for area in (province_code, COUNTRY))
        marked = country and replace(country, marks=(OF_COUNTRY, *country.marks))
        return [each for each in (own, marked) if each is not None and each.values]


def _first(found: Iterable[Found | NotCarried]) -> Found | NotCarried:
    every = list(found)
    lacking = next(iter(every), NotCarried("index_missing"))
    return next((each for each in every if not isinstance(each, NotCarried)), lacking)
