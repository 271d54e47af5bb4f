"""The contract engine in one object: the documents that are served, and everything that is asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emulator.contract import answers, plan
from emulator.contract.document import Document, builtin_documents, load
from emulator.contract.events import Events
from emulator.contract.operation import Operation
from emulator.contract.plan import Accepted
from emulator.contract.router import Match, Router
from emulator.contract.values import ABSENT

if TYPE_CHECKING:
    from emulator.contract.sampler import Sampler

Json = Any


class Engine:
    """Routes, validates, checks and samples. `documents` are the served documents by the path they are served at."""

    def __init__(self, router: Router, seed: int = 0) -> None:
        self.router = router
        self.documents: dict[str, Document] = {
            f"/{'openapi.json' if number == 0 else document.source}": document
            for number, document in enumerate(router.documents)
        }
        self._seed = seed
        self._events = Events(router.documents[0])

    @classmethod
    def of(cls, spec: Path | None = None, seed: int = 0) -> Engine:
        """The engine over a user's document, mended where that is needed, or over the built-in ones.

        Raises `DocumentError`.
        """
        return cls(Router([load(spec, repair=True)]) if spec else _builtin(), seed)

    @cached_property
    def _sampler(self) -> Sampler:
        from emulator.contract.sampler import Sampler  # noqa: PLC0415 - few documents have anything to sample

        return Sampler(self._seed)

    def summary(self) -> dict[str, Json]:
        """What is loaded: the documents, and how many paths and operations they have together."""
        return {
            "documents": [document.source for document in self.router.documents],
            "paths": len(self.router.entries),
            "operations": len(self.router.operations),
        }

    def warm(self) -> None:
        """Load what the first refusal would otherwise wait for: openapi-core, over half a second."""
        for schemas in {id(operation.schemas): operation.schemas for operation in self.router.operations}.values():
            schemas.judge.load()

    def match(self, path: str) -> Match | None:
        """As `Router.match`."""
        return self.router.match(path)

    def accept(self, operation: Operation, raw_path: Sequence[str], query: str, body: Json = ABSENT) -> Accepted:
        """As `plan.accept`."""
        return plan.accept(operation, raw_path, query, body)

    def path_values(self, operation: Operation, raw_path: Sequence[str]) -> dict[str, Json] | None:
        """The converted values of the path's variables, or None where they are not valid."""
        return plan.path_values(operation, raw_path)

    def check(self, operation: Operation, status: int, body: Json = ABSENT) -> list[str]:
        """As `answers.check`."""
        return answers.check(operation, status, body)

    def check_event(self, trigger: str, body: Json) -> list[str]:
        """As `Events.check`."""
        return self._events.check(trigger, body)

    def sample(self, operation: Operation, status: int | None = None) -> Json:
        """As `Sampler.sample`."""
        return self._sampler.sample(operation, status)


@lru_cache(maxsize=1)
def _builtin() -> Router:
    """The shipped documents and what was compiled of them: nobody changes them, so a process reads them once."""
    return Router(builtin_documents())
