"""The client of the control plane that everything in tests goes through."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from emulator.testing import Calcom, Server


def test_a_handler_may_ask_while_the_test_waits_for_it(world: Calcom) -> None:
    """`advance` answers when the webhooks have been answered; who answers them may want something of the world."""
    heard: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            heard.append((world.api_key, world.clock.now.isoformat()))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        world.webhooks.subscribe(f"http://127.0.0.1:{server.server_address[1]}/", ["MEETING_STARTED"])
        world.records.create("bookings", eventTypeId=2, start="2030-01-08T13:00:00Z")
        world.clock.advance(to="2030-01-08T13:00:00Z")
        server.shutdown()
        thread.join()
    assert heard == [("cal_test_ada", "2030-01-08T13:00:00+00:00")]


def test_connections_are_kept_and_closed(server: Server) -> None:
    world = server.world()
    threads = [threading.Thread(target=world.records.list, args=("users",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    world.close()
    assert world.control.get("/clock")["mode"] == "frozen"
