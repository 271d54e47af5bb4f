"""Calls that wait, made from coroutines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import to_thread

P = ParamSpec("P")
T = TypeVar("T")


async def run_sync(call: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """What a call in a thread gives; what it raises comes without the frames of the thread, which tell nobody
    anything."""
    __tracebackhide__ = True
    try:
        return await to_thread.run_sync(partial(call, *arguments, **options))
    except Exception as error:
        raise error.with_traceback(None) from None
