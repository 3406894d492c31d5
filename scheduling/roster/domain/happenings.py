"""What happened, or is to happen, to one person's time: overtime, holdover, late, early out, trade. Pure.

Each gives the rows to add, or says at which field it can't be. A day set as a whole is in `editing.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduling.adjustments.domain import LONGEST_DUTY_MINUTES, AdjustmentKind, Paint
from scheduling.adjustments.kinds import TERMS
from scheduling.roster.domain.commands import EXTRA, CommandError
from scheduling.roster.domain.editing import NewRow, Plan, painted
from scheduling.roster.domain.inputs import PersonInput, RosterInput
from scheduling.time.interval import MINUTES_PER_DAY, Interval, Minute
from scheduling.time.segment import AWAY_FROM_CONSOLE, Duty, Key, PayKind
from scheduling.time.words import range_words, time_words


@dataclass(frozen=True, slots=True)
class Shift:
    """One shift as it stands, in its pieces (cuts of leave apart: what would be worked)."""

    pieces: tuple[Duty, ...]

    @property
    def whole(self) -> Interval:
        return Interval(self.pieces[0].start, self.pieces[-1].end)

    @property
    def key(self) -> Minute:
        """The start it was planned with: it names the shift, also when its first minutes are cut off."""
        return self.pieces[0].shift_start


def shift_of(person: PersonInput, roster: RosterInput, shift_start: Minute) -> Shift:
    """The shift that began (was to begin) in a minute. Raises CommandError when there is none."""
    around = Interval(shift_start - MINUTES_PER_DAY, shift_start + 2 * MINUTES_PER_DAY)
    duty = painted(person, roster, around).duty
    pieces = tuple(each for each in duty if each.shift_start == shift_start)
    if not pieces:
        at = f"{roster.clock.date_of(shift_start)} {time_words(shift_start, roster.clock)}"
        raise CommandError("shift_start", f"No shift of this person begins at {at}.")
    return Shift(pieces)


def plan_extra(
    person: PersonInput,
    roster: RosterInput,
    kind: AdjustmentKind,
    when: Interval,
    *,
    position: Key | None = None,
    console: int | None = None,
    reason: str = "",
) -> Plan:
    """Duty beside the shifts, paid by its kind. Raises CommandError at `end` or `start`.

    Overtime lies outside planned duty (what is planned is no overtime). Training and court time may lie over a shift:
    they are painted over its minutes and belong to it.
    """
    if kind not in EXTRA:
        raise CommandError("kind", f"“{kind.value}” is not added beside a shift.")
    if when.minutes > LONGEST_DUTY_MINUTES:
        raise CommandError("end", "One shift lasts at most 26 hours. Check the dates.")
    terms = TERMS[kind]
    pay = terms.pay or PayKind.REGULAR
    met = [each for each in painted(person, roster, when).duty if each.interval.overlaps(when)]
    if met and pay not in AWAY_FROM_CONSOLE:
        known = range_words(met[0].start, met[0].end, roster.clock)
        raise CommandError("start", f"This person works {known} then. Pick the time outside that shift.")
    inside = met[0].shift_start if met and met[0].start <= when.start else when.start
    row = NewRow(
        kind,
        Paint.DUTY,
        when.start,
        when.end,
        shift_start=inside,
        position=position,
        console=console,
        pay=pay,
        reason=reason,
    )
    return Plan((row,), (), (when,))


def plan_holdover(
    person: PersonInput, roster: RosterInput, shift_start: Minute, until: Minute, reason: str
) -> Plan:
    """Kept on duty after the end of a shift, in the seat they sit in. Raises CommandError at `until`."""
    shift = shift_of(person, roster, shift_start)
    last = shift.pieces[-1]
    if until <= last.end:
        ends = time_words(last.end, roster.clock)
        raise CommandError("until", f"The shift ends at {ends}; a holdover ends after that.")
    when = Interval(last.end, until)
    if until - shift.whole.start > LONGEST_DUTY_MINUTES:
        raise CommandError("until", "One shift lasts at most 26 hours. Check the date.")
    met = [each for each in painted(person, roster, when).duty if each.interval.overlaps(when)]
    if met:
        known = range_words(met[0].start, met[0].end, roster.clock)
        raise CommandError("until", f"The next shift is {known}; a holdover ends before it.")
    row = NewRow(
        AdjustmentKind.HOLDOVER,
        Paint.DUTY,
        when.start,
        when.end,
        shift_start=shift.key,
        shift_type=last.shift_type,
        position=last.position,
        console=last.console,  # type: ignore[arg-type]
        pay=PayKind.HOLDOVER,
        reason=reason,
    )
    return Plan((row,), (), (when,))


def plan_early_out(
    person: PersonInput, roster: RosterInput, shift_start: Minute, at: Minute, reason: str
) -> Plan:
    """Let go before the end of a shift. Raises CommandError at `at`."""
    shift = shift_of(person, roster, shift_start)
    _check_inside(shift, at, roster, "at")
    return _without(shift, Interval(at, shift.whole.end), AdjustmentKind.EARLY_OUT, reason)


def plan_late(
    person: PersonInput, roster: RosterInput, shift_start: Minute, until: Minute, reason: str
) -> Plan:
    """Arrived after the start of a shift; it stays the shift of its date. Raises CommandError at `until`."""
    shift = shift_of(person, roster, shift_start)
    _check_inside(shift, until, roster, "until")
    return _without(shift, Interval(shift.whole.start, until), AdjustmentKind.LATE, reason)


def plan_trade(
    giver: PersonInput, taker: PersonInput, roster: RosterInput, shift_start: Minute, reason: str
) -> tuple[Plan, Plan]:
    """A shift changes hands whole: the giver's plan, then the taker's. Raises CommandError at `taker`.

    Paid neutrally: the hours are no overtime of who works them, and count as the giver's own (29 CFR 553.31).
    """
    shift = shift_of(giver, roster, shift_start)
    whole = shift.whole
    met = [each for each in painted(taker, roster, whole).segments if each.interval.overlaps(whole)]
    if met:
        known = range_words(met[0].start, met[0].end, roster.clock)
        raise CommandError("taker", f"The other person is not free: {known}.")
    taken = tuple(
        NewRow(
            AdjustmentKind.TRADE,
            Paint.DUTY,
            piece.start,
            piece.end,
            shift_start=shift.key,
            shift_type=piece.shift_type,
            position=piece.position,
            console=piece.console,  # type: ignore[arg-type]
            breaks=piece.breaks,
            pay=PayKind.TRADE,
            reason=reason,
        )
        for piece in shift.pieces
    )
    return _without(shift, whole, AdjustmentKind.TRADE, reason), Plan(taken, (), (whole,))


def dates_of(plan: Plan, roster: RosterInput) -> set[date]:
    """The local dates that a plan's rows belong to: those of their shifts."""
    return {
        roster.clock.date_of(row.start if row.shift_start is None else row.shift_start)
        for row in plan.additions
    }


def _check_inside(shift: Shift, at: Minute, roster: RosterInput, field: str) -> None:
    if not shift.whole.start < at < shift.whole.end:
        known = range_words(shift.whole.start, shift.whole.end, roster.clock)
        raise CommandError(field, f"The shift is {known}; pick a time inside it.")


def _without(shift: Shift, gone: Interval, kind: AdjustmentKind, reason: str) -> Plan:
    rows = tuple(
        NewRow(kind, Paint.OFF, both.start, both.end, shift_start=shift.key, reason=reason)
        for piece in shift.pieces
        if (both := piece.interval.intersection(gone)) is not None
    )
    return Plan(rows, (), (gone,))
