"""The schemas of one document, compiled when they are first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs

from emulator.contract.document import Document
from emulator.contract.fold import Folded, fold
from emulator.contract.formats import FORMATS
from emulator.contract.strip import Strip, Stripper
from emulator.contract.traverse import Schema
from emulator.contract.view import component_schemas, schema_view

if TYPE_CHECKING:
    from emulator.contract.verdict import Judge

Json = Any
Check = Callable[[Any], bool]

_BASE: Final = "urn:document"


class Schemas:
    """Compiled forms of a document's schemas, each made once.

    Schemas are known by identity: hand in the very objects of the document, or objects that live as long as this does.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self._checks: dict[int, Check] = {}
        self._rules: dict[tuple[int, str], Check] = {}
        self._folds: dict[int, Folded] = {}
        self._kept: list[Schema] = []

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        contents = {"components": {"schemas": component_schemas(self.document, _BASE)}}
        return jsonschema_rs.Registry([(_BASE, contents)], draft=jsonschema_rs.Draft202012)

    @cached_property
    def judge(self) -> Judge:
        """openapi-core over this document. Making it imports openapi-core, which takes most of a second."""
        from emulator.contract.verdict import Judge  # noqa: PLC0415 - only what the plan does not accept needs it

        return Judge(self.document)

    @cached_property
    def _stripper(self) -> Stripper:
        return Stripper(self)

    def check(self, schema: Schema) -> Check:
        """A function that says whether a value is valid: exact where it accepts. Raises `DocumentError`."""
        check = self._checks.get(id(schema))
        if check is None:
            check = self._checks[id(schema)] = self._compile(schema)
            self._kept.append(schema)
        return check

    def rule(self, schema: dict[str, Json], keyword: str) -> Check:
        """A check of a single keyword of a schema."""
        check = self._rules.get((id(schema), keyword))
        if check is None:
            check = self._rules[id(schema), keyword] = self._compile({keyword: schema[keyword]})
            self._kept.append(schema)
        return check

    def _compile(self, schema: Schema) -> Check:
        view = schema_view(schema, _BASE)
        if view == {}:
            return _anything
        try:
            validator = jsonschema_rs.Draft202012Validator(
                view, formats=FORMATS, validate_formats=True, registry=self._registry
            )
        except (ValueError, jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            problem = f"a schema cannot be compiled: {error}"
            raise self.document.error("", problem, "Correct the schema.") from None
        return validator.is_valid

    def fold(self, schema: Schema) -> Folded:
        """The schema with its references and `allOf`s followed."""
        folded = self._folds.get(id(schema))
        if folded is None:
            folded = self._folds[id(schema)] = fold(self.document, schema)
            self._kept.append(schema)
        return folded

    def strip(self, schema: Schema) -> Strip | None:
        """A function that leaves out what the schema does not know of a valid value; None when nothing can be."""
        return self._stripper.strip(schema)


def _anything(_: Any) -> bool:
    return True
