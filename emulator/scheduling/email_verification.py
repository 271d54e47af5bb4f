"""Codes that prove that a booker reads the mail of an address: six digits, good for a quarter of an hour."""

from __future__ import annotations

import hashlib

from emulator.world.world import World

STEP = 900


def code_for(world: World, email: str) -> str:
    """The code that a message to `email` would carry now. It follows from world, address and time: none is stored."""
    return _code(world, email, int(world.now().timestamp()) // STEP)


def is_valid(world: World, email: str, code: str) -> bool:
    """Was the code sent to `email` in this quarter of an hour, or the one before?"""
    step = int(world.now().timestamp()) // STEP
    return code in (_code(world, email, step), _code(world, email, step - 1))


def _code(world: World, email: str, step: int) -> str:
    digest = hashlib.sha256(f"{world.seed}:{email.lower()}:{step}".encode()).digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"
