"""What the tokens of an expression say: names, texts between quotes, and where they stand."""

from __future__ import annotations

import re

from lark import Token

from service.engine.expressions.errors import AttributeRefused, EscapeUnknown, NameRefused

MAX_SHOWN = 30

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "/": "/"}


def shown(found: str) -> str:
    """`found` as a message quotes it."""
    return found if len(found) <= MAX_SHOWN else f"{found[:MAX_SHOWN]}…"


def place(token: Token, found: str) -> dict[str, object]:
    """What a message says about `found` at the token; line and column count from 1."""
    return {"line": token.line, "column": token.column, "found": shown(found)}


def name_of(token: Token) -> str:
    """The name that stands there, without its backquotes. Raises NameRefused."""
    return checked(token, token.strip("`"))


def checked(token: Token, name: str) -> str:
    """`name`, which the token says. Raises NameRefused for the names that Python keeps."""
    if name.startswith("__") or ".__" in name:
        raise NameRefused(**place(token, name))
    return name


def target_of(token: Token) -> str:
    """What a script may assign to. Raises AttributeRefused for a part of something else."""
    if "." in token and not token.startswith("`"):
        raise AttributeRefused(**place(token, token))
    return name_of(token)


def unescaped(token: Token) -> str:
    """What the text between the quotes says."""

    def meant(escape: re.Match[str]) -> str:
        code = escape[1]
        character = chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, "")
        # Neither a lone half of a pair nor a null character can be stored.
        if not character or character == "\0" or "\ud800" <= character <= "\udfff":
            raise EscapeUnknown(**place(token, escape[0]))
        return character

    return _ESCAPE.sub(meant, token[1:-1])
