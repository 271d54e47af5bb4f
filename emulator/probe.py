"""`python -m emulator.probe`: is the server in this container well? Asked every few seconds, with next to no imports.

`calcom-emulator health` says the same to people, at several times the cost: its command line and HTTP client are most
of it. Exit code 0 when the server answers that it is well, 1 when it does not.
"""

from __future__ import annotations

import os
import socket
import sys

SECONDS = 2.0


def probe(port: int) -> str | None:
    """The server's account of itself, or None for one that does not answer or is not well."""
    asked = f"GET /_emulator/health HTTP/1.0\r\nhost: 127.0.0.1:{port}\r\n\r\n"
    answer = b""
    try:
        with socket.create_connection(("127.0.0.1", port), SECONDS) as connection:
            connection.sendall(asked.encode())
            while part := connection.recv(65536):
                answer += part
    except OSError:
        return None
    head, _, body = answer.partition(b"\r\n\r\n")
    return body.decode() if head.split(b" ", 2)[1:2] == [b"200"] else None


def main() -> int:
    port = int(os.environ.get("CALCOM_EMULATOR_PORT", "8000"))
    told = probe(port)
    print(told if told is not None else f"no emulator answers on port {port}")
    return 0 if told is not None else 1


if __name__ == "__main__":
    sys.exit(main())
