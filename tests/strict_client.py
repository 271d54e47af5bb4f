"""A client whose types are generated from an OpenAPI document, and which takes nothing that they do not foresee.

Objects that the document closes become models that forbid further keys; the others keep what they do not know. Numbers,
strings and booleans are not converted. A union is decoded by the first member that fits.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError, create_model

SPEC = Path(__file__).resolve().parent.parent / "spec"
SCALARS: dict[str, Any] = {"string": str, "integer": int, "number": int | float, "boolean": bool, "null": None}

__all__ = ["StrictClient", "ValidationError"]


class StrictClient:
    """Decodes the answers of one generation, named by its file in `spec/`."""

    def __init__(self, document: str) -> None:
        self._document = json.loads((SPEC / document).read_text(encoding="utf-8"))
        self._named: dict[str, Any] = {}
        self._count = 0

    @classmethod
    @cache
    def of(cls, document: str = "openapi.json") -> StrictClient:
        return cls(document)

    def decode(self, method: str, path: str, status: int, body: Any) -> Any:
        """What the answer says, read back out of the decoded objects; raises `ValidationError`.

        `path` is the template in the document.
        """
        responses = self._document["paths"][path][method.lower()]["responses"]
        response = self._resolved(responses[str(status)])
        model = RootModel[self._type(response["content"]["application/json"]["schema"])]  # type: ignore[misc,valid-type]
        return model.model_validate(body, strict=True).model_dump(by_alias=True, exclude_unset=True)

    def _resolved(self, node: Any) -> Any:
        while "$ref" in node:
            kind, name = node["$ref"].removeprefix("#/components/").split("/")
            node = self._document["components"][kind][name]
        return node

    def _type(self, schema: Any) -> Any:
        if "$ref" in schema:
            name = schema["$ref"]
            if name not in self._named:
                self._named[name] = Any  # inside itself; one level is read strictly
                self._named[name] = self._type(self._resolved(schema))
            return self._named[name]
        if "const" in schema:
            return Literal[schema["const"]]
        if "enum" in schema:
            return Literal[tuple(schema["enum"])]
        for union in ("anyOf", "oneOf"):
            if union in schema:
                members = tuple(self._type(member) for member in schema[union])
                return Union[members]  # noqa: UP007 - the members are known at run time only
        if "allOf" in schema:
            return self._type(self._merged(schema))
        types = schema.get("type", [])
        kinds = [self._one(kind, schema) for kind in ([types] if isinstance(types, str) else types)]
        return Union[tuple(kinds)] if kinds else Any  # noqa: UP007

    def _one(self, kind: str, schema: Any) -> Any:
        if kind == "array":
            return list[self._type(schema.get("items", {}))]  # type: ignore[misc]
        if kind == "object":
            return self._object(schema)
        if kind == "string" and "pattern" in schema:
            return Annotated[str, Field(pattern=re.compile(schema["pattern"]))]
        return SCALARS[kind]

    def _merged(self, schema: Any) -> Any:
        whole: dict[str, Any] = {"properties": {}, "required": []}
        for part in (*schema["allOf"], {key: value for key, value in schema.items() if key != "allOf"}):
            resolved = self._resolved(part)
            resolved = self._merged(resolved) if "allOf" in resolved else resolved
            whole["properties"] |= resolved.get("properties", {})
            whole["required"] += resolved.get("required", [])
            whole |= {key: value for key, value in resolved.items() if key not in ("properties", "required")}
        return whole

    def _object(self, schema: Any) -> Any:
        properties, extra = schema.get("properties"), schema.get("additionalProperties")
        if not properties and not schema.get("required"):
            values = self._type(extra) if isinstance(extra, dict) else Any
            return dict[str, values]  # type: ignore[valid-type]
        required = set(schema.get("required", ()))
        fields: dict[str, Any] = {}
        for number, (name, inner) in enumerate((properties or {}).items()):
            default = ... if name in required else None
            # Attribute names of our own: a property may be called like a method of the model.
            fields[f"field_{number}"] = (self._type(inner), Field(default, alias=name))
        self._count += 1
        config = ConfigDict(extra="forbid" if extra is False else "allow", strict=True)
        return create_model(f"Model{self._count}", __base__=_model(config), **fields)


def _model(config: ConfigDict) -> type[BaseModel]:
    class Base(BaseModel):
        model_config = config

    return Base
