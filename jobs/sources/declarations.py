"""The sources an office declares in its settings, one `[[source]]` each.

    [[source]]
    name = "disbun-sumsel"
    kind = "http"
    of = "prices"
    address = "https://disbun.example.go.id/harga.csv"
    schedule = "0 6 * * mon-sat"
    columns = { "Tanggal" = "observed_on", "Harga" = "price_idr_per_kg" }
    constants = { price_level = "factory_indication", provenance = "published", source = "Disbun Sumsel" }
    units = { price_idr_per_kg = "per_quintal" }

Times are Jakarta's. Secrets stand in a file or in the environment, never here.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo

from jobs.sources.errors import SecretMissing, shown
from jobs.sources.schedules import Cron, Every
from service.errors import BadSettings
from service.files.mapping import ColumnMapping
from service.indices.headers import INDICES
from service.indices.schemas import IndexLinkIn, IndexValueIn
from service.prices.auction_headers import AUCTIONS
from service.prices.auction_schemas import LotIn, NightIn
from service.prices.headers import PRICES
from service.prices.schemas import PriceIn

# What is kept of files that were taken in lies in these, beside where they were put.
KEPT_FOLDERS = DONE, REFUSED = "done", "refused"
_COLUMNS: Mapping[str, AbstractSet[str]] = {
    "prices": PRICES.names.keys(),
    "auctions": AUCTIONS.names.keys(),
    "indices": INDICES.names.keys(),
}
# The schemas that a constant has to fit.
_SCHEMAS: Mapping[str, tuple[type[BaseModel], ...]] = {
    "prices": (PriceIn,),
    "auctions": (NightIn, LotIn),
    "indices": (IndexValueIn, IndexLinkIn),
}
_SECRETS = {"token", "password", "secret", "api_key"}


def _web_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be a web address, https://...")
    if "@" in parts.netloc:
        raise ValueError("must not hold a user or password; name a token_file or token_env instead")
    return address


def _of_arriving_files(folder: Path) -> Path:
    if folder.name in KEPT_FOLDERS:
        raise ValueError(f"is where files of {str(folder.parent)!r} are kept; name the folder that they are put into")
    return folder


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=55)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
EnvironmentName = Annotated[str, Field(pattern=r"^[A-Z_][A-Z0-9_]*$")]


class _Declared(BaseModel):
    """What every declaration says: a name, and when it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Slug
    schedule: Cron | None = None
    every: Every | None = None

    @model_validator(mode="before")
    @classmethod
    def _holds_no_secret(cls, values: Any) -> Any:
        written = sorted(_SECRETS & set(values)) if isinstance(values, Mapping) else []
        if written:
            name = written[0]
            raise ValueError(f"{name} must not stand in the settings; put it in a file and name it: {name}_file = ...")
        return values

    @model_validator(mode="after")
    def _has_one_schedule(self) -> Self:
        if (self.schedule is None) == (self.every is None):
            raise ValueError('give either schedule = "0 6 * * *" or every = "6h"')
        return self


class _Keyed(_Declared):
    """A source that may want a token."""

    token_file: Path | None = None
    token_env: EnvironmentName | None = None

    def token(self, environment: Mapping[str, str]) -> SecretStr | None:
        """Return the token, None if none is declared; raises `SecretMissing`."""
        return read_secret(self.name, "token", self.token_file or self.token_env, environment)


class FolderDeclaration(_Declared, ColumnMapping):
    """Files that people put into a folder: an absolute one, or one within the drop folder."""

    kind: Literal["folder"]
    of: Literal["prices", "auctions", "surveys", "indices"]
    folder: Annotated[Path, AfterValidator(_of_arriving_files)]


class HttpDeclaration(_Keyed, ColumnMapping):
    """A CSV or JSON file that somebody publishes."""

    kind: Literal["http"]
    of: Literal["prices", "surveys"]
    address: WebAddress


class KoboDeclaration(_Keyed):
    """A survey form on KoboToolbox; `asset` is its uid, as in the address of its project page."""

    kind: Literal["kobo"]
    of: Literal["surveys"] = "surveys"
    address: WebAddress
    asset: str = Field(pattern=r"^\w+$")

    @model_validator(mode="after")
    def _has_a_token(self) -> Self:
        if self.token_file is None and self.token_env is None:
            raise ValueError("name the account's token: token_file or token_env")
        return self


class OdkDeclaration(_Keyed):
    """A survey form on ODK Central, read by a web user (`email` and password) or with a token."""

    kind: Literal["odk"]
    of: Literal["surveys"] = "surveys"
    address: WebAddress
    project: int = Field(ge=1)
    form: str = Field(min_length=1)
    email: str | None = None
    password_file: Path | None = None
    password_env: EnvironmentName | None = None

    @model_validator(mode="after")
    def _can_log_in(self) -> Self:
        token = self.token_file or self.token_env
        password = self.password_file or self.password_env
        if (token is None) == (password is None) or (password is None) != (self.email is None):
            raise ValueError("give email with password_file or password_env, or else token_file or token_env")
        return self

    def password(self, environment: Mapping[str, str]) -> SecretStr | None:
        """Return the password, None if a token is used; raises `SecretMissing`."""
        return read_secret(self.name, "password", self.password_file or self.password_env, environment)


class WorldBankDeclaration(_Declared):
    """The World Bank's monthly commodity prices, for the reference series TSR20 and RSS3."""

    kind: Literal["world_bank"]
    of: Literal["reference"] = "reference"
    address: WebAddress


Source = FolderDeclaration | HttpDeclaration | KoboDeclaration | OdkDeclaration | WorldBankDeclaration
_SOURCE: TypeAdapter[Source] = TypeAdapter(Annotated[Source, Field(discriminator="kind")])


def read_secret(source: str, what: str, place: Path | str | None, environment: Mapping[str, str]) -> SecretStr | None:
    """Return the secret in a file, or in the environment variable of that name; raises `SecretMissing`."""
    if place is None:
        return None
    try:
        value = place.read_text(encoding="utf-8") if isinstance(place, Path) else environment[place]
    except (OSError, UnicodeError, KeyError) as error:
        raise SecretMissing(source=source, what=what, place=place, cause=error) from None
    if not value.strip():
        raise SecretMissing(source=source, what=what, place=place, cause="it is empty")
    return SecretStr(value.strip())


def parse_sources(raw: Sequence[Mapping[str, Any]], survey_columns: AbstractSet[str]) -> tuple[Source, ...]:
    """Return the declared sources; raises `BadSettings` naming every source, field and remedy."""
    sources: list[Source] = []
    problems: list[str] = []
    for number, declared in enumerate(raw, start=1):
        try:
            source = _SOURCE.validate_python(dict(declared))
        except ValidationError as error:
            problems += [f"source {declared.get('name', number)!r}: {_problem(each)}" for each in error.errors()]
        else:
            sources.append(source)
            problems += _column_problems(source, survey_columns)
    problems += [f"source {name!r} is declared twice; rename one" for name in _twice(each.name for each in sources)]
    folders = (str(each.folder) for each in sources if isinstance(each, FolderDeclaration))
    problems += [f"folder {folder!r} is declared twice; keep one of the two" for folder in _twice(folders)]
    if problems:
        raise BadSettings(problems="; ".join(problems))
    return tuple(sources)


def _problem(error: Any) -> str:
    field = ".".join(str(part) for part in error["loc"][1:])
    return f"{field}{_value(error)}: {error['msg']}" if field else str(error["msg"])


def _value(error: Any) -> str:
    """Return the value in question, unless it may be a secret somebody wrote where it does not belong."""
    value = error["input"]
    if error["type"] == "extra_forbidden" or not isinstance(value, str | int | float):
        return ""
    return f" = {shown(str(value))!r}" if "://" in str(value) else f" = {value!r}"


def _column_problems(source: Source, survey_columns: AbstractSet[str]) -> Iterator[str]:
    if not isinstance(source, ColumnMapping):
        return
    allowed = _COLUMNS.get(source.of, survey_columns)
    known = ", ".join(sorted(allowed))
    for name in sorted(source.our_columns() - allowed):
        yield f"source {source.name!r}: {name!r} is none of our columns of {source.of}: {known}"
    fields = {name: field for schema in _SCHEMAS.get(source.of, ()) for name, field in schema.model_fields.items()}
    for name, value in source.constants.items():
        if name in fields:
            wrong = _wrong(fields[name], value)
            yield from (f"source {source.name!r}: constants.{name} = {value!r}: {why}" for why in wrong)


def _wrong(field: FieldInfo, value: object) -> list[str]:
    """Return why a constant does not fit its column: better told at the start than once for each row."""
    form: Any = Annotated[field.annotation, field]
    try:
        TypeAdapter[Any](form).validate_python(value)
    except ValidationError as error:
        return [str(each["msg"]) for each in error.errors()]
    return []


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)
