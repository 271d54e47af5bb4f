"""White space around tags: what `~` takes away, and lines that hold nothing but a block's tag or a comment."""

from __future__ import annotations

import re
from typing import Final

from emulator.webhooks.handlebars.tree import Block, Comment, Content, Mustache, Program, Statement

BREAK_BEFORE: Final = re.compile(r"\r?\n\s*?\Z")
START_BEFORE: Final = re.compile(r"(?:\A|\r?\n)\s*?\Z")
BREAK_BEHIND: Final = re.compile(r"\s*?\r?\n")
END_BEHIND: Final = re.compile(r"\s*?(?:\r?\n|\Z)")
REST_OF_LINE: Final = re.compile(r"[ \t]*\r?\n?")


def strip_whitespace(program: Program) -> None:
    """Take the white space out of a template's texts, as the JavaScript library does before it renders."""
    _program(program, root=True)


def _program(program: Program | None, *, root: bool = False) -> None:
    if program is None:
        return
    body = program.body
    for index, statement in enumerate(body):
        if isinstance(statement, Block):
            _block(statement, body, index, root=root)
        elif isinstance(statement, Mustache | Comment):
            if statement.strip.close:
                _omit_right(body, index + 1, every=True)
            if statement.strip.open:
                _omit_left(body, index - 1, every=True)
            if isinstance(statement, Comment) and _stands_alone(body, index, root=root):
                _omit_right(body, index + 1)
                _omit_left(body, index - 1)


def _stands_alone(body: list[Statement], index: int, *, root: bool) -> bool:
    return _break_before(body, index, root=root) and _break_behind(body, index, root=root)


def _block(block: Block, around: list[Statement], index: int, *, root: bool) -> None:
    _program(block.program)
    _program(block.inverse)
    first = block.program or block.inverse or Program()
    inverse = block.inverse if block.program else None
    next_one = last = inverse
    if inverse is not None and inverse.chained:
        next_one = _program_of(inverse.body[0])
        while last is not None and last.chained:
            last = _program_of(last.body[-1])
    opens_line = _break_behind(first.body, -1)
    closes_line = _break_before((next_one or first).body, len((next_one or first).body))
    if block.open_strip.close:
        _omit_right(first.body, 0, every=True)
    if inverse is not None and next_one is not None and last is not None:
        if block.inverse_strip.open:
            _omit_left(first.body, len(first.body) - 1, every=True)
        if block.inverse_strip.close:
            _omit_right(next_one.body, 0, every=True)
        if block.close_strip.open:
            _omit_left(last.body, len(last.body) - 1, every=True)
        if _break_before(first.body, len(first.body)) and _break_behind(next_one.body, -1):
            _omit_left(first.body, len(first.body) - 1)
            _omit_right(next_one.body, 0)
    elif block.close_strip.open:
        _omit_left(first.body, len(first.body) - 1, every=True)
    opens_line = opens_line and _break_before(around, index, root=root)
    closes_line = closes_line and _break_behind(around, index, root=root)
    if block.close_strip.close:
        _omit_right(around, index + 1, every=True)
    if block.open_strip.open:
        _omit_left(around, index - 1, every=True)
    if opens_line:
        _omit_right(first.body, 0)
        _omit_left(around, index - 1)
    if closes_line:
        _omit_right(around, index + 1)
        final = (block.inverse or first).body
        _omit_left(final, len(final) - 1)


def _program_of(statement: Statement) -> Program | None:
    return statement.program if isinstance(statement, Block) else None


def _break_before(body: list[Statement], index: int, *, root: bool = False) -> bool:
    """Whether a line begins right before this place (at the top, the template's beginning counts too)."""
    if index == 0:
        return root
    text = body[index - 1]
    pattern = BREAK_BEFORE if index > 1 or not root else START_BEFORE
    return isinstance(text, Content) and pattern.search(text.original) is not None


def _break_behind(body: list[Statement], index: int, *, root: bool = False) -> bool:
    """Whether a line ends right behind this place."""
    if index + 1 >= len(body):
        return root
    text = body[index + 1]
    pattern = BREAK_BEHIND if index + 2 < len(body) or not root else END_BEHIND
    return isinstance(text, Content) and pattern.match(text.original) is not None


def _omit_right(body: list[Statement], index: int, *, every: bool = False) -> None:
    """Take away the white space at the beginning of a text: all of it, or what is left of its line."""
    text = body[index] if index < len(body) else None
    if not isinstance(text, Content) or (text.right_stripped and not every):
        return
    kept = text.value.lstrip() if every else REST_OF_LINE.sub("", text.value, count=1)
    text.right_stripped = kept != text.value
    text.value = kept


def _omit_left(body: list[Statement], index: int, *, every: bool = False) -> None:
    """Take away the white space at the end of a text: all of it, or the blanks of its last line."""
    text = body[index] if 0 <= index < len(body) else None
    if not isinstance(text, Content) or (text.left_stripped and not every):
        return
    kept = text.value.rstrip() if every else text.value.rstrip(" \t")
    text.left_stripped = kept != text.value
    text.value = kept
