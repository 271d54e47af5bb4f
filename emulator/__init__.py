"""A local Cal.com API v2."""

__version__ = "0.1.0"
