"""What an approver is shown about a request: plain data that handlers fill and the inbox draws. No queries here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Tone = Literal["", "ok", "warn", "bad"]
Chosen = Mapping[str, Sequence[str]]
"""What an approver chose, by the name of the choice."""

NOTHING_CHOSEN: Chosen = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Finding:
    """The one thing to know: a line in the list, a note above the detail (“Leaves call-taking 2 short on Thu Aug 13”).

    `leaves_short`: approving would cause a shortage; `is_stale`: it can't be done any more. Bulk approval leaves such
    requests out.
    """

    title: str
    text: str = ""
    tone: Tone = ""
    leaves_short: bool = False
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Short:
    """So many people missing in minutes of one local day, 0 to 1440."""

    start: int
    end: int
    missing: int

    @property
    def place(self) -> str:
        """Classes of css/geometry.css: from which hour and minute, how many days, hours and minutes long."""
        length = self.end - self.start
        days, rest = divmod(length, 1440)
        return f"h{self.start // 60} m{self.start % 60} ld{days} lh{rest // 60} lm{rest % 60}"

    @property
    def depth(self) -> int:
        """1 to 3: how strong the red is."""
        return min(3, self.missing)


@dataclass(frozen=True, slots=True)
class StripRow:
    """One row of an impact strip (“Now”, “If approved”, “With cover”): per day what is short; empty is fine."""

    label: str
    days: tuple[tuple[Short, ...], ...]
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """Rows over the same days of one position. `inside`: the days that the request is about. `spare`: words per day."""

    title: str
    days: tuple[str, ...]
    inside: tuple[bool, ...]
    rows: tuple[StripRow, ...]
    spare: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[tuple[str, bool], ...]:
        """Each day, and whether the request is about it."""
        return tuple(zip(self.days, self.inside, strict=True))


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with how it stands, for the right column."""

    words: str
    tone: Tone = "ok"


@dataclass(frozen=True, slots=True)
class Facts:
    """A block of the right column: terms with values, and a line below."""

    title: str
    pairs: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose with a yes. `approve` names the outcome then; empty: as the impact says."""

    value: str
    title: str
    text: str = ""
    tag: str = ""
    tone: Tone = ""
    approve: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen with a yes, under `name` of the form: one of the options, or some of them."""

    name: str
    title: str
    options: tuple[Option, ...]
    takes_several: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A time that is said with a yes, as text under `name` of the form."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Impact:
    """All about one request. `approve` names the outcome (“Approve with cover”); `saw` is kept with the decision.

    `choices` and `part` (times within what is asked for, to approve only those) come back with the yes.

    `template` draws what only this kind has, with `impact` and `request_row` in its context.
    """

    finding: Finding
    approve: str = "Approve"
    strips: tuple[Strip, ...] = ()
    choices: tuple[Choice, ...] = ()
    part: tuple[Entry, ...] = ()
    checks: tuple[Check, ...] = ()
    aside: tuple[Facts, ...] = ()
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    saw: dict[str, Any] = field(default_factory=dict)
