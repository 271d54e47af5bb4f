"""Slugs: what is left of a text in a URL."""

from __future__ import annotations

import re
import unicodedata

_DASHED = re.compile(r"[^\w.]+|_+")
_DASHES = re.compile(r"-{2,}")
_DOTS = re.compile(r"\.{2,}")


def slugify(text: str) -> str:
    """Lower case without accents; letters and digits of any script and single dots stay, all else becomes one dash.

    No dash or dot stands at either end. May be empty. A slug stays as it is.
    """
    # Lower case may bring new accents (İ), and composed letters may hide old ones: decompose after lowering.
    plain = "".join(
        letter for letter in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(letter) != "Mn"
    )
    plain = _DASHES.sub("-", _DASHED.sub("-", plain))
    plain = _DOTS.sub(".", plain)
    return unicodedata.normalize("NFC", plain).strip("-.")
