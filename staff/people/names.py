"""How names of people are put in order: as one looks them up in a list, without accents and case. Pure."""

from __future__ import annotations

from unicodedata import combining, normalize

# Letters that Unicode does not take apart, by the letter they stand under in an English list.
_PLAIN = str.maketrans(
    {"Đ": "D", "đ": "d", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Þ": "Th", "þ": "th", "ı": "i"}
)


def in_order(name: str) -> str:
    """A key that sorts a name where people look for it: Ólafsson among the O, Đurić among the D."""
    plain = normalize("NFKD", name.translate(_PLAIN))
    return "".join(letter for letter in plain if not combining(letter)).casefold()
