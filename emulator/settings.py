"""Every option, once: the field is the keyword, `--field-name` the flag, `CALCOM_EMULATOR_FIELD_NAME` the variable."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emulator.world.instants import parse


class SettingsError(ValueError):
    """An option that cannot be used; the message names its flag and what to give instead."""


def option(default: Any, help_text: str, **more: Any) -> Any:
    """A field of `Settings` with the text that the command line and the docs show."""
    if isinstance(default, tuple | int | str | float | bool | type(None)):
        return field(default=default, metadata={"help": help_text, **more})
    raise TypeError(f"the default of an option must be immutable, not {default!r}")


def base_url(host: str, port: str | int) -> str:
    """Where this machine asks a server that listens on an address; all interfaces are asked over loopback."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not bound
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """How an emulator behaves. Immutable; durations are seconds, sizes bytes."""

    host: str = option("127.0.0.1", "Address to listen on; loopback unless you say otherwise.")
    port: int = option(8000, "Port to listen on; 0 takes a free one.")
    fixtures: tuple[Path, ...] = option(
        (),
        "World files, folders of them, or names of shipped ones, to start from instead of the built-in default world.",
    )
    reload_interval: float = option(
        1.0, "Seconds between looks at whether world files have changed; worlds from them start anew. 0 never looks."
    )
    spec: Path | None = option(None, "Serve this OpenAPI document instead of the built-in ones.")
    seed: int = option(0, "Seed of every generated identifier and sampled value.")
    now: str | None = option(None, "ISO instant at which every new world's clock stands still.")
    strict: bool = option(
        False,
        "Refuse what could only be sampled and what Cal.com would ignore (unknown query parameters and body keys), "
        "and fail loudly when an answer breaks the document.",
    )
    check_answers: bool = option(False, "Fail loudly when an answer or a webhook breaks the document, strict or not.")
    rate_limit: bool = option(False, "Enforce the rate limits that are otherwise only counted and shown.")
    hosted_urls: bool = option(
        False, "Apply the hosted service's rules to subscriber URLs (https only, nothing private)."
    )
    webhook_policy: str = option(
        "retry",
        "How failed deliveries are treated: `retry` as the newest service, `once` as the older one.",
        choices=("retry", "once"),
    )
    webhook_payloads: str = option(
        "uniform",
        "How bookings are told: `uniform` as the newest service does, `by-path` as the older one, whose payloads "
        "differ with what led to them.",
        choices=("uniform", "by-path"),
    )
    webhook_timeout: float = option(20.0, "Seconds to wait for a subscriber's answer.")
    shutdown_timeout: float = option(5.0, "Seconds that deliveries on their way get when the server stops.")
    max_body: int = option(100 * 1024, "Largest request body taken.")
    max_worlds: int = option(256, "How many worlds may exist at once.")
    lane_size: int = option(10_000, "How many deliveries may wait for one subscriber.")
    delivery_log: int = option(10_000, "How many deliveries a world remembers.")
    journal: int = option(1000, "How many requests a world's journal remembers.")
    control_access: str = option(
        "loopback",
        "Who may use the control plane: this machine, the network (but no page of another site), or everybody.",
        choices=("loopback", "network", "open"),
    )
    log_level: str = option("info", "Least severe message to log.", choices=("debug", "info", "warning", "error"))

    @property
    def loud(self) -> bool:
        """Whether what breaks the document is a failure, not only a line in the log."""
        return self.strict or self.check_answers

    def __post_init__(self) -> None:
        if self.now is None:
            return
        try:
            parse(self.now)
        except (ValueError, OverflowError):
            raise SettingsError(f"--now: {self.now!r} is no ISO 8601 instant such as 2030-01-08T13:00:00Z") from None
