"""The closed lists of words that files, tables and the API share (DOMAIN sections 1, 3, 8 and 10)."""

from enum import StrEnum


class PriceLevel(StrEnum):
    """Where in the trade a price was paid or posted."""

    COLLECTOR = "collector"
    AUCTION = "auction"
    FARMGATE = "farmgate"
    FACTORY = "factory"
    FACTORY_INDICATION = "factory_indication"


class Channel(StrEnum):
    """What a day's price speaks for; alert rules run per channel."""

    FARMGATE = "farmgate"
    AUCTION = "auction"
    FACTORY = "factory"
    FACTORY_INDICATION = "factory_indication"


CHANNEL_OF_LEVEL = {
    PriceLevel.COLLECTOR: Channel.FARMGATE,
    PriceLevel.FARMGATE: Channel.FARMGATE,
    PriceLevel.AUCTION: Channel.AUCTION,
    PriceLevel.FACTORY: Channel.FACTORY,
    PriceLevel.FACTORY_INDICATION: Channel.FACTORY_INDICATION,
}


class PriceKind(StrEnum):
    """Whether a price was offered or really paid."""

    BID = "bid"
    PAID = "paid"


class StorageAge(StrEnum):
    """How long the bokar drained: the everyday stand-in for its dry rubber content."""

    FRESH = "fresh"
    WEEKLY = "weekly"
    TWO_WEEKLY = "two_weekly"
    MONTHLY = "monthly"
    UNSPECIFIED = "unspecified"


class DatePrecision(StrEnum):
    """How well a price is known; `rounded` speaks of the price, its day is exact."""

    EXACT = "exact"
    ROUNDED = "rounded"
    APPROXIMATE = "approximate"
    PERIOD_AVERAGE = "period_average"


EXACT_DAYS = frozenset({DatePrecision.EXACT, DatePrecision.ROUNDED})


class BokarType(StrEnum):
    """The forms in which raw rubber is sold (Lasminingsih 2012 in Putri)."""

    CUP_LUMP = "cup_lump"
    BAMBOO_LUMP = "bamboo_lump"
    SLAB = "slab"
    THIN_SLAB = "thin_slab"
    MILLED_SLAB = "milled_slab"
    BLANKET = "blanket"
    UNSMOKED_SHEET = "unsmoked_sheet"
    FIELD_LATEX = "field_latex"


class BuyerType(StrEnum):
    """Who bought; traders are never named in public data."""

    COLLECTOR = "collector"
    TRADER = "trader"
    COMPANY = "company"
    FARMER_GROUP = "farmer_group"


class Provenance(StrEnum):
    """Where a value comes from; carried by every value."""

    SURVEY = "survey"
    PUBLISHED = "published"
    PRESS = "press"
    DERIVED = "derived"
    SIMULATED = "simulated"


class RangePart(StrEnum):
    """Which end of a printed range a row is."""

    LOW = "low"
    HIGH = "high"


class Basis(StrEnum):
    """Per kilogram of what: as delivered, or of dry rubber (KKK 100 %)."""

    AS_SOLD = "as_sold"
    DRY = "dry"


class SurveyKind(StrEnum):
    """Whether a cost survey is known by its printed means or by its household rows."""

    PUBLISHED_MEANS = "published_means"
    HOUSEHOLDS = "households"


class TimeUnit(StrEnum):
    """What one figure of a survey covers."""

    MONTH = "month"
    YEAR = "year"


class Represents(StrEnum):
    """The area a survey's sample speaks for."""

    VILLAGE = "village"
    SUBDISTRICT = "subdistrict"
    DISTRICT = "district"


class Sampling(StrEnum):
    """How the households were chosen; `unknown` when the study does not say."""

    RANDOM = "random"
    PURPOSIVE = "purposive"
    UNKNOWN = "unknown"


class DeductionTreatment(StrEnum):
    """How a survey booked the buyer's weight cut; it must not be subtracted twice."""

    PRICE = "price"
    COST = "cost"
    UNKNOWN = "unknown"


class CostBehaviour(StrEnum):
    """Whether a cost moves with production."""

    FIXED = "fixed"
    VARIABLE = "variable"


class CostPayment(StrEnum):
    """Whether money left the household."""

    CASH = "cash"
    IMPUTED = "imputed"


class CostGroup(StrEnum):
    """What a cost item is for."""

    FERTILISER = "fertiliser"
    PESTICIDE = "pesticide"
    COAGULANT = "coagulant"
    TAPPING = "tapping"
    COLLECTING = "collecting"
    FUEL = "fuel"
    TRANSPORT = "transport"
    TOOLS = "tools"
    WEIGHT_CUT = "weight_cut"
    GROUP_FEE = "group_fee"
    INTEREST = "interest"
    LAND = "land"
    TAX = "tax"
    STAND_ESTABLISHMENT = "stand_establishment"
    OTHER = "other"


class Tenure(StrEnum):
    """Who taps whose trees in a household's garden."""

    OWNER_TAPPER = "owner_tapper"
    OWNER_WITH_TAPPER = "owner_with_tapper"
    TAPPER = "tapper"


class LabourSource(StrEnum):
    """Whose labour it is: the family's own, hired for a wage, or paid by a share of revenue."""

    FAMILY = "family"
    HIRED = "hired"
    SHARE = "share"


class LabourActivity(StrEnum):
    """What labour is spent on."""

    TAPPING = "tapping"
    COLLECTING = "collecting"
    WEEDING = "weeding"
    FERTILISING = "fertilising"
    SPRAYING = "spraying"
    TRANSPORT = "transport"
    OTHER = "other"


class ConsumptionGroup(StrEnum):
    """What a household consumes; tobacco is counted with food, as Statistics Indonesia does."""

    RICE = "rice"
    FISH_MEAT_EGGS = "fish_meat_eggs"
    VEGETABLES_FRUIT = "vegetables_fruit"
    OIL_SUGAR_DRINKS = "oil_sugar_drinks"
    TOBACCO = "tobacco"
    OTHER_FOOD = "other_food"
    HOUSING_ENERGY = "housing_energy"
    EDUCATION = "education"
    HEALTH = "health"
    CLOTHING = "clothing"
    TRANSPORT_COMMUNICATION = "transport_communication"
    SOCIAL_RELIGIOUS = "social_religious"
    OTHER_NON_FOOD = "other_non_food"


FOOD_GROUPS = frozenset(
    {
        ConsumptionGroup.RICE,
        ConsumptionGroup.FISH_MEAT_EGGS,
        ConsumptionGroup.VEGETABLES_FRUIT,
        ConsumptionGroup.OIL_SUGAR_DRINKS,
        ConsumptionGroup.TOBACCO,
        ConsumptionGroup.OTHER_FOOD,
    }
)


class IncomeSource(StrEnum):
    """Where a household's other income comes from (DOMAIN section 4)."""

    ON_FARM_OTHER = "on_farm_other"
    OFF_FARM = "off_farm"
    NON_FARM = "non_farm"


class HouseholdPart(StrEnum):
    """The lists of a household's form, of which it may say that there is none."""

    COSTS = "costs"
    TOOLS = "tools"
    LABOUR = "labour"
    CONSUMPTION = "consumption"
    OTHER_INCOMES = "other_incomes"


class CostUnit(StrEnum):
    """Whether a cost item is in rupiah or a share of revenue."""

    RUPIAH = "rupiah"
    REVENUE_SHARE = "revenue_share"


class FloorStatus(StrEnum):
    """The life of a minimum price."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Aggregator(StrEnum):
    """How households become one figure: the ratio of their means, or the mean of their own ratios."""

    RATIO_OF_MEANS = "ratio_of_means"
    MEAN_OF_RATIOS = "mean_of_ratios"


class IndexName(StrEnum):
    """Monthly series that carry a floor forward (BPS: IKRT and BPPBM are parts of NTPR)."""

    CONSUMPTION = "consumption"
    INPUTS = "inputs"
    WAGE = "wage"
    RICE_PRICE = "rice_price"
    CONSUMER_PRICES = "consumer_prices"


class LegalStatus(StrEnum):
    """A computed indication, or an administered price with its decree."""

    INDICATION = "indication"
    DECREE = "decree"


class Outcome(StrEnum):
    """The answer of a comparison; `unknown` neither raises nor resolves."""

    BELOW = "below"
    NOT_BELOW = "not_below"
    UNKNOWN = "unknown"


class AlertKind(StrEnum):
    """What an alert says."""

    BELOW_MINIMUM_PRICE = "below_minimum_price"


class AlertState(StrEnum):
    """The states of an alert that are stored; a pending one is never listed."""

    FIRING = "firing"
    RESOLVED = "resolved"
    RETRACTED = "retracted"


class Severity(StrEnum):
    """How bad an alert is, mildest first."""

    WARNING = "warning"
    CRITICAL = "critical"


class AlertEventKind(StrEnum):
    """What happened to an alert."""

    OPENED = "opened"
    ESCALATED = "escalated"
    DEESCALATED = "deescalated"
    RESOLVED = "resolved"
    CORRECTED = "corrected"
    RETRACTED = "retracted"


class JobStatus(StrEnum):
    """The life of a job run."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class ImportKind(StrEnum):
    """What a delivery holds."""

    PRICES = "prices"
    AUCTIONS = "auctions"
    SURVEYS = "surveys"
    INDICES = "indices"


class ImportStatus(StrEnum):
    """Where an import stands; `refused` is a whole delivery that could not be read."""

    RUNNING = "running"
    COMPLETED = "completed"
    REFUSED = "refused"


class Review(StrEnum):
    """What a person has said of a price that was flagged as implausible; only accepted ones are computed with."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Scope(StrEnum):
    """What an API key may do."""

    PRICES_WRITE = "prices:write"
    SURVEYS_WRITE = "surveys:write"
    SURVEYS_READ = "surveys:read"
    INDICES_WRITE = "indices:write"
    IMPORTS_READ = "imports:read"
    REVIEWS_WRITE = "reviews:write"
    FLOORS_WRITE = "floors:write"
    JOBS_WRITE = "jobs:write"


class ReferenceSeries(StrEnum):
    """World market prices of rubber grades (World Bank commodity prices)."""

    TSR20 = "TSR20"
    RSS3 = "RSS3"
