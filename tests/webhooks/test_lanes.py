from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from emulator.webhooks.delivery import Delivery
from emulator.webhooks.lanes import Desk
from tests.office import NOW, office
from tests.webhooks.subscriber import in_loop


class Post:
    """Stands in for the dispatcher: keeps what it was given, and waits for `open` each time."""

    def __init__(self, lane_size: int = 100) -> None:
        self.sent: list[int] = []
        self.open = asyncio.Event()
        self.open.set()
        self.desk = Desk(office(), self.attempt, 100, lane_size)

    async def attempt(self, _: Desk, delivery: Delivery) -> None:
        await self.open.wait()
        self.sent.append(delivery.id)
        delivery.state = "delivered"

    def enter(self, webhook_id: str = "a") -> Delivery:
        number = self.desk.next_number()
        delivery = Delivery(number, "BOOKING_CREATED", webhook_id, "http://x", b"{}", {}, NOW, None)
        entered = self.desk.enter(delivery)
        if not entered:
            delivery.state = "failed"
        return delivery


@in_loop
async def test_a_lane_keeps_the_order_and_lanes_do_not_wait_for_each_other() -> None:
    post = Post()
    held = asyncio.Event()
    original = post.attempt

    async def attempt(desk: Desk, delivery: Delivery) -> None:
        if delivery.webhook_id == "slow":
            await held.wait()
        await original(desk, delivery)

    post.desk._attempt = attempt
    first = post.enter("slow")
    for _ in range(3):
        post.enter("quick")
    post.enter("slow")
    for _ in range(10):
        await asyncio.sleep(0)
    assert post.sent == [2, 3, 4]
    assert first.state == "in_flight"
    held.set()
    await post.desk.settled()
    assert post.sent == [2, 3, 4, 1, 5]


@in_loop
async def test_a_lane_is_bounded_and_waiting_counts() -> None:
    post = Post(lane_size=2)
    post.open.clear()
    assert [post.enter().state for _ in range(3)] == ["queued", "queued", "failed"]
    assert post.enter("b").state == "queued"
    post.open.set()
    await post.desk.settled()
    assert post.enter().state == "queued"
    await post.desk.settled()


@in_loop
async def test_what_waits_does_not_block_its_lane_and_comes_back_when_due() -> None:
    post = Post(lane_size=2)
    due = NOW + timedelta(seconds=10)
    waits = True

    async def attempt(desk: Desk, delivery: Delivery) -> None:
        if waits and delivery.id == 1:
            desk.wait_until(due, delivery)
        else:
            await Post.attempt(post, desk, delivery)

    post.desk._attempt = attempt
    first, second = post.enter(), post.enter()
    await post.desk.settled()
    assert (first.state, first.retry_at, second.state) == ("waiting", due, "delivered")
    assert post.desk.next_retry() == due
    assert [post.enter().state, post.enter().state] == ["queued", "failed"]
    assert post.desk.release(due - timedelta(milliseconds=1)) == 0
    waits = False
    assert post.desk.release(due) == 1
    await post.desk.settled()
    assert (first.state, first.retry_at, post.desk.next_retry()) == ("delivered", None, None)
    assert post.sent == [2, 3, 1]


@in_loop
async def test_a_failing_attempt_does_not_stop_its_lane(caplog: pytest.LogCaptureFixture) -> None:
    post = Post()

    async def attempt(desk: Desk, delivery: Delivery) -> None:
        if delivery.id == 1:
            raise RuntimeError("boom")
        await Post.attempt(post, desk, delivery)

    post.desk._attempt = attempt
    first, second = post.enter(), post.enter()
    await post.desk.settled()
    assert (first.state, second.state) == ("failed", "delivered")
    assert "could not be sent" in caplog.text


@in_loop
async def test_closing_gives_up_what_is_on_its_way_and_frees_who_waits() -> None:
    post = Post()
    post.open.clear()
    post.enter()
    post.enter()
    settled = asyncio.ensure_future(post.desk.settled())
    await asyncio.sleep(0)
    post.desk.close()
    await settled
    post.open.set()
    await asyncio.sleep(0)
    assert post.sent == []
    assert post.desk.next_retry() is None


@in_loop
async def test_nothing_to_settle() -> None:
    await Post().desk.settled()


def test_what_a_loop_leaves_undone_the_next_one_does() -> None:
    post = Post()
    first = post.enter()
    assert first.state == "queued"

    async def cut_short() -> None:
        post.open = asyncio.Event()
        second = post.enter()
        await asyncio.sleep(0)
        assert (first.state, second.state) == ("in_flight", "queued")

    async def in_full() -> None:
        post.open = asyncio.Event()
        post.open.set()
        post.enter()
        await post.desk.settled()

    asyncio.run(cut_short())
    assert first.state == "queued"
    asyncio.run(in_full())
    assert post.sent == [1, 2, 3]
