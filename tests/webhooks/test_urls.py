from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.webhooks.urls import reason_against

REFUSED = {
    "": "Invalid URL format",
    "example": "Invalid URL format",
    "http://": "Invalid URL format",
    "http://exa mple.com": "Invalid URL format",
    "http://example.com:99999/": "Invalid URL format",
    "http://256.1.1.1": "Invalid URL format",
    "ftp://example.com": "Only HTTP and HTTPS protocols are allowed",
    "data:text/plain,x": "Non-image data URL",
    "http://169.254.169.254/latest": "Blocked hostname",
    "http://169.254.169.253": "Blocked hostname",
    "http://2852039166/": "Blocked hostname",
    "http://0xa9.0376.43518/": "Blocked hostname",
    "https://metadata.google.internal/": "Blocked hostname",
    "https://METADATA.google.com/": "Blocked hostname",
}
TAKEN = [
    "http://localhost:3000/hook",
    "http://127.0.0.1/",
    "http://192.168.1.4:80/x?y=z",
    "http://[::1]/",
    "https://example.com/hook",
    "data:image/png;base64,AAAA",
    "/api/avatar/ada.png",
]


@pytest.mark.behaviour("webhooks", 29)
@pytest.mark.parametrize(("url", "reason"), REFUSED.items())
def test_refused_everywhere(url: str, reason: str) -> None:
    """webhooks.md 10 #29"""
    assert reason_against(url, hosted=False) == reason


@pytest.mark.parametrize("url", TAKEN)
def test_taken_by_a_self_hosted_service(url: str) -> None:
    assert reason_against(url, hosted=False) is None


@pytest.mark.behaviour("webhooks", 31)
@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.com/hook", "Only HTTPS URLs are allowed"),
        ("ftp://example.com", "Only HTTPS URLs are allowed"),
        ("http://169.254.169.254/", "Blocked hostname"),
        ("https://localhost/", "Blocked hostname"),
        ("https://127.0.0.1/", "Blocked hostname"),
        ("https://[::1]/", "Blocked hostname"),
        ("https://0.0.0.0/", "Blocked hostname"),
        ("https://2130706433/", "Blocked hostname"),
        ("https://10.0.0.1/", "Private IP address"),
        ("https://127.0.0.2/", "Private IP address"),
        ("https://169.254.1.1/", "Private IP address"),
        ("https://100.64.0.1/", "Private IP address"),
        ("https://198.18.0.1/", "Private IP address"),
        ("https://[fe80::1]/", "Private IP address"),
        ("https://[::ffff:192.168.0.1]/", "Private IP address"),
        ("https://example.com/", None),
        ("https://8.8.8.8/", None),
        ("https://[::ffff:8.8.8.8]/", None),
    ],
)
def test_hosted_rules(url: str, reason: str | None) -> None:
    """webhooks.md 10 #31"""
    assert reason_against(url, hosted=True) == reason


@given(st.text(), st.booleans())
def test_any_text_gets_an_answer(text: str, hosted: bool) -> None:
    for url in (text, f"http://{text}"):
        reason = reason_against(url, hosted=hosted)
        assert reason is None or reason
