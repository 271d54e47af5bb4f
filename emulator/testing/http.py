"""A JSON client of the control plane, small enough to come without a dependency."""

from __future__ import annotations

import http.client
import json
from typing import Any
from urllib.parse import quote, urlsplit


class ControlPlaneError(AssertionError):
    """The control plane refused; the message holds its explanation and hint."""


class ControlPlane:
    """Requests below one world's `/_emulator`, over one connection that is opened when needed and then kept."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._prefix = f"{parts.path.rstrip('/')}/_emulator"
        self._connection = http.client.HTTPConnection(parts.hostname or "127.0.0.1", parts.port or 80, timeout=60)

    def get(self, path: str, **query: str) -> Any:
        text = "&".join(f"{quote(name)}={quote(str(value), safe='')}" for name, value in query.items())
        return self._send("GET", f"{path}?{text}" if text else path, None)

    def post(self, path: str, body: Any = None) -> Any:
        return self._send("POST", path, body)

    def put(self, path: str, body: Any = None) -> Any:
        return self._send("PUT", path, body)

    def patch(self, path: str, body: Any) -> Any:
        return self._send("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self._send("DELETE", path, None)

    def close(self) -> None:
        self._connection.close()

    def _send(self, method: str, path: str, body: Any) -> Any:
        content = None if body is None else json.dumps(body, default=str).encode()
        headers = {"content-type": "application/json"} if content is not None else {}
        try:
            self._connection.request(method, self._prefix + path, content, headers)
            answer = self._connection.getresponse()
        except (http.client.NotConnected, http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            # A kept connection that the server closed meanwhile: the request never arrived, so send it once more.
            self._connection.close()
            self._connection.request(method, self._prefix + path, content, headers)
            answer = self._connection.getresponse()
        data = json.loads(answer.read())
        if answer.status >= 400:
            error = data["error"]
            detail = "".join(f"\n  {name}: {error[name]}" for name in ("where", "hint") if name in error)
            raise ControlPlaneError(f"{method} {path}: {error['message']}{detail}")
        return data
