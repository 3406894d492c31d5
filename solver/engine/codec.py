"""Frozen dataclasses to plain JSON values and back, driven by their type hints.

Knows the shapes `instance.py` and `solution.py` use and nothing else; an unknown field or shape is an error,
never dropped.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class BadDocumentError(ValueError):
    """A JSON document that is not of the expected form; the message names the place."""


def encode(value: Any) -> Any:
    """Plain lists, dicts, strings, numbers, booleans and None; dates as ISO strings, enums by value."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {field.name: encode(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON form here.")


def decode(kind: type[T], value: Any) -> T:
    """The dataclass that `encode` wrote. Raises BadDocumentError with the path of what is wrong."""
    return _decode(kind, value, kind.__name__)  # type: ignore[no-any-return]


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(kind: Any, value: Any, path: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_optional(kind, value, path)
    if origin is tuple:
        return _decode_tuple(kind, value, path)
    if origin is not None and issubclass(origin, Mapping):
        _require(isinstance(value, dict), path, "an object")
        item_kind = get_args(kind)[1]
        return {key: _decode(item_kind, item, f"{path}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(kind):
        return _decode_dataclass(kind, value, path)
    return _decode_scalar(kind, value, path)


def _decode_optional(kind: Any, value: Any, path: str) -> Any:
    if value is None:
        return None
    inner = next(item for item in get_args(kind) if item is not type(None))
    return _decode(inner, value, path)


def _decode_tuple(kind: Any, value: Any, path: str) -> Any:
    _require(isinstance(value, list), path, "a list")
    item_kind = get_args(kind)[0]
    return tuple(_decode(item_kind, item, f"{path}[{index}]") for index, item in enumerate(value))


def _decode_dataclass(kind: Any, value: Any, path: str) -> Any:
    _require(isinstance(value, dict), path, "an object")
    fields = {field.name: field for field in dataclasses.fields(kind)}
    unknown = sorted(set(value) - set(fields))
    if unknown:
        raise BadDocumentError(f"{path} has no field {unknown[0]!r}.")
    hints = _hints(kind)
    given = {name: _decode(hints[name], item, f"{path}.{name}") for name, item in value.items()}
    try:
        return kind(**given)
    except TypeError as error:
        raise BadDocumentError(f"{path}: {error}") from error


def _decode_scalar(kind: Any, value: Any, path: str) -> Any:
    if isinstance(kind, type) and issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError as error:
            known = ", ".join(str(item.value) for item in kind)
            raise BadDocumentError(f"{path}: {value!r} is not one of {known}.") from error
    if kind is date:
        _require(isinstance(value, str), path, "a date")
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise BadDocumentError(f"{path}: {value!r} is not a date.") from error
    if kind is float:
        _require(isinstance(value, int | float) and not isinstance(value, bool), path, "a number")
        return float(value)
    if kind is int:
        _require(isinstance(value, int) and not isinstance(value, bool), path, "a whole number")
        return value
    _require(kind in (str, bool) and isinstance(value, kind), path, getattr(kind, "__name__", str(kind)))
    return value


def _require(holds: bool, path: str, expected: str) -> None:
    if not holds:
        raise BadDocumentError(f"{path} must be {expected}.")
