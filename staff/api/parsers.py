"""Reads the bodies of the API: JSON, and nothing that could not be worked through or stored."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")
"""How JSON writes half of a pair; without the other half it is no character: not to be stored, nor sent back."""


class JsonParser(JSONParser):
    """JSON; a body beyond what Python follows or a database holds is a bad request, not a fault of ours."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The body as Python values. Raises ParseError."""
        body = stream.read()
        try:
            parsed: dict[str, Any] = super().parse(io.BytesIO(body), media_type, parser_context)
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None
        if _HALF_CHARACTER.search(body):
            try:
                json.dumps(parsed, ensure_ascii=False).encode()
            except UnicodeEncodeError:
                raise ParseError("A text in the body holds half a character.") from None
        return parsed
