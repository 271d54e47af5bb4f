"""From tokens to a tree: the grammar of Handlebars without partials and decorators."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from emulator.webhooks import javascript
from emulator.webhooks.handlebars.error import TemplateError
from emulator.webhooks.handlebars.tokens import Token, tokens
from emulator.webhooks.handlebars.tree import (
    Block,
    Call,
    Comment,
    Content,
    Expression,
    Literal,
    Mustache,
    Path,
    Program,
    Strip,
)
from emulator.webhooks.handlebars.whitespace import strip_whitespace

NAMES: Final = frozenset({"ID", "BRACKETED", "PARENT", "THIS"})
LITERALS: Final = {"true": True, "false": False, "null": None, "undefined": None}


@lru_cache(maxsize=64)
def parse(template: str) -> Program:
    """The tree of a template. Raises `TemplateError`."""
    parser = _Parser(template)
    program = parser.program()
    parser.take("EOF")
    strip_whitespace(program)
    return program


class _Opening(NamedTuple):
    call: Call
    names: tuple[str, ...]
    strip: Strip


class _Inverse(NamedTuple):
    program: Program
    strip: Strip


class _Parser:
    def __init__(self, template: str) -> None:
        self._tokens = list(tokens(template))
        self._next = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._next].kind

    def take(self, *kinds: str) -> Token:
        token = self._tokens[self._next]
        if token.kind not in kinds:
            got = "the end" if token.kind == "EOF" else repr(token.text)
            raise TemplateError(f"expected {' or '.join(kinds)}, got {got}")
        self._next += 1
        return token

    def program(self) -> Program:
        program = Program()
        while True:
            kind = self.kind
            if kind == "CONTENT":
                text = self.take(kind).text
                program.body.append(Content(text, text))
            elif kind == "COMMENT":
                text = self.take(kind).text
                program.body.append(Comment(_strip(text, text)))
            elif kind in ("OPEN", "OPEN_RAW", "OPEN_UNESCAPED"):
                program.body.append(self._mustache())
            elif kind == "OPEN_BLOCK":
                program.body.append(self._block())
            elif kind == "OPEN_INVERSE":
                program.body.append(self._inverted_block())
            elif kind == "OPEN_RAW_BLOCK":
                program.body.append(self._raw_block())
            elif kind in ("OPEN_PARTIAL", "OPEN_DECORATOR"):
                raise TemplateError(f"partials and decorators are not known here: {self.take(kind).text}")
            else:
                return program

    def _mustache(self) -> Mustache:
        opening = self.take("OPEN", "OPEN_RAW", "OPEN_UNESCAPED")
        call = self._call()
        closing = self.take("CLOSE_UNESCAPED" if opening.kind == "OPEN_UNESCAPED" else "CLOSE")
        return Mustache(call, opening.kind == "OPEN", _strip(opening.text, closing.text))

    def _block(self) -> Block:
        opening = self._opening("OPEN_BLOCK")
        program = self.program()
        inverse = self._inverse_chain()
        closing = self._closing(opening)
        return _prepared(opening, program, inverse, closing)

    def _inverted_block(self) -> Block:
        """What stands first is shown when the value is empty, what stands behind `else` when it is not."""
        opening = self._opening("OPEN_INVERSE")
        inverse = self.program()
        program = self._plain_inverse() if self.kind == "INVERSE" else None
        closing = self._closing(opening)
        block = _prepared(opening, inverse, program, closing)
        block.program, block.inverse = block.inverse, block.program
        return block

    def _raw_block(self) -> Block:
        self.take("OPEN_RAW_BLOCK")
        call = self._call()
        self.take("CLOSE_RAW_BLOCK")
        program = Program()
        if self.kind == "CONTENT":
            text = self.take("CONTENT").text
            program.body.append(Content(text, text))
        name = self.take("END_RAW_BLOCK").text
        if name != call.path.original:
            raise TemplateError(f"{call.path.original} doesn't match {name}")
        return Block(call, program, None, Strip(), Strip(), Strip())

    def _opening(self, kind: str) -> _Opening:
        opened = self.take(kind)
        call = self._call()
        names: list[str] = []
        if self.kind == "OPEN_BLOCK_PARAMS":
            self.take("OPEN_BLOCK_PARAMS")
            names.append(self.take("ID", "BRACKETED").text)
            while self.kind in ("ID", "BRACKETED"):
                names.append(self.take("ID", "BRACKETED").text)
            self.take("CLOSE_BLOCK_PARAMS")
        closed = self.take("CLOSE")
        return _Opening(call, tuple(names), _strip(opened.text, closed.text))

    def _inverse_chain(self) -> _Inverse | None:
        if self.kind == "INVERSE":
            return self._plain_inverse()
        if self.kind != "OPEN_INVERSE_CHAIN":
            return None
        opening = self._opening("OPEN_INVERSE_CHAIN")
        program = self.program()
        inverse = self._inverse_chain()
        block = _prepared(opening, program, inverse, inverse.strip if inverse else Strip())
        return _Inverse(Program([block], chained=True), opening.strip)

    def _plain_inverse(self) -> _Inverse:
        text = self.take("INVERSE").text
        return _Inverse(self.program(), _strip(text, text))

    def _closing(self, opening: _Opening) -> Strip:
        opened = self.take("OPEN_ENDBLOCK")
        path = self._callee()
        closed = self.take("CLOSE")
        if path.original != opening.call.path.original:
            raise TemplateError(f"{opening.call.path.original} doesn't match {path.original}")
        return _strip(opened.text, closed.text)

    def _call(self) -> Call:
        callee = self._callee()
        params: list[Expression] = []
        options: list[tuple[str, Expression]] = []
        while True:
            if self.kind in ("ID", "BRACKETED") and self._tokens[self._next + 1].kind == "EQUALS":
                name = self.take("ID", "BRACKETED").text
                self.take("EQUALS")
                options.append((name, self._expression()))
            elif self._begins_expression() and not options:
                params.append(self._expression())
            else:
                return Call(callee, tuple(params), tuple(options))

    def _begins_expression(self) -> bool:
        return self.kind in NAMES or self.kind in ("DATA", "STRING", "NUMBER", "LITERAL", "OPEN_SEXPR")

    def _expression(self) -> Expression:
        if self.kind == "OPEN_SEXPR":
            self.take("OPEN_SEXPR")
            call = self._call()
            self.take("CLOSE_SEXPR")
            return call
        if self.kind == "STRING":
            return Literal(self.take("STRING").text)
        if self.kind == "LITERAL":
            return Literal(LITERALS[self.take("LITERAL").text])
        if self.kind == "NUMBER":
            return Literal(_number(self.take("NUMBER").text))
        return self._path()

    def _callee(self) -> Path:
        """A literal in the place of a name is the name of a member."""
        if self.kind in ("STRING", "LITERAL"):
            text = self.take("STRING", "LITERAL").text
            return Path(text, (text,))
        if self.kind == "NUMBER":
            text = javascript.number(_number(self.take("NUMBER").text))
            return Path(text, (text,))
        return self._path()

    def _path(self) -> Path:
        data = self.kind == "DATA"
        if data:
            self.take("DATA")
        original, parts, depth = "@" if data else "", list[str](), 0
        separator = ""
        while True:
            token = self.take(*NAMES)
            original += separator + token.text
            if token.kind != "BRACKETED" and token.text in ("..", ".", "this"):
                if parts:
                    raise TemplateError(f"Invalid path: {original}")
                depth += token.text == ".."
            else:
                parts.append(token.text)
            if self.kind != "SEP":
                break
            separator = self.take("SEP").text
        scoped = original.startswith(".") or original == "this" or original.startswith(("this.", "this/"))
        return Path(original, tuple(parts), depth, data, scoped)


def _prepared(opening: _Opening, program: Program, inverse: _Inverse | None, closing: Strip) -> Block:
    if inverse is not None and inverse.program.chained:
        chained = inverse.program.body[0]
        if isinstance(chained, Block):
            chained.close_strip = closing
    program.names = opening.names
    return Block(
        opening.call,
        program,
        inverse.program if inverse else None,
        opening.strip,
        inverse.strip if inverse else Strip(),
        closing,
    )


def _strip(opened: str, closed: str) -> Strip:
    return Strip(opened[2:3] == "~", closed[-3:-2] == "~")


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
