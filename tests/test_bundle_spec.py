"""The bundler loses nothing silently: every defect of the YAML files is an error that names its place."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent

ROOT = """
openapi: 3.1.0
info: {title: t, version: "1"}
x-files: ["*.yaml"]
x-response-headers: {X-Id: {$ref: "#/components/headers/Id"}}
"""
PART = """
components:
  headers:
    Id: {schema: {type: string}}
  schemas:
    Thing: {type: object, properties: {at: {enum: [no, 2024-08-13, 09:00]}, count: {enum: [1, -2, 1.5, true, null]}}}
    Other: {type: object, x-base: &base {a: 1, b: 1}, x-more: {<<: *base, b: 2}}
paths:
  /things:
    get:
      operationId: list
      responses:
        200:
          description: The things.
          headers: {X-Own: {schema: {type: integer}}}
          content:
            application/json: {schema: {$ref: "#/components/schemas/Thing"}}
            text/plain: {schema: {$ref: "#/components/schemas/Other"}}
"""
LEGACY_ROOT = ROOT.replace('"*.yaml"', '"*.yaml", "../thing.yaml"')


@pytest.fixture(scope="module")
def bundler() -> ModuleType:
    specification = importlib.util.spec_from_file_location("bundle_spec", REPOSITORY / "scripts" / "bundle_spec.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    (tmp_path / "legacy").mkdir()
    (tmp_path / "openapi.yaml").write_text(ROOT)
    (tmp_path / "legacy" / "openapi.yaml").write_text(LEGACY_ROOT)
    (tmp_path / "thing.yaml").write_text(PART)
    for empty in ("control", "newest"):
        (tmp_path / empty).mkdir()
        (tmp_path / empty / "openapi.yaml").write_text('openapi: 3.1.0\ninfo: {title: t, version: "1"}\nx-files: []\n')
    return tmp_path


def test_bundles_are_written_and_found_in_step(bundler: ModuleType, spec: Path) -> None:
    arguments = ["--spec", str(spec)]
    assert bundler.main([*arguments, "--check"]) == 1
    assert bundler.main(arguments) == 0
    assert bundler.main([*arguments, "--check"]) == 0
    document = json.loads((spec / "openapi.json").read_text())
    response = document["paths"]["/things"]["get"]["responses"]["200"]
    assert sorted(response["headers"]) == ["X-Id", "X-Own"]
    assert not {"x-files", "x-response-headers"} & document.keys()
    assert document["paths"] == json.loads((spec / "openapi-2024-04-15.json").read_text())["paths"]


def test_scalars_are_read_as_json_would(bundler: ModuleType, spec: Path) -> None:
    bundler.main(["--spec", str(spec)])
    properties = json.loads((spec / "openapi.json").read_text())["components"]["schemas"]["Thing"]["properties"]
    assert properties["at"]["enum"] == ["no", "2024-08-13", "09:00"]
    assert properties["count"]["enum"] == [1, -2, 1.5, True, None]


def test_a_mapping_can_take_over_another(bundler: ModuleType, spec: Path) -> None:
    bundler.main(["--spec", str(spec)])
    other = json.loads((spec / "openapi.json").read_text())["components"]["schemas"]["Other"]
    assert (other["x-base"], other["x-more"]) == ({"a": 1, "b": 1}, {"a": 1, "b": 2})


def test_check_names_the_bundle_that_is_out_of_step(
    bundler: ModuleType, spec: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundler.main(["--spec", str(spec)])
    (spec / "openapi.json").write_text("{}")
    assert bundler.main(["--spec", str(spec), "--check"]) == 1
    error = capsys.readouterr().err
    assert "openapi.json is out of step" in error
    assert "2024-04-15" not in error
    assert (spec / "openapi.json").read_text() == "{}"


@pytest.mark.parametrize(
    ("part", "complaint"),
    [
        ("components: {schemas: {Thing: {type: object}}}", "component schemas/Thing is defined twice"),
        ("components: {schemas: {Lonely: {type: object}}}", "#/components/schemas/Lonely is used nowhere"),
        ("components: {schemas: {A: {$ref: '#/components/schemas/A'}}}", "#/components/schemas/A is used nowhere"),
        ("webhooks: {sent: {post: {requestBody: {$ref: '#/components/requestBodies/B'}}}}", "defined nowhere"),
        ("paths: {/a: {get: {operationId: a, security: [{Nobody: []}], responses: {}}}}", "securitySchemes/Nobody"),
        ("paths: {/things: {get: {operationId: other, responses: {}}}}", "get /things is defined twice"),
        ("paths: {/a: {get: {operationId: list, responses: {}}}}", "operationId 'list' is missing or taken"),
        ("paths: {/a: {get: {responses: {}}}}", "operationId None is missing or taken"),
        ("paths: {/a: {get: {operationId: a, responses: {200: {$ref: 'other.yaml#/X'}}}}}", "does not begin with"),
        ("schemas: {}", "unknown top-level keys ['schemas']"),
        ("paths: {}\npaths: {}", "key 'paths' twice in one mapping"),
        ("- paths", "not a mapping"),
        ("paths: [", "expected the node content"),
    ],
)
def test_defects_are_errors(
    bundler: ModuleType, spec: Path, part: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (spec / "zz.yaml").write_text(part)
    assert bundler.main(["--spec", str(spec)]) == 1
    assert complaint in capsys.readouterr().err


def test_tags_paths_and_webhooks_of_several_files_meet(bundler: ModuleType, spec: Path) -> None:
    (spec / "zz.yaml").write_text(
        "tags: [{name: Things}]\nwebhooks: {sent: {post: {requestBody: {}}}}\n"
        "paths: {/things: {post: {operationId: make, responses: {}}}}"
    )
    assert bundler.main(["--spec", str(spec)]) == 0
    document = json.loads((spec / "openapi.json").read_text())
    assert sorted(document["paths"]["/things"]) == ["get", "post"]
    assert document["tags"] == [{"name": "Things"}]
    assert list(document["webhooks"]) == ["sent"]


def test_a_component_one_generation_uses_is_left_out_of_the_other(bundler: ModuleType, spec: Path) -> None:
    (spec / "legacy" / "old.yaml").write_text(
        "components: {schemas: {Old: {type: string}}}\n"
        "paths: {/old: {get: {operationId: old, responses: {200: {description: d, content: {application/json: "
        "{schema: {$ref: '#/components/schemas/Old'}}}}}}}}"
    )
    assert bundler.main(["--spec", str(spec)]) == 0
    assert "Old" not in json.loads((spec / "openapi.json").read_text())["components"]["schemas"]
    assert "Old" in json.loads((spec / "openapi-2024-04-15.json").read_text())["components"]["schemas"]


def test_the_repository_bundles_are_in_step(bundler: ModuleType) -> None:
    assert bundler.main(["--check"]) == 0
