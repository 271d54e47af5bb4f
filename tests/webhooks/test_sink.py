from __future__ import annotations

import pytest

from emulator.webhooks.sink import status_of, sunk


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/_emulator/sink",
        "http://localhost:49152/_emulator/sink/",
        "https://anything.example/w/mine/_emulator/sink/billing/hook?token=x",
        " http://[::1]:8000/_emulator/sink#part",
    ],
)
def test_the_path_alone_makes_a_sink(url: str) -> None:
    assert sunk(url, 0) == 200


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/_emulator/sinks",
        "http://127.0.0.1:8000/hook/_emulator/sink",
        "http://127.0.0.1:8000/w/_emulator/sink",
        "http://127.0.0.1:8000/w/a/b/_emulator/sink",
        "http://127.0.0.1:8000/?to=/_emulator/sink",
        "data:image/png,/_emulator/sink",
        "ftp://127.0.0.1/_emulator/sink",
        "http://[/_emulator/sink",
        "/_emulator/sink",
        "",
    ],
)
def test_everything_else_is_somebody(url: str) -> None:
    assert sunk(url, 0) is None


def test_it_answers_attempt_for_attempt_and_stays_with_the_last() -> None:
    url = "http://127.0.0.1:8000/_emulator/sink?status=503,%20410,204"
    assert [sunk(url, tries) for tries in range(5)] == [503, 410, 204, 204, 204]
    assert sunk("http://127.0.0.1:8000/_emulator/sink?status=", 0) == 200


@pytest.mark.parametrize("wanted", ["ok", "100", "600", "20", "503,", "503;200", "2００"])
def test_what_is_no_status_is_no_success(wanted: str) -> None:
    with pytest.raises(ValueError, match="statuses from 200 to 599"):
        status_of(wanted, 0)
    assert sunk(f"http://127.0.0.1:8000/_emulator/sink?status={wanted}", 0) == 400
