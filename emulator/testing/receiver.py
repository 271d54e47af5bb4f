"""A subscriber on loopback: an HTTP server in a thread, with a path for each inbox."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Handle = Callable[[Mapping[str, str], bytes], int | None]
"""Takes headers (lower-case names) and the body; gives the status to answer, or None to hang up."""


class Receiver:
    """Started on first use; `host` is what the emulator calls this machine.

    `unreached` is what to tell somebody whose webhooks never get here.
    """

    def __init__(self, host: str = "127.0.0.1", listen: str = "127.0.0.1", *, unreached: str | None = None) -> None:
        self.unreached = unreached
        self._host = host
        self._listen = listen
        self._handles: dict[str, Handle] = {}
        self._server: ThreadingHTTPServer | None = None

    def open(self, path: str, handle: Handle) -> str:
        """The URL below which `handle` is told of every POST."""
        self._handles[path] = handle
        if self._server is None:
            self._server = ThreadingHTTPServer((self._listen, 0), self._handler())
            self._server.daemon_threads = True
            threading.Thread(target=self._server.serve_forever, args=(0.005,), name="calcom-inbox", daemon=True).start()
        return f"http://{self._host}:{self._server.server_address[1]}{path}"

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        handles = self._handles

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                handle = handles.get(self.path)
                status = handle({k.lower(): v for k, v in self.headers.items()}, body) if handle else 404
                if status is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                self.send_response(status)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Whoever wants to know reads the inbox."""

        return Handler
