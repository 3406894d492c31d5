"""Ways out of one shortage, each tried on the best roster: a shift more, an extension, a move, leave given back.

A way is a small change of one person. It is checked by a run of its own over that person alone: what the best
roster gives them stands, the change may be made, and the minutes of the shortage ask for one more. What the run
answers passed the independent check, so the way breaks no blocking rule; its price is counted like the run's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduling.rules.levels import Level
from scheduling.time.interval import Interval, Minute
from solver.engine.build import Model
from solver.engine.facts import Facts, Piece, spans_of
from solver.engine.findings import find, may_go
from solver.engine.headcounts import Gap, headcounts, shortage_minutes
from solver.engine.instance import (
    DutyOrigin,
    GivenDuty,
    HouseRules,
    Instance,
    Occurrence,
    Person,
    Requirement,
    RequirementKind,
    Step,
)
from solver.engine.score import score
from solver.engine.search import Request, minimize, prepare
from solver.engine.shortages.account import Measure, WayKind, WayOut
from solver.engine.shortages.obstacles import broken_with, closed_by, collides
from solver.engine.solution import MESSAGES, Assignment, Solution, Status
from solver.engine.standing import Result
from solver.engine.verify import verify

MOST_WAYS = 5
MOST_TRIED = 4
"""So many people are tried for each kind of change."""
MOST_OF_A_KIND = 2
MOST_LOOKED_AT = 25
"""Of so many kept shifts it is counted whether somebody is missed there; in a large center that takes a while."""
LONGEST_EXTENSION = 6 * 60
LEAVE_PRICE = 4800
"""Giving back a day of approved leave, in points: twice the usual price of a moved shift."""
SECONDS_EACH = 2.0
TIERS_TRIED = (1, 2, 5)
"""A way has to close minutes at least cost; house rules and wishes of one person say nothing about it."""
AFTER_ALL = {WayKind.ACCEPT: 2, WayKind.LEAVE: 3}
"""Ways that come after all others, whatever their price."""
APPROVALS = ("approval_rest", "approval_minutes", "approval_days", "approval_training")


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class _Change:
    """What one person might do: shifts that may be added, duty that may go, leave that is given back."""

    kind: WayKind
    person: Person
    occurrences: tuple[Occurrence, ...]
    moved: str | None = None
    leave: Interval | None = None
    joined: Piece | None = None


class Ways:
    """Looks for ways out on one finished roster. `standing` is everybody's duty in it, in order of start."""

    def __init__(self, facts: Facts, standing: Mapping[str, Sequence[Piece]], gaps: Sequence[Gap]) -> None:
        self._facts = facts
        self._instance = facts.instance
        self._standing = standing
        self._gaps = gaps
        self._given = {duty.key: duty for duty in facts.instance.duty}
        self._skill_of = {row.key: row.skill for row in facts.instance.positions}
        self._weight_of = {row.key: row.weight for row in facts.instance.positions}
        self._is_over: Callable[[], bool] = _never
        self.tried = 0

    def out_of(self, gap: Gap, is_over: Callable[[], bool]) -> tuple[WayOut, ...]:
        """At most five ways, cheapest first; `is_over` says when time is up.

        What closes all of the minutes for one person comes before what closes a part. A minimum outranks whatever
        a way costs, so accepting the shortage comes after them; leave is asked for last.
        """
        self.tried = 0
        self._is_over = is_over
        found: list[WayOut] = []
        for changes in (
            self._extensions(gap),
            self._shifts(gap),
            self._moves(gap),
            self._leave(gap),
        ):
            of_kind: list[WayOut] = []
            for n, change in enumerate(changes):
                if n >= MOST_TRIED or len(of_kind) >= MOST_OF_A_KIND or is_over():
                    break
                way = self._tried(gap, change)
                if way is not None:
                    of_kind.append(way)
            found += of_kind
        found.append(self._accepted(gap))
        found.sort(key=lambda way: (_rank(way, gap), way.price))
        return tuple(found[:MOST_WAYS])

    def _accepted(self, gap: Gap) -> WayOut:
        """Fewer people than the minimum, at what the shortage costs in the objective."""
        requirement = self._requirement(gap)
        seats = requirement.kind == RequirementKind.SEATS
        weight = self._weight_of[requirement.of] if seats else requirement.weight
        minutes = gap.missing * gap.interval.minutes
        return WayOut(WayKind.ACCEPT, gap.interval, weight * minutes, minutes)

    def _requirement(self, gap: Gap) -> Requirement:
        return next(row for row in self._instance.requirements if row.key == gap.requirement)

    # --- who might ---------------------------------------------------------------------------------------------

    def _able(self, gap: Gap) -> Iterator[Person]:
        """People trained for all of the shortage who are not on duty in it, until the time is up."""
        requirement = self._requirement(gap)
        skill = requirement.of if requirement.kind == RequirementKind.MIX else self._skill_of[requirement.of]
        for person in self._instance.people:
            if self._is_over():
                return
            if person.is_trainee or not any(span.covers(gap.interval) for span in spans_of(person, skill)):
                continue
            if not any(_overlaps(piece, gap.interval) for piece in self._standing[person.key]):
                yield person

    def _covering(self, gap: Gap) -> list[Occurrence]:
        """Shifts that reach into the shortage, those that cover most of it first, then the shorter ones."""
        rows = [row for row in self._instance.occurrences if row.interval.overlaps(gap.interval)]
        return sorted(rows, key=lambda row: (-_shared(row.interval, gap.interval), row.interval.minutes))

    def _shifts(self, gap: Gap) -> list[_Change]:
        """One more shift, for those who have most of their contract left."""
        covering = self._covering(gap)
        found: list[tuple[int, _Change]] = []
        for person in self._able(gap):
            fitting = tuple(row for row in covering if self._fits(person, row, ()))[:3]
            if fitting:
                found.append((self._beyond(person, fitting[0]), _Change(WayKind.SHIFT, person, fitting)))
        return [change for _, change in sorted(found, key=lambda row: row[0])]

    def _moves(self, gap: Gap) -> Iterator[_Change]:
        """A kept shift of the same date or the one beside it goes elsewhere, where nobody is missed."""
        covering = self._covering(gap)
        looked_at = 0
        for person in self._able(gap):
            for piece in self._standing[person.key]:
                near = [row for row in covering if abs((row.on - piece.on).days) <= 1]
                if not near or not self._may_move(piece):
                    continue
                fitting = tuple(row for row in near if self._fits(person, row, (piece,)))[:3]
                if not fitting:
                    continue
                looked_at += 1
                if looked_at > MOST_LOOKED_AT:
                    return
                if not self._is_missed(person, piece):
                    yield _Change(WayKind.MOVE, person, fitting, moved=piece.duty)
                    break

    def _may_move(self, piece: Piece) -> bool:
        duty = self._given.get(piece.duty or "")
        return (
            duty is not None
            and may_go(self._instance, duty)
            and duty.shift_type is not None
            and duty.fills_seats
            and duty.start == duty.shift_start
        )

    def _leave(self, gap: Gap) -> Iterator[_Change]:
        """Approved leave given back for a shift; only with the person's agreement."""
        covering = self._covering(gap)
        for person in self._able(gap):
            rows = [row for row in self._instance.absences if row.person == person.key]
            for row in covering:
                taken = [gone for gone in rows if Interval(gone.start, gone.end).overlaps(row.interval)]
                reasons = set(closed_by(self._facts, person, row))
                if taken and reasons == {"absence"} and self._is_legal(person, row, ()):
                    yield _Change(WayKind.LEAVE, person, (row,), leave=row.interval)
                    break

    def _extensions(self, gap: Gap) -> Iterator[_Change]:
        """Duty right before or after the shortage that lasts through it."""
        if gap.interval.minutes > LONGEST_EXTENSION:
            return
        day = next((day for day in self._instance.days if day.start <= gap.interval.start < day.end), None)
        if day is None or not self._instance.horizon.covers(gap.interval):
            return
        for person in self._able(gap):
            for piece in self._standing[person.key]:
                is_beside = gap.interval.start == piece.end or gap.interval.end == piece.start
                if not is_beside or piece.shift_type is None or not piece.presence:
                    continue
                longer = Occurrence(
                    key=f"extension of {person.key}",
                    shift_type=piece.shift_type,
                    on=day.on,
                    start=gap.interval.start,
                    end=gap.interval.end,
                    worked_minutes=gap.interval.minutes,
                )
                if not list(closed_by(self._facts, person, longer)) and self._is_legal(
                    person, longer, (), joined=True
                ):
                    yield _Change(WayKind.EXTENSION, person, (longer,), joined=piece)

    def _fits(self, person: Person, row: Occurrence, without: Sequence[Piece]) -> bool:
        return not list(closed_by(self._facts, person, row)) and self._is_legal(person, row, without)

    def _is_legal(
        self, person: Person, row: Occurrence, without: Sequence[Piece], *, joined: bool = False
    ) -> bool:
        """No blocking rule is broken beside the duty of the best roster."""
        piece = self._facts.piece_of(person, row)
        others = [other for other in self._standing[person.key] if other not in without]
        if not joined and any(collides(self._facts, piece, other) for other in others):
            return False
        return not any(True for _ in broken_with(self._facts, piece, others))

    def _beyond(self, person: Person, row: Occurrence) -> int:
        """Minutes beyond the contract that a shift would make."""
        beyond = 0
        piece = self._facts.piece_of(person, row)
        for week in self._facts.workweeks[person.unit]:
            added = piece.worked_minutes_in(week)
            if added:
                own = sum(other.worked_minutes_in(week) for other in self._standing[person.key])
                beyond += max(0, own + added - self._facts.allowance(person, week))
        return beyond

    def _is_missed(self, person: Person, piece: Piece) -> bool:
        """True when a minimum falls short, or a trainee is left alone, where a person's duty goes."""
        span = Interval(piece.start, piece.end)
        trainers = set(self._instance.trainer_skills)
        if any(row.skill in trainers for row in person.skills) and self._has_trainee(span):
            return True
        asked = self._around(span)
        without = [row for row in asked.duty if row.person != person.key]
        return _short(asked) < _short(replace(asked, duty=tuple(without)))

    def _has_trainee(self, span: Interval) -> bool:
        return any(
            self._facts.person[key].is_trainee and any(_overlaps(piece, span) for piece in pieces)
            for key, pieces in self._standing.items()
        )

    def _around(self, span: Interval) -> Instance:
        """Everybody on duty in a span, and what is asked for in it, as an instance of its own."""
        duty = [
            self._as_given(piece)
            for pieces in self._standing.values()
            for piece in pieces
            if _overlaps(piece, span)
        ]
        requirements = tuple(
            replace(row, steps=steps)
            for row in self._instance.requirements
            if (steps := _within(row.steps, span))
        )
        return _bare(self._instance, people=self._instance.people, duty=duty, requirements=requirements)

    # --- trying ------------------------------------------------------------------------------------------------

    def _tried(self, gap: Gap, change: _Change) -> WayOut | None:
        """The change as a run over this person makes it; None when the run makes none, or it does not help."""
        self.tried += 1
        alone = self._alone(gap, change)
        answer = _answer_for(alone)
        if answer is None or len(answer.assignments) != 1:
            return None
        row = next(row for row in change.occurrences if row.key == answer.assignments[0].occurrence)
        closes = _shared(row.interval, gap.interval)
        if not closes or answer.dropped not in ((), (change.moved,)):
            return None
        kind = WayKind.SHIFT if change.kind is WayKind.MOVE and not answer.dropped else change.kind
        price, overtime, needs_approval = _price(alone, answer)
        if kind is WayKind.LEAVE:
            # Duty under the leave comes back with it: what it costs is that somebody gives it up.
            price, overtime = LEAVE_PRICE, 0
        joined = change.joined
        stays = joined is not None and joined.end == row.start
        return WayOut(
            kind=kind,
            interval=row.interval,
            price=price,
            closes=closes,
            person=change.person.key,
            occurrence=None if joined is not None else row.key,
            shift_type=row.shift_type,
            shift_start=joined.shift_start if joined is not None and stays else row.start,
            moved=answer.dropped,
            overtime_minutes=overtime,
            needs_approval=needs_approval,
            measures=tuple(_measures(alone, answer, row)),
        )

    def _alone(self, gap: Gap, change: _Change) -> Instance:
        """The instance of one person: the best roster's duty stands, the change may be made."""
        person = replace(change.person, trainer=None, fairness_group=None)
        duty = [
            replace(self._as_given(piece), may_move=piece.duty is not None and piece.duty == change.moved)
            for piece in self._standing[person.key]
        ]
        requirement = self._requirement(gap)
        span = Interval(
            min(row.start for row in change.occurrences), max(row.end for row in change.occurrences)
        )
        steps = tuple(
            Step(cut.start, cut.end, 1, 1)
            for other in sorted(self._gaps, key=lambda other: other.interval.start)
            if other.requirement == gap.requirement and (cut := other.interval.intersection(span))
        )
        absences = tuple(
            row
            for row in self._instance.absences
            if row.person == person.key
            and not (change.leave and Interval(row.start, row.end).overlaps(change.leave))
        )
        options = replace(
            self._instance.options,
            time_limit_seconds=SECONDS_EACH,
            workers=1,
            overtime_allowed=True,
            double_shifts_allowed=change.joined is not None,
            findings_removed=True,
        )
        return _bare(
            self._instance,
            people=(person,),
            duty=duty,
            requirements=(replace(requirement, steps=steps),),
            occurrences=change.occurrences,
            absences=absences,
            keep_off=tuple(row for row in self._instance.keep_off if row.person == person.key),
            options=options,
        )

    def _as_given(self, piece: Piece) -> GivenDuty:
        if piece.duty is not None:
            return replace(self._given[piece.duty], may_move=False)
        occurrence = self._facts.occurrence[piece.occurrence or ""]
        return GivenDuty(
            key=f"{piece.person} on {occurrence.key}",
            person=piece.person,
            start=piece.start,
            end=piece.end,
            shift_start=piece.shift_start,
            worked_minutes=piece.worked_minutes,
            origin=DutyOrigin.LOCKED,
            shift_type=piece.shift_type,
            breaks=occurrence.breaks,
        )


def _answer_for(alone: Instance) -> Solution | None:
    """What a run over one person decides: as much of the shortage as can be, then at least cost; checked.

    None when duty before it breaks a rule, when nothing is found, or when the check refuses it.
    """
    if find(alone):
        return None
    model = Model(Facts(alone))
    solved = None
    for number in TIERS_TRIED:
        tier = model.add_tier(number)
        request = Request(SECONDS_EACH, 1)
        prepare(model.variables, tier.cost, request)
        found = minimize(
            model.variables.model, alone.options, request, should_stop=_never, report=lambda *_: None
        )
        if found.solved is None:
            return None
        solved = found.solved
        model.keep(tier, tier.cost.value(solved))
    if solved is None:
        return None
    answer = Solution(
        status=Status.FEASIBLE,
        message=MESSAGES[Status.FEASIBLE],
        assignments=tuple(
            Assignment(*pair) for pair, literal in model.variables.assigned.items() if solved.value(literal)
        ),
        dropped=tuple(key for key, literal in model.variables.kept.items() if not solved.value(literal)),
    )
    return None if verify(alone, answer) else answer


def _rank(way: WayOut, gap: Gap) -> int:
    if way.kind in AFTER_ALL:
        return AFTER_ALL[way.kind]
    return 0 if way.closes >= gap.interval.minutes else 1


def _price(alone: Instance, answer: Solution) -> tuple[int, int, bool]:
    """Points that the change adds in the objective, minutes of overtime, and whether a rule asks for approval."""
    pairs = [(row.person, row.occurrence) for row in answer.assignments]
    before = score(Result(alone, []))
    after = score(Result(alone, pairs, dropped=answer.dropped))
    added = {name: after[name].cost - before[name].cost for name in (*APPROVALS, "overtime", "warned_days")}
    moved = len(answer.dropped) * alone.options.weights.moved_shift
    overtime = max(0, after["overtime"].value - before["overtime"].value)
    return max(0, sum(added.values())) + moved, overtime, any(added[name] > 0 for name in APPROVALS)


def _measures(alone: Instance, answer: Solution, row: Occurrence) -> Iterator[Measure]:
    """Time on duty and rest around the change, where the unit limits them."""
    pairs = [(one.person, one.occurrence) for one in answer.assignments]
    result = Result(alone, pairs, dropped=answer.dropped)
    person = alone.people[0].key
    stretches = result.stretches(person)
    at = next(n for n, found in enumerate(stretches) if any(piece.start == row.start for piece in found))
    stretch = stretches[at]
    on = result.date_of(stretch[0].start)
    longest = result.limit(person, "longest_continuous_duty", Level.BLOCK, on)
    if longest is not None:
        yield Measure("longest_continuous_duty", stretch[-1].end - stretch[0].start, longest)
    rests = []
    if at > 0:
        rests.append((stretch[0].start - stretches[at - 1][-1].end, on))
    if at + 1 < len(stretches):
        after = stretches[at + 1][0].start
        rests.append((after - stretch[-1].end, result.date_of(after)))
    for rest, day in rests:
        limit = result.limit(person, "minimum_rest", Level.BLOCK, day)
        if limit is not None:
            yield Measure("minimum_rest", rest, limit)


def _bare(instance: Instance, **changes: object) -> Instance:
    """The instance with its calendar, rules and positions, and nothing that is not asked for."""
    empty: dict[str, object] = {
        "occurrences": (),
        "duty": (),
        "absences": (),
        "keep_off": (),
        "wishes": (),
        "off_limit_groups": (),
        "house": HouseRules(),
        "burdens": (),
        "requirements": (),
    }
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()}
    return replace(instance, **{**empty, **given})  # type: ignore[arg-type]


def _short(instance: Instance) -> int:
    return shortage_minutes(headcounts(Result(instance, []))).total()


def _within(steps: Sequence[Step], span: Interval) -> tuple[Step, ...]:
    return tuple(
        replace(step, start=cut.start, end=cut.end)
        for step in steps
        if (cut := span.intersection(Interval(step.start, step.end)))
    )


def _overlaps(piece: Piece, span: Interval) -> bool:
    return piece.start < span.end and span.start < piece.end


def _shared(one: Interval, other: Interval) -> Minute:
    cut = one.intersection(other)
    return 0 if cut is None else cut.minutes
