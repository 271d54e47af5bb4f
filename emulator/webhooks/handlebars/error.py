"""What is wrong with a template."""

from __future__ import annotations


class TemplateError(ValueError):
    """The template cannot be read, or what it asks for does not exist."""
