"""The door: the one way in for edits of the roster. Undo is in `undo.py`, publishing in `publishing.py`.

In one tick: permission, repeat check, locked days, conflict by the center's strategy, rows, event (`edit_work.py`).
Rule breaks in a draft are saved and marked; what is published as it is recorded passes the rules (`gate.py`).
Impossible input is always refused. What employees say of their own shifts comes in through `scheduling/attendance/`.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction

from scheduling.roster.answers import EditAnswer, answer_of, done_before, record_edit, violation_as_json
from scheduling.roster.approved import Approval
from scheduling.roster.domain.border import edit_as_json
from scheduling.roster.domain.commands import Edit
from scheduling.roster.edit_work import EditWork
from scheduling.roster.models import Edit as EditRow
from staff.centers.clock import Tick, tick
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, require


def apply_edit(*, actor: User, center: Center, edit: Edit) -> EditAnswer:
    """Do an edit, once.

    Locks the center's clock. Raises PermissionDenied, CommandError (impossible input, locked days, unknown people),
    EditRefused, or PublishRefused (rules stand against what employees would see at once; NeedsApproval where asking
    for it is a way); then nothing is stored.
    """
    require(actor, Permission.EDIT_ROSTER, center.pk)
    return _apply(actor, center, edit, None)


def apply_approved(*, actor: User, center: Center, edit: Edit, approval: Approval) -> EditAnswer:
    """Do what a request asked for, seen by employees at once; the decision stands for every permission.

    Locks the center's clock. Raises as `apply_edit`, and where rules stand against it that the approval does not
    override. No step of anybody's undo list: it is taken back with the decision (`undo.take_back_approved`).
    """
    return _apply(actor, center, edit, approval)


def _apply(actor: User, center: Center, edit: Edit, approval: Approval | None) -> EditAnswer:
    def do(opened: Tick) -> EditAnswer | None:
        work = EditWork(actor, center, edit, opened, approval=approval)
        work.run()
        if work.is_empty:
            return None
        answer = EditAnswer(
            edit.edit_id,
            opened.version,
            tuple(work.touched),
            tuple(conflict.as_json() for conflict in work.conflicts),
            broken=tuple(violation_as_json(violation) for violation in work.broken),
        )
        kind = "request" if approval else "edit"
        record_edit(actor, center, opened, edit.edit_id, kind, edit_as_json(edit), answer, work.first_day)
        opened.payload.update(answer.as_json())
        if approval:
            opened.payload["request"] = str(approval.request_id)
        return answer

    return once(actor=actor, center=center, edit_id=edit.edit_id, event="roster.edited", do=do)


def once(
    *, actor: User, center: Center, edit_id: UUID, event: str, do: Callable[[Tick], EditAnswer | None]
) -> EditAnswer:
    """Do something in a tick of its own and keep it as an edit; done before, it returns the first answer.

    `do` writes rows and keeps the edit, or writes nothing and returns None. Locks the center's clock.
    """
    try:
        with transaction.atomic():
            return _once(actor, center, edit_id, event, do)
    except IntegrityError:
        # The same edit_id was stored by a second request between our look and our write.
        done = EditRow.objects.filter(pk=edit_id, center=center, actor=actor).first()
        if done is None:
            raise
        return answer_of(done)


def _once(
    actor: User, center: Center, edit_id: UUID, event: str, do: Callable[[Tick], EditAnswer | None]
) -> EditAnswer:
    repeated = done_before(actor, center, edit_id)
    if repeated is not None:
        return repeated
    with tick(actor=actor, center_id=center.pk, kind=event) as opened:
        repeated = done_before(actor, center, edit_id)
        if repeated is not None:
            opened.cancel()
            return repeated
        answer = do(opened)
        if answer is None:
            opened.cancel()
            return EditAnswer(edit_id, None)
        return answer
