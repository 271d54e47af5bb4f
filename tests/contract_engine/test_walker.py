"""What class-validator would say, on small schemas."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract_engine.building import Json, constraints, errors, sentence, taking

STRING = {"type": "string"}


def one(schema: Json, *, required: bool = False) -> Json:
    """A body with one property `p`."""
    return {"type": "object", "properties": {"p": schema}, **({"required": ["p"]} if required else {})}


def found(schema: Json, value: Any) -> Json:
    return constraints(taking(one(schema)), {"p": value})


def missing(schema: Json) -> Json:
    return constraints(taking(one(schema, required=True)), {})


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "string"}, 5, {"isString": "p must be a string"}),
        ({"type": "boolean"}, "x", {"isBoolean": "p must be a boolean value"}),
        ({"type": "integer"}, 1.5, {"isInt": "p must be an integer number"}),
        ({"type": "number"}, "x", {"isNumber": "p must be a number conforming to the specified constraints"}),
        ({"type": "array"}, "x", {"isArray": "p must be an array"}),
        ({"type": "object"}, [], {"isObject": "p must be an object"}),
        ({"type": "string"}, None, {"isString": "p must be a string"}),
        ({"type": "string", "format": "date-time"}, "x", {"isDateString": "p must be a valid ISO 8601 date string"}),
        ({"type": "string", "format": "date-time"}, 5, {"isDateString": "p must be a valid ISO 8601 date string"}),
        ({"type": "string", "format": "time-zone"}, "x", {"isTimeZone": "p must be a valid IANA time-zone"}),
        ({"type": "string", "format": "email"}, "x", {"isEmail": "p must be an email"}),
        ({"type": "string", "format": "uri"}, "x", {"isUrl": "p must be a URL address"}),
        ({"type": "string", "format": "uuid"}, "x", {"isUuid": "p must be a UUID"}),
        ({"type": "string", "format": "phone"}, "x", {"isPhoneNumber": "p must be a valid phone number"}),
        ({"enum": ["a", "b"]}, "x", {"isIn": "p must be one of the following values: a, b"}),
        ({"type": "integer", "enum": [12, 24]}, 5, {"isIn": "p must be one of the following values: 12, 24"}),
        ({"const": True}, False, {"equals": "p must be equal to true"}),
        ({"type": "string", "pattern": "^a$"}, "b", {"matches": "p must match /^a$/ regular expression"}),
        ({"type": "integer", "minimum": 1}, 0, {"min": "p must not be less than 1"}),
        ({"type": "integer", "maximum": 9}, 10, {"max": "p must not be greater than 9"}),
        ({"type": "integer", "multipleOf": 5}, 6, {"isDivisibleBy": "p must be divisible by 5"}),
        ({"type": "string", "minLength": 2}, "a", {"minLength": "p must be longer than or equal to 2 characters"}),
        ({"type": "string", "maxLength": 2}, "abc", {"maxLength": "p must be shorter than or equal to 2 characters"}),
        ({"type": "array", "minItems": 1}, [], {"arrayMinSize": "p must contain at least 1 elements"}),
        ({"type": "array", "maxItems": 1}, [1, 2], {"arrayMaxSize": "p must contain no more than 1 elements"}),
        ({"type": "array", "uniqueItems": True}, [1, 1], {"arrayUnique": "All p's elements must be unique"}),
        ({"type": "array", "contains": {"const": "a"}}, ["b"], {"arrayContains": "p must contain a values"}),
        ({"type": "object", "minProperties": 1}, {}, {"isNotEmptyObject": "p must be a non-empty object"}),
        ({"type": "array", "items": STRING}, ["a", 1, 2], {"isString": "each value in p must be a string"}),
        ({"not": {"type": "string"}}, "x", {"customValidation": "p does not keep to its rule on not"}),
    ],
)
def test_single_rules(schema: Json, value: Any, expected: Json) -> None:
    """bookings.md 1.5 and resources.md 1.4: the default texts of class-validator."""
    assert found(schema, value) == {"p": expected}


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ({"type": "integer", "minimum": 1, "maximum": 9}, ["max", "min", "isInt"]),
        ({"type": "string", "minLength": 1, "maxLength": 9}, ["maxLength", "minLength", "isString"]),
        ({"type": "array", "minItems": 1, "items": STRING}, ["isString", "arrayMinSize", "isArray"]),
        ({"type": ["string", "null"], "format": "email", "minLength": 1}, ["minLength", "isEmail"]),
    ],
)
def test_a_value_of_another_type_breaks_all_the_rules(schema: Json, names: list[str]) -> None:
    assert list(found(schema, {})["p"]) == names
    assert list(missing(schema)["p"]) == names


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (STRING, {"isString": "p must be a string"}),
        ({"anyOf": [STRING, {"type": "null"}]}, {"isString": "p must be a string"}),
        ({"enum": ["a"]}, {"isIn": "p must be one of the following values: a"}),
        ({}, {"isDefined": "p should not be null or undefined"}),
        (one(STRING), {"isDefined": "p should not be null or undefined"}),
        ({"type": "array", "items": one(STRING)}, {"isArray": "p must be an array"}),
        ({**STRING, "x-messages": {"required": "say p"}}, {"isDefined": "say p"}),
        ({**STRING, "x-constraint": {"required": "isNotEmpty"}}, {"isNotEmpty": "p should not be empty"}),
        ({**STRING, "x-validated-by": "handler"}, {"isDefined": "p should not be null or undefined"}),
    ],
)
def test_what_is_missing_breaks_its_own_rules(schema: Json, expected: Json) -> None:
    assert missing(schema) == {"p": expected}


def test_a_property_that_nobody_describes_can_be_missing() -> None:
    body = {"type": "object", "required": ["q"]}
    assert constraints(taking(body), {}) == {"q": {"isDefined": "q should not be null or undefined"}}


def test_nested_problems_are_children_without_empty_constraints() -> None:
    """live.md 4.1 E4: property, children, constraints; inner nodes have no constraints."""
    inner = {"type": "object", "properties": {"id": {"type": "number"}}, "required": ["id"]}
    operation = taking(one({"type": "array", "items": inner}))
    problem = errors(operation, {"p": [{"id": 1}, {}]})[0]
    assert list(problem) == ["property", "children"]
    assert problem["children"] == [
        {
            "property": "1",
            "children": [
                {
                    "property": "id",
                    "children": [],
                    "constraints": {"isNumber": "id must be a number conforming to the specified constraints"},
                }
            ],
        }
    ]
    assert list(problem["children"][0]["children"][0]) == ["property", "children", "constraints"]


def test_an_object_that_is_none() -> None:
    operation = taking(one(one(STRING)))
    for value in ("x", 5, [1]):
        expected = {"p": {"nestedValidation": "nested property p must be either object or array"}}
        assert constraints(operation, {"p": value}) == expected
    assert constraints(operation, {"p": None}) == {"p": {"isDefined": "p should not be null or undefined"}}
    listed = taking(one({"type": "array", "items": one(STRING)}))
    assert constraints(listed, {"p": [{}, 5]}) == {
        "p.1": {"nestedValidation": "each value in nested property p must be either object or array"}
    }


def test_properties_come_in_the_order_of_the_document_and_unknown_ones_first() -> None:
    body = {
        "type": "object",
        "properties": dict.fromkeys(("c", "a", "b"), STRING),
        "required": ["b", "a"],
        "additionalProperties": False,
    }
    operation = taking(body)
    assert [problem["property"] for problem in errors(operation, {"z": 1, "c": 1, "y": 1})] == ["z", "y", "c", "a", "b"]
    assert constraints(operation, {"z": 1, "a": "", "b": ""}) == {
        "z": {"whitelistValidation": "property z should not exist"}
    }


def test_texts_and_names_of_the_schema() -> None:
    schema = {
        "type": "array",
        "minItems": 2,
        "maxItems": 3,
        "items": {"enum": ["a"], "x-messages": {"*": "only a"}, "x-constraint": {"enum": "isEnum"}},
        "x-messages": {"minItems": "at least {minItems}, not {more}", "type": "a list please"},
        "x-constraint": {"minItems": "arrayNotEmpty", "maxItems": "few"},
    }
    assert found(schema, []) == {"p": {"arrayNotEmpty": "at least 2, not {more}"}}
    assert found(schema, ["a"] * 4) == {"p": {"few": "p must contain no more than 3 elements"}}
    assert found(schema, ["a", "b"]) == {"p": {"isEnum": "only a"}}
    assert found(schema, 5)["p"]["isArray"] == "a list please"


def test_a_text_for_whatever_fails() -> None:
    metadata = {
        "type": "object",
        "maxProperties": 2,
        "propertyNames": {"maxLength": 3},
        "additionalProperties": {"maxLength": 4},
        "x-messages": {"*": "{maxProperties} keys of {propertyNames.maxLength}", "type": "an object"},
        "x-constraint": {"*": "isMetadata"},
    }
    for value in ({"a": 1, "b": 2, "c": 3}, {"long key": 1}, {"a": "long value"}):
        assert found(metadata, value) == {"p": {"isMetadata": "2 keys of 3"}}
    assert found(metadata, 5) == {"p": {"isObject": "an object"}}
    inner = {**one(STRING), "x-messages": {"*": "all wrong"}}
    assert found(inner, {"p": 5}) == {"p": {"customValidation": "all wrong"}}
    assert found({**STRING, "format": "email", "x-messages": {"*": "bad"}}, "x") == {"p": {"isEmail": "bad"}}


def test_the_outer_text_wins() -> None:
    schemas = {"Inner": {**STRING, "format": "email", "x-messages": {"format": "inner"}}}
    reference = {"$ref": "#/components/schemas/Inner"}
    for schema in (
        {**reference, "x-messages": {"format": "outer"}},
        {"allOf": [reference], "x-messages": {"format": "outer"}},
    ):
        assert constraints(taking(one(schema), schemas), {"p": "x"}) == {"p": {"isEmail": "outer"}}
    assert constraints(taking(one(reference), schemas), {"p": "x"}) == {"p": {"isEmail": "inner"}}


GROUPS = {
    "type": "object",
    "properties": {"id": {"type": ["integer", "null"]}, "slug": STRING, "user": STRING},
    "x-require-any": [
        {"property": "id or slug + user", "groups": [["id"], ["slug", "user"]], "message": "one of them"}
    ],
    "not": {"properties": {"id": {"enum": [None]}, "slug": {"enum": [""]}}},
}


@pytest.mark.parametrize("body", [{}, {"id": None}, {"slug": ""}])
def test_one_group_of_properties_must_be_there(body: Json) -> None:
    expected = {"id or slug + user": {"customValidation": "one of them"}}
    assert constraints(taking(GROUPS), body) == expected


def kind(name: str, **properties: Json) -> Json:
    return {
        "type": "object",
        "properties": {"type": {"const": name}, **properties},
        "required": ["type", *properties],
        "additionalProperties": False,
    }


KINDS = {"link": kind("link", url=STRING), "phone": kind("phone", number={"type": "string", "minLength": 1})}
REFERENCES = {name: f"#/components/schemas/{name}" for name in KINDS}


def place(**selector: Json) -> Json:
    union = [{"$ref": reference} for reference in REFERENCES.values()]
    return {"oneOf": union, "x-selected-by": {"property": "type", "mapping": REFERENCES, **selector}}


def test_a_union_is_worded_by_the_branch_its_tag_names() -> None:
    operation = taking(one({"anyOf": [place(), {"type": "null"}]}), KINDS)
    assert constraints(operation, {"p": {"type": "link", "number": "1"}}) == {
        "p.number": {"whitelistValidation": "property number should not exist"},
        "p.url": {"isString": "url must be a string"},
    }
    tags = {"p.type": {"isIn": "type must be one of the following values: link, phone"}}
    assert constraints(operation, {"p": {"type": "x"}}) == tags
    assert constraints(operation, {"p": {"type": []}}) == tags
    assert constraints(operation, {"p": {}}) == tags
    nested = {"p": {"nestedValidation": "nested property p must be either object or array"}}
    assert constraints(operation, {"p": 5}) == nested


def test_a_union_may_have_texts_of_its_own() -> None:
    texts = {"missing": "no type", "unknown": "no {value}", "invalid": "bad {value}: {messages}"}
    operation = taking(one({**place(messages=texts), "x-constraint": {"oneOf": "isPlace"}}), KINDS)
    assert constraints(operation, {"p": {}}) == {"p": {"isPlace": "no type"}}
    assert constraints(operation, {"p": "x"}) == {"p": {"isPlace": "no type"}}
    assert constraints(operation, {"p": {"type": "x"}}) == {"p": {"isPlace": "no x"}}
    expected = "bad phone: number must be longer than or equal to 1 characters"
    assert constraints(operation, {"p": {"type": "phone", "number": ""}}) == {"p": {"isPlace": expected}}


def test_a_union_is_worded_by_the_branch_its_key_names() -> None:
    branches = [
        {**one({"type": "integer"}, required=True), "not": {"required": ["key"]}},
        {"type": "object", "properties": {"key": {"type": "integer"}, "q": STRING}, "required": ["key", "q"]},
    ]
    operation = taking({"oneOf": branches, "x-selected-by": {"key": "key"}})
    assert constraints(operation, {"p": "x"}) == {"p": {"isInt": "p must be an integer number"}}
    assert constraints(operation, {"p": "x", "key": "y"}) == {
        "key": {"isInt": "key must be an integer number"},
        "q": {"isString": "q must be a string"},
    }


def test_a_union_without_a_selector_is_worded_by_the_branch_that_fits_best() -> None:
    schema = {
        "oneOf": [{"type": "array", "items": STRING}, one({"type": "integer"}), {"type": "string", "minLength": 2}]
    }
    assert found(schema, {"p": "x"}) == {"p.p": {"isInt": "p must be an integer number"}}
    assert found(schema, "x") == {"p": {"minLength": "p must be longer than or equal to 2 characters"}}
    assert found(schema, True) == {
        "p": {"isString": "each value in p must be a string", "isArray": "p must be an array"}
    }
    twice = {"oneOf": [{"type": "string"}, {"minLength": 1}]}
    assert found(twice, "x") == {"p": {"customValidation": "p does not keep to its rule on oneOf"}}
    assert found({**schema, "x-messages": {"oneOf": "choose"}}, True) == {"p": {"customValidation": "choose"}}


def test_conditions_use_the_words_of_the_properties_around_them() -> None:
    schema = {
        "type": "object",
        "properties": {"off": {"type": "boolean"}, "count": {"type": "integer", "minimum": 1}},
        "if": {"properties": {"off": {"const": False}}},
        "then": {"required": ["count"]},
        "else": {"properties": {"count": {"maximum": 5}}},
    }
    assert found(schema, {"off": False}) == {
        "p.count": {"min": "count must not be less than 1", "isInt": "count must be an integer number"}
    }
    assert found(schema, {"off": True, "count": 9}) == {"p.count": {"max": "count must not be greater than 5"}}


def test_rules_of_a_handler_are_passed_over() -> None:
    body = {"type": "object", "properties": {"a": {**STRING, "x-validated-by": "handler"}, "b": STRING}}
    operation = taking(body)
    assert constraints(operation, {"a": 5, "b": 5}) == {"b": {"isString": "b must be a string"}}


def test_rules_about_the_body_itself_are_not_lost() -> None:
    operation = taking({"type": "object", "minProperties": 2, "additionalProperties": STRING})
    assert constraints(operation, {"a": 1}) == {
        "a": {"isString": "a must be a string"},
        "body": {"isNotEmptyObject": "body must be a non-empty object"},
    }


def test_the_sentence() -> None:
    """bookings.md 1.5: no blank after the comma, one at the end, nothing between them where only children are wrong."""
    attendee = {"type": "object", "properties": {"name": STRING, "email": {**STRING, "format": "email"}}}
    body = {
        "type": "object",
        "properties": {
            "start": {**STRING, "format": "date-time"},
            "attendee": attendee,
            "count": {"type": "integer", "minimum": 1},
        },
        "required": ["start"],
        "additionalProperties": False,
    }
    operation = taking(body, **{"x-error-style": "sentence"})
    assert sentence(operation, {"count": 1}) == "start property is wrong,start must be a valid ISO 8601 date string "
    assert (
        sentence(operation, {"start": "2030-01-01", "attendee": {"name": 1, "email": "x"}, "count": 0.5})
        == "attendee property is wrong, name property is wrong,name must be a string , "
        "email property is wrong,email must be an email , "
        "count property is wrong,count must not be less than 1, count must be an integer number "
    )
    assert (
        sentence(operation, {"start": "2030-01-01", "foo": 1}) == "foo property is wrong,property foo should not exist "
    )
