from __future__ import annotations

import re

from tests.api_client import Api


def test_the_page_names_every_served_document_in_its_world(api: Api) -> None:
    answer = api.get("/docs")
    assert answer.headers["content-type"].startswith("text/html")
    paths = re.findall(r'<option value="([^"]+)">', answer.text)
    assert len(paths) >= 4
    for path in paths:
        assert path.startswith(api.base)
        assert "openapi" in api._client.get(path).json()


def test_its_files_come_from_here(api: Api) -> None:
    page = api.get("/docs/").text
    links = re.findall(r'(?:href|src)="([^"]+\.(?:css|js))"', page)
    assert len(links) == 4
    for link in links:
        assert api._client.get(link).status_code == 200
    assert api.get("/docs/nothing.js").status_code == 404
    assert api.get("/documents").status_code == 404
