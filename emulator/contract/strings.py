"""Made-up strings: by format, by pattern, by what the property is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID

from emulator.contract.fold import Folded
from emulator.contract.pattern import Maker, UnsupportedPatternError, matching

if TYPE_CHECKING:
    from faker import Faker

Make = Callable[["Faker", Random], str]

_EPOCH: Final = datetime(2030, 1, 7, tzinfo=UTC)
_ZONES: Final = ("Europe/Rome", "Europe/London", "America/New_York", "Asia/Tokyo", "UTC")
_PHONES: Final = ("+390612345678", "+442083661177", "+12015550123", "+81312345678")


def _instant(_: Faker, random: Random) -> str:
    moment = _EPOCH + timedelta(minutes=15 * random.randrange(4 * 24 * 90))
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _date(faker: Faker, random: Random) -> str:
    return _instant(faker, random)[:10]


def _uuid(_: Faker, random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _url(faker: Faker, _: Random) -> str:
    return f"https://{faker.domain_word()}.example.com/{faker.slug()}"


def _email(faker: Faker, _: Random) -> str:
    return f"{faker.user_name()}@example.com"


def _slug(faker: Faker, _: Random) -> str:
    return str(faker.slug())


def _sentence(faker: Faker, _: Random) -> str:
    return str(faker.sentence(nb_words=6))


_BY_FORMAT: Final[dict[str, Make]] = {
    "date": _date,
    "date-time": _instant,
    "email": _email,
    "hh-mm": lambda _, random: f"{random.randrange(24):02}:{random.choice((0, 15, 30, 45)):02}",
    "iso-date": _date,
    "phone": lambda _, random: random.choice(_PHONES),
    "time-zone": lambda _, random: random.choice(_ZONES),
    "uri": _url,
    "url": _url,
    "uuid": _uuid,
}
# The first that is found in the property's name, from its end.
_BY_NAME: Final[tuple[tuple[re.Pattern[str], Make], ...]] = tuple(
    (re.compile(expression, re.IGNORECASE), make)
    for expression, make in (
        (r"email$", _email),
        (r"username$", lambda faker, _: faker.user_name()),
        (r"first_?name$", lambda faker, _: faker.first_name()),
        (r"last_?name$", lambda faker, _: faker.last_name()),
        (r"name$", lambda faker, _: faker.name()),
        (r"slug$", _slug),
        (r"(url|link|website)$", _url),
        (r"time_?zone$", lambda _, random: random.choice(_ZONES)),
        (r"(phone|phone_?number)$", lambda _, random: random.choice(_PHONES)),
        (r"(uu?id|token|secret|key)$", _uuid),
        (r"(At|^start|^end|date|until)$", _instant),
        (r"(language|locale)$", lambda _, __: "en"),
        (r"currency$", lambda _, __: "eur"),
        (r"city$", lambda faker, _: faker.city()),
        (r"country$", lambda faker, _: faker.country()),
        (r"address$", lambda faker, _: faker.street_address()),
        (r"(title|label|subject)$", lambda faker, _: faker.sentence(nb_words=3).rstrip(".")),
        (r"(description|notes?|reason|message|text|bio)$", _sentence),
    )
)


class Strings:
    """Draws strings. One Faker of its own, made when it is first needed."""

    @cached_property
    def _faker(self) -> Faker:
        from faker import Faker  # noqa: PLC0415 (importing it takes a while, and few answers are made up)

        return Faker("en_US", use_weighting=False)

    def seed(self, random: Random) -> None:
        """Tie what follows to the source of chance."""
        self._faker.seed_instance(random.getrandbits(64))

    def word(self, _: Random) -> str:
        return str(self._faker.word())

    def draw(self, folded: Folded, name: str, random: Random) -> str:
        """A string for a property called `name`; it keeps to format, pattern and lengths as far as they agree."""
        for form in folded.all("format"):
            if form in _BY_FORMAT:
                return _BY_FORMAT[form](self._faker, random)
        for pattern in folded.all("pattern"):
            return _maker(pattern)(random)
        make = next((make for expression, make in _BY_NAME if expression.search(name)), None)
        text = make(self._faker, random) if make else self.word(random)
        least, most = folded.first("minLength") or 0, folded.first("maxLength")
        while len(text) < least:
            text += f" {self.word(random)}"
        return text if most is None else text[:most]


@lru_cache(maxsize=256)
def _maker(pattern: str) -> Maker:
    try:
        return matching(pattern)
    except UnsupportedPatternError:
        return lambda _: ""
