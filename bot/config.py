"""The settings, read once at start and validated with one clear line each."""

from __future__ import annotations

import os
import re
import stat
from datetime import time
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.crash import CrashPoint

REAL_API = "https://api.telegram.org"
TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{30,64}")
HOUR = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
REHEARSAL_PREFIX = "BANTIN_REHEARSAL_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class BadSettings(Exception):
    """A setting that cannot be used. Each line names the variable and says what to do."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def _hour_of(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = HOUR.fullmatch(value.strip())
    if found is None:
        raise ValueError(f"{value!r} is not an hour; write it as 07:30")
    return time(int(found[1]), int(found[2]))


def _listed(value: object) -> object:
    if not isinstance(value, str):
        return value if isinstance(value, (list, tuple)) else (value,)
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _ids_of(value: object) -> object:
    parts = _listed(value)
    for part in parts if isinstance(parts, tuple) else ():
        if not str(part).isdecimal():
            raise ValueError(f"{part!r} is no Telegram id; write numbers, as 111222333,444555666")
    return parts


Hour = Annotated[time, BeforeValidator(_hour_of)]
Hours = Annotated[tuple[Hour, ...], NoDecode, BeforeValidator(_listed)]
Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids_of)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Config(BaseSettings):
    """Every setting of `docs/settings.md`, by its name without `BANTIN_`, in small letters."""

    model_config = SettingsConfigDict(
        env_prefix="BANTIN_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    token: SecretStr | None = None
    token_file: Path | None = None
    api_base: str = REAL_API
    proxy: SecretStr | None = None
    database: str = "sqlite:///bantin.db"
    admins: Ids = ()
    desk_chat: int | None = None
    approvals: int = Field(0, ge=0, le=2)
    feeds: Path | None = None
    feed_interval: int = Field(900, ge=10, le=86_400)
    story_likeness: float = Field(0.75, ge=0.5, le=1, allow_inf_nan=False)
    private_hosts: Names = ()
    timezone: str = "Asia/Ho_Chi_Minh"
    language: Literal["vi", "en"] = "vi"
    digest_at: Hour = time(7, 0)
    featured_at: Hours = (time(7, 30), time(11, 30), time(17, 0))
    rate: int | None = Field(None, ge=1, le=1000)
    paid_broadcast: bool = False
    in_flight: int = Field(5, ge=1, le=1000)
    rich: Literal["auto", "on", "off"] = "auto"
    speech: Literal["off", "north", "central", "south"] = "off"
    mode: Literal["polling", "webhook"] = "polling"
    web_host: str = "127.0.0.1"
    web_port: int | None = Field(None, ge=0, le=65_535)
    web_url: str = ""
    webhook_secret: SecretStr | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    crash_at: str = ""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first, then `.env`, then the file that `BANTIN_CONFIG` names."""
        if getattr(env_settings, "env_prefix", "") == REHEARSAL_PREFIX:
            return (init_settings,)
        sources = (init_settings, env_settings, dotenv_settings)
        named = os.environ.get("BANTIN_CONFIG", "")
        return (*sources, TomlConfigSettingsSource(settings_cls, Path(named))) if named else sources

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(
                f"{value!r} is no time zone; write one like Asia/Ho_Chi_Minh"
            ) from error
        return value

    @field_validator("api_base", "web_url")
    @classmethod
    def _no_slash_at_end(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @field_validator("crash_at")
    @classmethod
    def _known_step(cls, value: str) -> str:
        CrashPoint(value)
        return value

    @field_validator("database")
    @classmethod
    def _known_engine(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("write sqlite:///path/to/file.db or postgresql://user@host/name")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The zone of new subscribers and of dates without one."""
        return ZoneInfo(self.timezone)

    @property
    def messages_per_second(self) -> int:
        """The pace: as set, else 28, or 950 with paid broadcast."""
        return self.rate or (950 if self.paid_broadcast else 28)

    @property
    def is_rehearsal(self) -> bool:
        """Whether the far end is on this machine, so that nothing real can be hurt."""
        return urlsplit(self.api_base).hostname in LOOPBACK


def read_config(**given: object) -> Config:
    """The settings from all sources, `given` before all others.

    Raises:
        BadSettings: any of them cannot be used.
    """
    named = os.environ.get("BANTIN_CONFIG", "")
    if named and not Path(named).is_file():
        raise BadSettings([f"BANTIN_CONFIG: there is no file {named}"])
    try:
        config = Config(**given)  # type: ignore[arg-type]  # validated by pydantic itself
    except ValidationError as error:
        raise BadSettings([_line_of(dict(found)) for found in error.errors()]) from error
    except (OSError, ValueError) as error:
        raise BadSettings([f"BANTIN_CONFIG: {error}"]) from error
    _refuse_conflicts(config)
    return config


def rehearsal_config(**given: object) -> Config:
    """Settings from `given` alone: a rehearsal must not meet the machine's real ones."""
    only = {"_env_prefix": REHEARSAL_PREFIX, "_env_file": None, **given}
    return Config(**only)  # type: ignore[arg-type]  # validated by pydantic itself


def token_of(config: Config) -> str:
    """The bot's token, from the setting or from its file.

    Raises:
        BadSettings: there is none, or it is not shaped like one.
    """
    token = _token_text(config)
    if not token:
        raise BadSettings(
            ["BANTIN_TOKEN: no token. Ask @BotFather for one and set it; or try `make demo`"]
        )
    if TOKEN.fullmatch(token) is None:
        raise BadSettings(["BANTIN_TOKEN: this is not a bot token; it looks like 123456789:AA…"])
    return token


def _token_text(config: Config) -> str:
    if config.token is not None:
        return config.token.get_secret_value().strip()
    if config.token_file is None:
        return ""
    try:
        mode = config.token_file.stat().st_mode
        text = config.token_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings([f"BANTIN_TOKEN_FILE: cannot read it: {error}"]) from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadSettings(
            [f"BANTIN_TOKEN_FILE: others can read {config.token_file}; run chmod 600 on it"]
        )
    return text.strip()


def _line_of(found: dict[str, object]) -> str:
    where = found["loc"]
    field = str(where[0]) if isinstance(where, tuple) and where else "settings"
    message = str(found["msg"]).removeprefix("Value error, ")
    return f"BANTIN_{field.upper()}: {message}"


def _refuse_conflicts(config: Config) -> None:
    lines = []
    if config.private_hosts and config.api_base == REAL_API:
        lines.append("BANTIN_PRIVATE_HOSTS: only for rehearsals; unset it to use the real Telegram")
    if config.crash_at and not config.is_rehearsal:
        lines.append("BANTIN_CRASH_AT: only with BANTIN_API_BASE on this machine")
    if config.mode == "webhook" and not (config.web_url and config.web_port is not None):
        lines.append("BANTIN_MODE: webhook needs BANTIN_WEB_PORT and BANTIN_WEB_URL")
    if lines:
        raise BadSettings(lines)
