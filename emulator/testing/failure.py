"""What a failed test's report shows of its world, and the capsule that it leaves behind."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from emulator.testing.biography import life
from emulator.testing.capsule import capsule, write
from emulator.testing.layout import fold
from emulator.testing.outstanding import outstanding

if TYPE_CHECKING:
    from emulator.settings import Settings
    from emulator.testing.calcom import Calcom

FOLDER: Final = "calcom-capsules"
SHAPING: Final = ("seed", "strict", "rate_limit", "hosted_urls", "webhook_policy")
"""The settings that answers depend on."""

TITLE: Final = "Cal.com world"
LONGEST: Final = 180
"""Characters of a file's name; most systems allow 255 bytes."""


def tell(
    world: Calcom, path: Path | None, *, test: str, failure: str, settings: Settings | None, begun: bool = True
) -> str:
    """What happened in a world, for the report of a failed test; the capsule is written to `path`, if there is one.

    A test that had not `begun` need not have asked anything.
    Whatever goes wrong while looking must not hide the failure itself.
    """
    try:
        text = "\n".join(_told(world, begun))
    except Exception as error:  # the test has failed of something else
        return f"could not be looked at: {error!r}"
    if path is None:
        return text
    try:
        shaping = _shaping(settings) if settings is not None else {}
        write(capsule(world.control, shaping, test=test, failure=failure, report=text), path)
    except Exception as error:  # as above
        return f"{text}\n\nNo capsule could be written: {error}"
    return f"{text}\n\nLet it happen again: calcom-emulator replay {_from_here(path)}"


def capsule_path(folder: Path, test: str) -> Path:
    """Where the capsule of a test is kept. A name that would be too long for a file ends with a digest instead."""
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", test).strip("-")
    if len(name) > LONGEST:
        name = f"{name[:LONGEST]}-{sha256(test.encode()).hexdigest()[:8]}"
    return folder / f"{name}.json"


def _told(world: Calcom, begun: bool) -> Iterator[str]:
    found = outstanding(world.control, silence=begun)
    if found:
        yield "What stands out:"
        yield from (fold("- " + text.replace("\n", "\n  ")) for text in found)
        yield ""
    yield life(world.control)


def _from_here(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _shaping(settings: Settings) -> dict[str, Any]:
    values = {field.name: getattr(settings, field.name) for field in dataclasses.fields(settings)}
    return {name: values[name] for name in SHAPING}
