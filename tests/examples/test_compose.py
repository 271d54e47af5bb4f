"""The examples do what they say: the app and its test in this process, against a server on loopback."""

from __future__ import annotations

import importlib.util
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from emulator.app import Emulator
from emulator.server import BackgroundServer

EXAMPLES = Path(__file__).parents[2] / "examples"


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def calcom() -> Iterator[BackgroundServer]:
    services = yaml.safe_load((EXAMPLES / "compose/compose.yaml").read_text())["services"]
    with BackgroundServer(Emulator(now=services["calcom"]["environment"]["CALCOM_EMULATOR_NOW"])) as server:
        yield server


def test_the_app_books_and_hears_of_it(calcom: BackgroundServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALCOM_URL", calcom.url)
    monkeypatch.setenv("CALCOM_API_KEY", "cal_test_ada")
    app: Any = loaded(EXAMPLES / "compose/app.py")
    # Its port is known only when it listens, so the subscription is made to wait for it.
    subscriptions = []
    asked, app.calcom = app.calcom, lambda path, body: subscriptions.append((path, body))
    shop = app.serve(0)
    app.calcom = asked
    own = f"http://127.0.0.1:{shop.server_address[1]}"
    threading.Thread(target=shop.serve_forever, args=(0.02,), daemon=True).start()
    try:
        ((path, body),) = subscriptions
        app.calcom(path, {**body, "subscriberUrl": f"{own}/hooks"})
        monkeypatch.setenv("APP_URL", own)
        check: Any = loaded(EXAMPLES / "compose/check.py")
        check.check()
        check.check()
        assert len(shop.RequestHandlerClass.confirmed) == 2
    finally:
        shop.shutdown()
        shop.server_close()


def test_what_the_services_mount_is_there() -> None:
    compose = yaml.safe_load((EXAMPLES / "compose/compose.yaml").read_text())
    for service in compose["services"].values():
        for volume in service.get("volumes", ()):
            assert (EXAMPLES / "compose" / volume.partition(":")[0]).is_file()
    assert (EXAMPLES / "compose" / compose["services"]["calcom"]["build"] / "Dockerfile").is_file()


def test_the_workflow_is_yaml_with_a_service() -> None:
    job = yaml.safe_load((EXAMPLES / "github/workflow.yml").read_text())["jobs"]["test"]
    assert job["services"]["calcom"]["ports"] == ["8000:8000"]
