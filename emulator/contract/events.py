"""Does the body of an event keep to the document that describes it?"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import jsonschema_rs

from emulator.contract.document import Document, builtin_documents
from emulator.contract.schemas import Check, Schemas

Json = Any

MOST_SENTENCES: Final = 5
LONGEST: Final = 300


class Events:
    """The OpenAPI `webhooks` of a document, or of our own where that describes none; compiled when first needed."""

    def __init__(self, document: Document | None = None) -> None:
        self._given = document
        self._checks: dict[str, Check] = {}

    def check(self, trigger: str, body: Json) -> list[str]:
        """What is wrong with the body, in sentences; empty when nothing is. A trigger must be described."""
        is_valid = self._checks.get(trigger)
        if is_valid is None:
            schema = self._schema(trigger)
            if schema is None:
                return [f"{trigger} is not described"]
            is_valid = self._checks[trigger] = self._schemas.check(schema)
        return [] if is_valid(body) else self._complaints(trigger, body)

    @cached_property
    def _schemas(self) -> Schemas:
        return Schemas(self._document)

    @cached_property
    def _document(self) -> Document:
        given = self._given
        return given if given is not None and given.raw.get("webhooks") else builtin_documents()[0]

    def _schema(self, trigger: str) -> Json:
        item = self._document.raw.get("webhooks", {}).get(trigger)
        return None if item is None else item["post"]["requestBody"]["content"]["application/json"]["schema"]

    def _complaints(self, trigger: str, body: Json) -> list[str]:
        """The slow way, which can say what is wrong."""
        whole = {**self._schema(trigger), "components": self._document.raw["components"]}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=False)
        errors = list(validator.iter_errors(body))
        # Where something else is wrong every key beside it counts as unknown, which tells nobody anything.
        telling = [error for error in errors if not error.message.startswith("Unevaluated")] or errors
        return [_sentence(error) for error in telling[:MOST_SENTENCES]] or [
            "the body is not what the document describes"
        ]


def _sentence(error: jsonschema_rs.ValidationError) -> str:
    where = "/".join(map(str, error.instance_path))
    return f"/{where}: {error.message[:LONGEST]}"
