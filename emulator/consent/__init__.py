"""The page on which users let applications act for them."""

from typing import Final

PATH: Final = "/auth/oauth2/authorize"
"""Where the page stands, as in the web application."""
