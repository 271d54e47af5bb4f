"""The last word: openapi-core over a document's view. Slow and thorough; asked about what the plan does not accept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import jsonschema_rs

from emulator.contract.document import Document
from emulator.contract.formats import FORMATS
from emulator.contract.values import ABSENT
from emulator.contract.view import JSON, document_view

Json = Any


class _Boxed:
    """A parsed value on its way through openapi-core, which expects bytes and asks whether there are any."""

    __slots__ = ("value",)

    def __init__(self, value: Json) -> None:
        self.value = value


@dataclass
class _Parameters:
    """What openapi-core reads of a request's parameters; the document's view has no headers and no cookies."""

    path: Mapping[str, _Boxed]
    query: Mapping[str, _Boxed]
    header: Mapping[str, str] = field(default_factory=dict)
    cookie: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, location: str) -> Mapping[str, Any]:
        place: Mapping[str, Any] = getattr(self, location)
        return place


@dataclass
class _Request:
    parameters: _Parameters
    body: _Boxed | None
    method: str = "post"
    host_url: str = ""
    path: str = "/"
    content_type: str = JSON


@dataclass
class _Response:
    status_code: int
    data: _Boxed | None
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class Judge:
    """openapi-core's verdicts on requests and answers of one document's operations.

    Operations are named by path template and method as they stand in the document. An empty list is an acceptance.
    """

    def __init__(self, document: Document) -> None:
        from jsonschema_path import SchemaPath  # noqa: PLC0415 (openapi-core and its kin take half a second to import)

        self._spec = SchemaPath.from_dict(document_view(document))
        self._requests: dict[tuple[str, str], Any] = {}
        self._responses: dict[tuple[str, str], Any] = {}
        self._bodies: dict[tuple[str, str], Any] = {}

    def load(self) -> None:
        """Import what the first verdict needs."""
        import openapi_core  # noqa: F401, PLC0415

        _schema_validator()

    def refuses(self, path: str, method: str, given: Mapping[str, Json], query: Mapping[str, Json], body: Json) -> bool:
        """Whether `request` would find anything. A wrong body is found at a quarter of the cost."""
        return self._refuses_body(path, method, body) or bool(self.request(path, method, given, query, body))

    def request(
        self, path: str, method: str, given: Mapping[str, Json], query: Mapping[str, Json], body: Json
    ) -> list[str]:
        """What is wrong with a request; `given` are the path's values, `body` may be `ABSENT`."""
        validator = self._requests.get((path, method))
        if validator is None:
            from openapi_core import V31RequestValidator  # noqa: PLC0415

            validator = self._requests[path, method] = self._validator(V31RequestValidator, path, method)
        boxed = _Parameters(_boxes(given), _boxes(query))
        return list(_words(validator.iter_errors(_Request(boxed, None if body is ABSENT else _Boxed(body)))))

    def response(self, path: str, method: str, status: int, body: Json) -> list[str]:
        """What is wrong with an answer; `body` is `ABSENT` where there is none."""
        validator = self._responses.get((path, method))
        if validator is None:
            from openapi_core import V31ResponseValidator  # noqa: PLC0415

            validator = self._responses[path, method] = self._validator(V31ResponseValidator, path, method)
        request = _Request(_Parameters({}, {}), None)
        response = _Response(status, None if body is ABSENT else _Boxed(body))
        return list(_words(validator.iter_errors(request, response)))

    def _refuses_body(self, path: str, method: str, body: Json) -> bool:
        """The step of openapi-core that holds a body against its schema, which it would prepare anew each time."""
        if body is ABSENT:
            return False
        if (path, method) not in self._bodies:
            schema = self._spec / "paths" / path / method / "requestBody" / "content" / JSON / "schema"
            self._bodies[path, method] = (
                _validators().create(self._spec, schema, format_validators=FORMATS) if schema.exists() else None
            )
        step = self._bodies[path, method]
        return step is not None and not step.validator.is_valid(body)

    def _validator(self, kind: Any, path: str, method: str) -> Any:
        return kind(
            self._spec,
            schema_validators_factory=_validators(),
            format_validators=FORMATS,
            extra_media_type_deserializers={JSON: lambda boxed: boxed.value},
            # The operation is known: without this openapi-core would look for it among all paths every time.
            path_finder_cls=partial(_Found, self._spec / "paths" / path, method),
        )


class _Found:
    """Stands in for openapi-core's search for the operation."""

    def __init__(self, item: Any, method: str, spec: Any, base_url: str | None = None) -> None:
        from openapi_core.templating.datatypes import TemplateResult  # noqa: PLC0415
        from openapi_core.templating.paths.datatypes import PathOperationServer  # noqa: PLC0415

        nothing = TemplateResult("", {})
        self._found = PathOperationServer(item, item / method, None, nothing, nothing)

    def find(self, method: str, name: str) -> Any:
        return self._found


def _validators() -> Any:
    from openapi_core.validation.schemas.factories import SchemaValidatorsFactory  # noqa: PLC0415

    return SchemaValidatorsFactory(_schema_validator())


@lru_cache(maxsize=1)
def _schema_validator() -> Any:
    """openapi-core's own schema validator, with the two keywords judged as the plan judges them.

    Python's regular expressions are not ECMA's, and its division of floats is not the plan's.
    """
    from jsonschema.validators import extend  # noqa: PLC0415
    from openapi_schema_validator import OAS31Validator  # noqa: PLC0415

    return extend(
        OAS31Validator,
        {"pattern": partial(_single, "pattern", "string"), "multipleOf": partial(_single, "multipleOf", "number")},
    )


def _single(keyword: str, kind: str, validator: Any, value: Json, instance: Json, _: Any) -> Iterator[Exception]:
    from jsonschema.exceptions import ValidationError  # noqa: PLC0415

    if validator.is_type(instance, kind) and not _keyword(keyword, value).is_valid(instance):
        yield ValidationError(f"{instance!r} does not keep to {keyword} {value!r}")


@lru_cache(maxsize=256)
def _keyword(keyword: str, value: Json) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({keyword: value})


def _boxes(values: Mapping[str, Json]) -> dict[str, _Boxed]:
    return {name: _Boxed(value) for name, value in values.items()}


def _words(errors: Iterable[Exception]) -> Iterator[str]:
    """openapi-core's errors as short sentences, each with the place it is about."""
    from jsonschema.exceptions import best_match  # noqa: PLC0415

    for error in errors:
        name = getattr(error, "name", None)
        place = f"{name}: " if name else ""
        schema_errors = list(getattr(error.__cause__, "schema_errors", ()))
        if not schema_errors:
            yield f"{place}{_short(str(error.__cause__ or error))}"
        for one in schema_errors:
            deepest = best_match([one]) or one
            pointer = "".join(f"/{part}" for part in deepest.absolute_path)
            yield f"{place}{pointer + ': ' if pointer else ''}{_short(deepest.message)}"


def _short(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:200]} … {text[-90:]}"
