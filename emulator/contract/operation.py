"""Operations: what a document says about one path, method and set of versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from emulator.contract.document import Document
from emulator.contract.reader import Convert, QueryReader, converter
from emulator.contract.schemas import Check, Schemas
from emulator.contract.strip import Strip
from emulator.contract.traverse import METHODS, Schema
from emulator.contract.view import content_schema, parameter_schema, parameters

Json = Any
Demand = Literal["required", "optional", "none"]
Style = Literal["list", "sentence"]

_CREDENTIALS: Final = ("authorization", "x-cal-secret-key", "x-cal-client-id")


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A limit of an operation's own: `limit` calls in `seconds`, counted under `name`."""

    name: str
    limit: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path or query parameter. `schema` is the document's own object."""

    name: str
    place: Literal["path", "query"]
    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class Body:
    """The body that an operation takes."""

    required: bool
    schema: Schema


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation of one document. All but what finds it is read from the document on first use and kept.

    `path` is the document's template; `versions` are the header values it answers to, None for all. `raw` is what the
    document says about it, `item` what it says about the path.
    """

    id: str
    method: str
    path: str
    versions: frozenset[str] | None
    error_style: Style
    raw: Mapping[str, Json] = field(repr=False)
    item: Mapping[str, Json] = field(repr=False)
    schemas: Schemas = field(repr=False)

    @cached_property
    def path_names(self) -> tuple[str, ...]:
        """The variables of the path, in order."""
        return tuple(part[1:-1] for part in self.path.split("/") if part.startswith("{") and part.endswith("}"))

    @cached_property
    def demand(self) -> Demand:
        """Who may call: by `security`, or in a document without security schemes by the headers it describes."""
        security = self.raw.get("security", self.document.raw.get("security"))
        if security is not None:
            return "none" if not security else "optional" if {} in security else "required"
        headers = {one["name"].lower(): one for one in self._described if one["in"] == "header"}
        credentials = [headers[name] for name in _CREDENTIALS if name in headers]
        if not credentials:
            return "none"
        return "required" if any(one.get("required") for one in credentials) else "optional"

    @cached_property
    def rate_limit(self) -> RateLimit | None:
        limit = self.raw.get("x-rate-limit")
        return RateLimit(**limit) if limit else None

    @cached_property
    def success_status(self) -> int:
        """The lowest status that is no error."""
        statuses = sorted(int(key) for key in map(str, self.raw["responses"]) if key.isdecimal() and key < "4")
        return statuses[0] if statuses else 200

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(
            Parameter(one["name"], one["in"], bool(one.get("required")), parameter_schema(one))
            for one in self._described
            if one["in"] in ("path", "query")
        )

    @cached_property
    def _described(self) -> list[dict[str, Json]]:
        return parameters(self.document, self.item, self.raw)

    @cached_property
    def body(self) -> Body | None:
        if "requestBody" not in self.raw:
            return None
        body = self.document.resolve(self.raw["requestBody"])
        return Body(bool(body.get("required")), content_schema(body) or {})

    @cached_property
    def responses(self) -> Mapping[str, Schema | None]:
        """By status (or `default`, `4XX`): the schema of the answer, None for an answer without content."""
        answers: Mapping[str, Json] = self.raw["responses"]
        return {str(status): content_schema(self.document.resolve(node)) for status, node in answers.items()}

    @property
    def forbids_unknown_query(self) -> bool:
        return self.raw.get("x-unknown-query") == "forbid"

    @cached_property
    def permissions(self) -> Sequence[str]:
        """What a platform client must have been given to call this."""
        permissions: Sequence[str] = self.raw.get("x-client-permissions", ())
        return permissions

    @cached_property
    def scopes(self) -> Sequence[str] | None:
        """What a third party's token must have; None where the document says nothing about scopes."""
        scopes: Sequence[str] | None = self.raw.get("x-oauth2-scopes")
        return scopes

    @cached_property
    def takes_forms(self) -> bool:
        """Whether the body may be a form as well."""
        return "application/x-www-form-urlencoded" in self.raw.get("requestBody", {}).get("content", {})

    @cached_property
    def success_headers(self) -> list[tuple[bytes, bytes]]:
        """Headers that every success carries with one and the same value, as an ASGI server wants them."""
        answer = self.document.resolve(self.raw["responses"].get(str(self.success_status), {}))
        return [
            (name.lower().encode(), str(header["schema"]["const"]).encode())
            for name, header in answer.get("headers", {}).items()
            if "const" in header.get("schema", {})
        ]

    @property
    def document(self) -> Document:
        return self.schemas.document

    @cached_property
    def given(self) -> dict[str, Json]:
        """The path's values, described as one object."""
        return _object_of([one for one in self.parameters if one.place == "path"])

    @cached_property
    def query(self) -> dict[str, Json]:
        """The query's values, described as one object."""
        return _object_of([one for one in self.parameters if one.place == "query"])

    @cached_property
    def given_check(self) -> Check:
        return self.schemas.check(self.given)

    @cached_property
    def query_check(self) -> Check:
        return self.schemas.check(self.query)

    @cached_property
    def query_reader(self) -> QueryReader:
        return QueryReader(self.schemas, self.query["properties"])

    @cached_property
    def query_defaults(self) -> dict[str, Json]:
        """What a query says that leaves everything out."""
        folded = {name: self.schemas.fold(schema) for name, schema in self.query["properties"].items()}
        return {name: one.first("default") for name, one in folded.items() if any(map(_has_default, one.parts))}

    @cached_property
    def path_readers(self) -> tuple[Convert, ...]:
        """How the path's variables are read, in their order; an undescribed one is text."""
        schemas: dict[str, Schema] = self.given["properties"]
        return tuple(converter(self.schemas, schemas.get(name, {"type": "string"})) for name in self.path_names)

    @cached_property
    def body_check(self) -> Check:
        return self.schemas.check(self.body.schema if self.body else {})

    @cached_property
    def body_strip(self) -> Strip | None:
        return self.schemas.strip(self.body.schema) if self.body else None

    @cached_property
    def takes_anything(self) -> bool:
        """Whether the body may be something else than an object."""
        types = self.schemas.fold(self.body.schema).types if self.body else None
        return types is not None and "object" not in types

    @cached_property
    def answers(self) -> dict[int, tuple[str, Check | None]]:
        """By status: the key of `responses` for it, and a check of the body (None: no body). Filled by `answers.py`."""
        return {}

    def response_key(self, status: int) -> str | None:
        """The key of `responses` for a status, or None when the document does not foresee it."""
        keys = (str(status), f"{status // 100}XX", f"{status // 100}xx", "default")
        return next((key for key in keys if key in self.responses), None)


def _has_default(part: Mapping[str, Json]) -> bool:
    return "default" in part


def _object_of(described: list[Parameter]) -> dict[str, Json]:
    return {
        "type": "object",
        "properties": {one.name: one.schema for one in described},
        "required": [one.name for one in described if one.required],
    }


def operations(document: Document) -> list[Operation]:
    """All operations of a document, in its order. Raises `DocumentError`."""
    schemas = Schemas(document)
    found = []
    for path, node in document.raw["paths"].items():
        item = document.resolve(node)
        found += [_operation(schemas, path, method, item) for method in METHODS if method in item]
    return found


def _operation(schemas: Schemas, path: str, method: str, item: Mapping[str, Json]) -> Operation:
    raw = item[method]
    versions = raw.get("x-cal-api-versions")
    style: Style = raw.get("x-error-style", "list")
    if style not in ("list", "sentence"):
        where = f"#/paths/{path}/{method}/x-error-style"
        raise schemas.document.error(where, f"{style!r} is no error style", "Write `list` or `sentence`.")
    return Operation(
        id=raw.get("operationId") or f"{method}{path}",
        method=method.upper(),
        path=path,
        versions=None if versions is None else frozenset(map(str, versions)),
        error_style=style,
        raw=raw,
        item=item,
        schemas=schemas,
    )
