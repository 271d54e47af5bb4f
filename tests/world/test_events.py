from __future__ import annotations

from datetime import UTC, datetime, timedelta

from emulator.world.events import Agenda
from emulator.world.tables import UndoLog

START = datetime(2030, 1, 8, 13, tzinfo=UTC)


def fired(agenda: Agenda, now: datetime) -> list[tuple[str, int | None]]:
    found = []
    while (due := agenda.pop_due(now)) is not None:
        found.append((due.trigger, due.booking_id))
    return found


def test_gives_what_is_due_in_order_of_time_then_of_entry() -> None:
    agenda = Agenda(UndoLog())
    agenda.add(START + timedelta(hours=1), "ended", 1)
    agenda.add(START, "started", 1)
    agenda.add(START, "started", 2)
    assert agenda.next_at() == START
    assert fired(agenda, START - timedelta(seconds=1)) == []
    assert fired(agenda, START) == [("started", 1), ("started", 2)]
    assert len(agenda) == 1
    assert fired(agenda, START + timedelta(days=1)) == [("ended", 1)]
    assert agenda.next_at() is None


def test_drops_everything_about_one_booking() -> None:
    agenda = Agenda(UndoLog())
    agenda.add(START, "started", 1)
    agenda.add(START + timedelta(minutes=1), "started", 2)
    agenda.add(START + timedelta(hours=1), "ended", 1)
    agenda.drop(1)
    agenda.drop(99)
    assert [due.booking_id for due in agenda] == [2]
    assert fired(agenda, START + timedelta(days=1)) == [("started", 2)]


def test_a_rolled_back_transaction_leaves_the_agenda_as_it_was() -> None:
    log = UndoLog()
    agenda = Agenda(log)
    agenda.add(START, "started", 1)
    log.begin()
    agenda.drop(1)
    agenda.add(START, "started", 2)
    log.rollback()
    assert fired(agenda, START) == [("started", 1)]
