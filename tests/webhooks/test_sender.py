from __future__ import annotations

import asyncio
import gc
from typing import Any

import pytest

from emulator.webhooks.sender import Answer, Interrupted, Sender
from tests.webhooks.subscriber import Subscriber, in_loop

HEADERS = {"Content-Type": "application/json", "X-Cal-Signature-256": "no-secret-provided"}


async def post(sender: Sender, url: str, body: bytes = b"{}") -> Answer:
    return await sender.post(url, HEADERS, body)


@in_loop
async def test_exactly_these_bytes_and_headers() -> None:
    sender = Sender(5)
    async with Subscriber() as subscriber:
        answer = await post(sender, subscriber.url, '{"a":"ü"}'.encode())
        assert (answer.status, answer.error) == (200, None)
        assert answer.seconds > 0
        (request,) = subscriber.requests
        assert request.line == "POST /hook HTTP/1.1"
        assert request.body == '{"a":"ü"}'.encode()
        assert request.headers["content-type"] == "application/json"
        assert request.headers["x-cal-signature-256"] == "no-secret-provided"
        assert not request.headers.keys() & {"user-agent", "cookie", "expect", "transfer-encoding"}
        await sender.close()


@pytest.mark.behaviour("webhooks", 40)
@in_loop
async def test_redirects_are_not_followed_and_cookies_not_kept() -> None:
    """webhooks.md 10 #40"""
    sender = Sender(5)
    async with Subscriber([302], "Location: /elsewhere\r\nSet-Cookie: a=b\r\n") as subscriber:
        assert (await post(sender, subscriber.url)).status == 302
        assert (await post(sender, subscriber.url)).status == 200
        assert [request.line for request in subscriber.requests] == ["POST /hook HTTP/1.1"] * 2
        assert "cookie" not in subscriber.requests[1].headers
        await sender.close()


@in_loop
async def test_connections_are_kept() -> None:
    sender = Sender(5)
    async with Subscriber() as subscriber:
        for _ in range(3):
            await post(sender, subscriber.url)
        assert subscriber.connections == 1
        await sender.close()


@in_loop
async def test_a_subscriber_that_hangs_up_between_deliveries_misses_none() -> None:
    sender = Sender(5)
    async with Subscriber(hangs_up=True) as subscriber:
        answers = [await post(sender, subscriber.url) for _ in range(5)]
        assert [answer.status for answer in answers] == [200] * 5
        assert len(subscriber.requests) == 5
        await sender.close()


@in_loop
async def test_a_kept_connection_that_is_dropped_is_replaced_and_a_new_one_is_not() -> None:
    sender = Sender(5)
    async with Subscriber([200, 0, 200]) as subscriber:
        assert (await post(sender, subscriber.url)).status == 200
        replaced = await post(sender, subscriber.url)
        assert replaced.status == 200
        assert [request.connection for request in subscriber.requests] == [1, 1, 2]
        # It may have got the first of the two, so that one is told of.
        (broken,) = replaced.broken
        assert (broken.status, broken.trouble) == (None, "reset")
        assert "on a kept connection" in str(broken.error)
    async with Subscriber([0]) as subscriber:
        answer = await post(sender, subscriber.url)
        assert answer.status is None
        assert answer.error is not None
        assert "ServerDisconnectedError" in answer.error
        assert len(subscriber.requests) == 1
    await sender.close()


@in_loop
async def test_who_always_hangs_up_is_asked_once_though_neighbours_keep_their_connections() -> None:
    sender = Sender(5)
    async with Subscriber([200, 200, 0]) as subscriber:
        neighbour, rude = f"{subscriber.url}/neighbour", f"{subscriber.url}/rude"
        for _ in range(2):
            assert (await post(sender, neighbour)).status == 200
        assert (await post(sender, rude)).status is None
        lines = [request.line for request in subscriber.requests]
        assert lines == ["POST /hook/neighbour HTTP/1.1"] * 2 + ["POST /hook/rude HTTP/1.1"]
        await sender.close()


@in_loop
async def test_any_number_that_hangs_holds_up_nobody() -> None:
    sender = Sender(5)
    async with Subscriber() as hanging, Subscriber() as subscriber:
        hanging.open.clear()
        posts = [asyncio.create_task(post(sender, f"{hanging.url}/{number}")) for number in range(120)]
        await hanging.until(120)
        assert (await post(sender, subscriber.url)).status == 200
        hanging.open.set()
        assert {answer.status for answer in await asyncio.gather(*posts)} == {200}
        await sender.close()


@in_loop
async def test_silence_ends() -> None:
    sender = Sender(0.05)
    async with Subscriber() as subscriber:
        subscriber.open.clear()
        answer = await post(sender, subscriber.url)
        assert (answer.status, answer.error) == (None, "no answer within 0.05 seconds")
        await sender.close()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "ftp://example.com", "data:image/png,x", "http://[", "/api/avatar/a.png"]
)
@in_loop
async def test_whatever_goes_wrong_is_an_answer(url: str) -> None:
    sender = Sender(5)
    answer = await post(sender, url)
    assert answer.status is None
    assert answer.error
    await sender.close()


@in_loop
async def test_closing_twice_and_opening_again() -> None:
    sender = Sender(5)
    await sender.close()
    async with Subscriber() as subscriber:
        assert (await post(sender, subscriber.url)).status == 200
        await sender.close()
        assert (await post(sender, subscriber.url)).status == 200
        await sender.close()


@pytest.mark.parametrize("under_way", [True, False])
@in_loop
async def test_being_cancelled_tells_whether_the_request_was_under_way(under_way: bool) -> None:
    sender = Sender(5)
    told: list[type] = []

    async def cancelled(url: str) -> None:
        try:
            await post(sender, url)
        except asyncio.CancelledError as error:
            told.append(type(error))

    async with Subscriber() as subscriber:
        subscriber.open.clear()
        task = asyncio.ensure_future(cancelled(subscriber.url))
        await (subscriber.until(1) if under_way else asyncio.sleep(0))
        task.cancel()
        await task
        assert told == [Interrupted if under_way else asyncio.CancelledError]
        await sender.close()


def test_who_is_never_closed_leaves_nothing_open() -> None:
    """An application tried in-process, without its lifespan: an unclosed session would be a warning, an error here."""

    async def once() -> Any:
        sender = Sender(5)
        async with Subscriber() as subscriber:
            await post(sender, subscriber.url)
        return sender._session

    session = asyncio.run(once())
    gc.collect()
    assert session.closed


def test_each_loop_gets_its_own_connections() -> None:
    sender = Sender(5)

    async def once() -> None:
        async with Subscriber() as subscriber:
            assert (await post(sender, subscriber.url)).status == 200

    asyncio.run(once())
    asyncio.run(once())
    asyncio.run(sender.close())


@pytest.mark.parametrize(
    ("answer", "trouble", "status"),
    [
        (b"", "timeout", None),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n", "slow", 200),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab", "slow", 200),
    ],
)
def test_no_answer_and_half_an_answer_are_told_apart(answer: bytes, trouble: str, status: int | None) -> None:
    @in_loop
    async def test() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(answer)
            await reader.read()
            writer.close()
            ended.set()

        ended = asyncio.Event()
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        sender = Sender(0.2)
        found = await post(sender, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        assert (found.trouble, found.status) == (trouble, status)
        assert found.error is not None
        assert (found.head_seconds is None) is (status is None)
        await sender.close()
        server.close()
        await ended.wait()

    test()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (500, "database is locked", "database is locked"),
        (500, "x" * 600, "x" * 500),
        (401, "", None),
        (200, "fine", None),
    ],
)
def test_what_a_refusal_says_is_kept(status: int, body: str, said: str | None) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"{}")
        writer.write(f"HTTP/1.1 {status} .\r\ncontent-length: {len(body)}\r\n\r\n{body}".encode())
        writer.close()

    async def ask() -> Answer:
        sender = Sender(5)
        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            found = await post(sender, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
        await sender.close()
        return found

    found = asyncio.run(ask())
    assert (found.status, found.error, found.said) == (status, None, said)


@in_loop
async def test_an_answer_that_breaks_off_is_a_reset() -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sender = Sender(5)
    found = await post(sender, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert (found.trouble, found.status) == ("reset", 200)
    server.close()
    await sender.close()


@in_loop
async def test_what_cannot_be_reached_says_why() -> None:
    sender = Sender(5)
    refused = await post(sender, "http://127.0.0.1:9/")
    assert (refused.trouble, refused.error) == ("refused", "nobody listens at 127.0.0.1:9")
    unresolved = await post(sender, "http://no-such-host.invalid/")
    assert (unresolved.trouble, unresolved.error) == ("unresolved", "there is no host no-such-host.invalid")
    assert (await post(sender, "http:///")).trouble == "other"
    async with Subscriber([0]) as subscriber:
        assert (await post(sender, subscriber.url)).trouble == "reset"
    await sender.close()


@in_loop
async def test_a_subscriber_that_does_not_speak_tls() -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sender = Sender(5)
    found = await post(sender, f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    assert found.trouble == "tls"
    server.close()
    await sender.close()
