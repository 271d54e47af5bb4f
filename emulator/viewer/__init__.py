"""The served documents for people to read and try."""

from typing import Final

PATH: Final = "/docs"
"""Where the page stands; its files are below."""
