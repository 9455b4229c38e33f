"""Every setting, read from the environment (`BOKAR_...`) and from an optional TOML file."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from service.clock import Clock, fixed_clock, system_clock
from service.errors import BadSettings


class Settings(BaseSettings):
    """The settings of one Bokar process; the environment wins over the TOML file."""

    model_config = SettingsConfigDict(env_prefix="BOKAR_", extra="forbid", frozen=True)

    environment: Literal["development", "production"] = Field(
        "development", description="`production` refuses what is meant for tests, such as BOKAR_CLOCK."
    )
    host: str = Field("127.0.0.1", description="Address the API listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the API listens on.")
    data_dir: Path = Field(Path("data"), description="Folder for everything Bokar writes.")
    database_url: str | None = Field(
        None,
        description="SQLAlchemy address of the database, e.g. `postgresql+psycopg://user:password@host/bokar`. "
        "Left out: the SQLite file `bokar.sqlite3` in the data folder.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severity that is logged, as JSON lines on standard error."
    )
    language: Literal["en", "id"] = Field(
        "en",
        description="Language of `bokar import`, and of the drop folder's rows to mend and the first part of its "
        "reports: `en` English or `id` Indonesian. The API goes by each request's `Accept-Language`.",
    )
    cache_megabytes: int = Field(64, ge=0, le=4096, description="Memory for cached answers; 0 turns the cache off.")
    revision_check_seconds: float = Field(
        0.25, ge=0, le=60, description="How old a process's knowledge of the data may be before it asks the database."
    )
    evaluate_every_seconds: int = Field(
        60, ge=1, le=86400, description="How often the scheduler looks for prices that still wait for evaluation."
    )
    rice_price_idr_per_kg: float | None = Field(
        None,
        gt=0,
        description="Rice price for the floor `rice-poverty-line`. Left out: the dated value of parameters.toml.",
    )
    auto_publish: bool = Field(
        False,
        description="Whether new minimum prices are published without asking a person, where no policy says "
        "(`bokar floors policy`).",
    )
    personal_keys_file: Path | None = Field(
        None,
        description="File with the keys that names are hashed with: hexadecimal, one a line, the oldest first. "
        "Left out: `personal.keys` in the data folder, made when it is first needed. Keep a copy: without it the same "
        "person is another one.",
    )
    source: tuple[dict[str, Any], ...] = Field(
        (),
        description="Where prices and surveys are read from on a schedule: `[[source]]` tables of the TOML file, see "
        "docs/operations.md.",
    )
    drop_folder: Path | None = Field(
        None,
        description="Folder that people put files into: those in its `prices`, `auctions`, `surveys` and `indices` are "
        "taken in every minute and moved to `done` or `refused` beside them, with a report. Left out: `drop` in the "
        "data folder.",
    )
    drop_settle_seconds: int = Field(
        30,
        ge=0,
        le=86400,
        description="How long a file in a folder must not have changed before it counts as finished.",
    )
    fetch_megabytes: int = Field(
        200, ge=1, le=2000, description="Size of a file from elsewhere that is fetched at most."
    )
    fetch_minutes: int = Field(
        15, ge=1, le=1440, description="How long one file or page from elsewhere may take, repeated attempts included."
    )
    clock: AwareDatetime | None = Field(
        None, description="Time the process believes it is, for tests; refused in production."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then the environment, then the file that BOKAR_CONFIG names."""
        config = os.environ.get("BOKAR_CONFIG")
        if config is None:
            return init_settings, env_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, Path(config))

    @property
    def database_address(self) -> str:
        """Return the database's address, by default the SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.sqlite_path}"

    @property
    def sqlite_path(self) -> Path:
        """Return where the embedded database is, if it is used."""
        return self.data_dir / "bokar.sqlite3"

    @property
    def personal_keys_path(self) -> Path:
        """Return where the keys of personal hashes are, by default in the data folder."""
        return self.personal_keys_file or self.data_dir / "personal.keys"

    @property
    def drop_path(self) -> Path:
        """Return the folder that people put files into, by default in the data folder."""
        return self.drop_folder or self.data_dir / "drop"

    def make_clock(self) -> Clock:
        """Return the clock of this process."""
        return system_clock if self.clock is None else fixed_clock(self.clock)


def load_settings(**overrides: Any) -> Settings:
    """Read the settings, or raise `BadSettings` naming the field, the value and the remedy."""
    config = os.environ.get("BOKAR_CONFIG")
    if config is not None and not Path(config).is_file():
        raise BadSettings(problems=f"BOKAR_CONFIG = {config!r}: there is no such file.")
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        raise BadSettings(problems="; ".join(_problem(each) for each in error.errors())) from None
    except ValueError as error:
        raise BadSettings(problems=f"{config}: {error}") from None
    _refuse_test_clock_in_production(settings.environment, settings.clock)
    return settings


def _problem(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"])
    return f"BOKAR_{name.upper()} = {error['input']!r}: {error['msg']}"


def _refuse_test_clock_in_production(environment: str, clock: datetime | None) -> None:
    if environment == "production" and clock is not None:
        raise BadSettings(problems=f"BOKAR_CLOCK = {clock.isoformat()}: not in production; unset it.")
