"""Looking at the inspector's pages and pressing its buttons, over HTTP."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.api_client import Api


def page(api: Api, path: str = "", status: int = 200) -> str:
    answer = api.get(f"/_emulator/{path}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    return unescape(re.sub(r"\s+", " ", answer.text))


def act(api: Api, path: str, /, **fields: Any) -> str:
    """What an action says has been done, or what is wrong with it."""
    answer = api("POST", f"/_emulator/ui/{path}", data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    where = answer.headers["location"]
    shown = api._client.get(where)
    assert shown.status_code == 200
    (notice,) = re.findall(r'<p class="notice \w+" role="\w+">(.*?)</p>', shown.text)
    said = unescape(re.sub(r"<.*?>", "", notice))
    return f"{where.partition('?')[0].removeprefix(f'{api.base}/_emulator')} {said}"
