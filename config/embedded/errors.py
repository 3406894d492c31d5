"""The one error of this package: a sentence that says what is wrong and what to do, ready to be printed."""

from __future__ import annotations


class EmbeddedServiceError(Exception):
    """The bundled servers cannot be started; the text is for the person at the keyboard."""
