"""A load generator light enough not to be what is measured: prepared bytes over kept connections."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """Requests a second, and the latencies of the middle and the slowest hundredth, in milliseconds."""

    rate: float
    median: float
    p99: float


class _Connection(asyncio.Protocol):
    """Sends one request after the other and times each until its answer is complete."""

    def __init__(self, requests: Iterator[bytes], until: float, expected: int) -> None:
        self._requests = requests
        self._until = until
        self._expected = b"HTTP/1.1 %d" % expected
        self._buffer = b""
        self._wanted = -1
        self._sent = 0.0
        self.latencies: list[float] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._wanted < 0:
            head, mark, _ = self._buffer.partition(b"\r\n\r\n")
            if not mark:
                return
            if not head.startswith(self._expected):
                self._finish(RuntimeError(f"expected {self._expected!r}, got {self._buffer[:300]!r}"))
                return
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            self._wanted = len(head) + 4 + int(length.partition(b":")[2])
        if len(self._buffer) >= self._wanted:
            now = time.perf_counter()
            self.latencies.append(now - self._sent)
            self._buffer, self._wanted = b"", -1
            if now >= self._until:
                self._finish(None)
            else:
                self._next()

    def connection_lost(self, error: Exception | None) -> None:
        self._finish(error or ConnectionError("the server closed the connection"))

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._finish(None)
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def _finish(self, error: Exception | None) -> None:
        if not self.done.done():
            self._transport.close()
            if error is None:
                self.done.set_result(None)
            else:
                self.done.set_exception(error)


async def _run(port: int, requests: Iterator[bytes], connections: int, seconds: float, expected: int) -> Result:
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    made = [
        await loop.create_connection(lambda: _Connection(requests, began + seconds, expected), "127.0.0.1", port)
        for _ in range(connections)
    ]
    clients = [client for _, client in made]
    await asyncio.gather(*(client.done for client in clients))
    elapsed = time.perf_counter() - began
    latencies = sorted(latency for client in clients for latency in client.latencies)
    return Result(
        len(latencies) / elapsed, latencies[len(latencies) // 2] * 1000, latencies[int(len(latencies) * 0.99)] * 1000
    )


def load(port: int, requests: Iterator[bytes], *, connections: int, seconds: float, expected: int) -> Result:
    """Send `requests` for some seconds or until there are no more. Raises RuntimeError on an unexpected status."""
    return asyncio.run(_run(port, requests, connections, seconds, expected))


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """The bytes of one HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", "host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
