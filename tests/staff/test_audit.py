"""The audit trail: the database writes it, for every way of writing, with the actor, without identities, for good."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pghistory.models
import pytest
from django.db import connection, models, transaction
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.tokens import AccessToken

from approvals.models import ApprovalRoute, ApprovalStep, Delegation
from approvals.models import Request as ApprovalRequest
from approvals.registry import Kind
from config.celery import app
from config.middleware import AuditContextMiddleware
from scheduling.board.on_duty.models import WallDisplay
from scheduling.patterns.holidays.services import CalendarChoice, take_year
from scheduling.roster.models import Proposal
from staff.audit import acting_as, acting_through
from staff.centers.clock import tick
from staff.notices.models import ChannelChoice
from staff.people.models import Department, Group, Invitation, Person
from staff.preferences.models import OffLimitGroup, OffLimitMembership, StandingPreference
from tests.cast import Cast, make_cast
from tests.factories import (
    make_adjustment,
    make_counting_rules,
    make_emergency,
    make_holiday,
    make_overtime_rules,
    make_period,
    make_requirement_override,
    make_restriction,
    make_rule_limits,
    make_user,
    make_wish,
    make_workweek_boundary,
    moment,
    publish_period_row,
)


def audit_models() -> list[type[Any]]:
    """Every table of audit rows."""

    def below(model: type[Any]) -> Iterator[type[Any]]:
        for child in model.__subclasses__():
            yield child
            yield from below(child)

    return sorted(
        {
            model
            for model in below(pghistory.models.Event)
            if not model._meta.abstract and model._meta.managed
        },
        key=lambda model: model._meta.label,
    )


AUDIT = pytest.mark.parametrize("model", audit_models(), ids=lambda model: model._meta.label)


def write_everything() -> Cast:
    """A row in every audited table."""
    cast = make_cast()
    monday = date(2026, 12, 7)
    make_holiday(cast.norfield, monday)
    take_year(
        actor=None, center=cast.norfield, choice=CalendarChoice("US"), year=2027, kept={date(2027, 7, 4)}
    )
    make_rule_limits(cast.norfield, "minimum_rest", block=480)
    make_workweek_boundary(cast.norfield)
    noon = moment(cast.norfield, "2026-12-07 12:00")
    make_emergency(cast.norfield, noon, noon + timedelta(hours=1), "minimum_rest")
    make_restriction(cast.cal, daily_minutes=480)
    make_counting_rules(cast.norfield, training_counts=False)
    make_requirement_override(cast.positions["Call-taking"], monday)
    make_adjustment(
        cast.cal,
        moment(cast.norfield, "2026-12-07 12:00"),
        moment(cast.norfield, "2026-12-07 18:00"),
        reason="Merrow called in",
    )
    publish_period_row(make_period(cast.norfield))
    make_wish(cast.cal, monday)
    group = OffLimitGroup.objects.create(center=cast.norfield, name="Pair 1")
    OffLimitMembership.objects.create(group=group, person=cast.cal)
    Invitation.objects.create(
        center=cast.norfield,
        email="lee@norfield.example",
        role="employee",
        invited_by=cast.ada.user,
        token_hash="0" * 64,
        expires_at=timezone.now() + timedelta(days=7),
    )
    Proposal.objects.create(center=cast.norfield, owner=cast.dana.user, base_version=1, title="Run 1")
    WallDisplay.objects.create(center=cast.norfield, name="Floor", created_by=cast.ada.user)
    make_overtime_rules(cast.norfield)
    write_requests(cast, monday)
    return cast


def write_requests(cast: Cast, monday: date) -> None:
    """What people ask for, who decides, and how they are told."""
    StandingPreference.objects.create(
        center=cast.norfield, person=cast.cal, kind="off", weekdays=[6], weight=3, starts_on=monday
    )
    ChannelChoice.objects.create(user=cast.cal.user, kind="request_asked", channel="email", is_on=False)
    route = ApprovalRoute.objects.create(center=cast.norfield, kind=Kind.PREFERENCE)
    ApprovalStep.objects.create(route=route, number=0, label="Admin", audiences=["may:manage_center"])
    Delegation.objects.create(
        center=cast.norfield,
        principal=cast.dana.user,
        delegate=cast.sam.user,
        starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(days=7),
    )
    ApprovalRequest.objects.create(
        id=uuid.uuid4(),
        center=cast.norfield,
        kind=Kind.PREFERENCE,
        person=cast.cal,
        asked_by=cast.cal.user,
        size=1,
        payload={},
        route={},
    )


def latest(model: type[Any]) -> Any:
    return model.objects.select_related("pgh_context").latest("pgh_id")


def trail_of(row: models.Model) -> list[tuple[str, str | None]]:
    """What was done to a row, by whom."""
    found = row.audit_rows.order_by("pgh_id")  # type: ignore[attr-defined]
    return [
        (entry.pgh_label, (entry.pgh_context.metadata if entry.pgh_context else {}).get("user"))
        for entry in found
    ]


@pytest.mark.django_db
def test_every_audited_table_names_the_actor() -> None:
    ada = make_user("operator@norfield.example")
    with acting_as(ada):
        write_everything()
    silent = []
    for model in audit_models():
        row = model.objects.filter(pgh_context__metadata__user=str(ada.pk), pgh_label="insert").first()
        if row is None:
            silent.append(model._meta.label)
    assert silent == []


def test_there_are_audited_tables() -> None:
    names = {model._meta.object_name for model in audit_models()}
    assert {"PersonAudit", "RoleAssignmentAudit", "AdjustmentAudit", "BaseContractAudit"} <= names
    assert len(names) > 25


@pytest.mark.django_db
def test_audit_rows_hold_no_names_and_no_secrets() -> None:
    make_user("operator@norfield.example")
    write_everything()
    identities = ["Merrow", "Kestrel", "norfield.example", "Tiernan", "md5$", "0" * 64]
    for model in [*audit_models(), pghistory.models.Context]:
        text = str(list(model.objects.values()))
        assert not [word for word in identities if word in text], model._meta.label


def test_updates_and_deletes_are_written_down(cast: Cast) -> None:
    with acting_as(cast.ada.user):
        row = Department.objects.create(center=cast.norfield, name="Training")
        row.name = "Quality"
        row.save(update_fields=["name"])
        audit = Department.audit_rows.rel.related_model  # type: ignore[attr-defined]
        row_id = row.pk
        row.delete()
    actor = str(cast.ada.user_id)
    found = audit.objects.filter(pgh_obj_id=row_id).order_by("pgh_id")
    assert [(entry.pgh_label, entry.name, entry.pgh_context.metadata["user"]) for entry in found] == [
        ("insert", "Training", actor),
        ("update", "Quality", actor),
        ("delete", "Quality", actor),
    ]


def test_bulk_writes_are_written_down(cast: Cast) -> None:
    actor = str(cast.ada.user_id)
    with acting_as(cast.ada.user):
        rows = Group.objects.bulk_create(
            [Group(center=cast.norfield, name=name) for name in ("C Squad", "D Squad")]
        )
        Group.objects.filter(pk__in=[row.pk for row in rows]).update(rank=7)
    for row in rows:
        assert trail_of(row) == [("insert", actor), ("update", actor)]


def test_the_triggers_find_what_they_ask_for(cast: Cast) -> None:
    """Unset, each row of a bulk would catch an error that looks through all the rows before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)


def test_raw_sql_is_written_down(cast: Cast) -> None:
    group = cast.groups["A Squad"]
    with acting_as(cast.ada.user), connection.cursor() as cursor:
        cursor.execute("UPDATE staff_group SET name = 'Alpha' WHERE id = %s", [group.pk])
    assert trail_of(group)[-1] == ("update", str(cast.ada.user_id))


def test_what_nobody_is_named_for_is_written_down_all_the_same(cast: Cast) -> None:
    group = cast.groups["A Squad"]
    Group.objects.filter(pk=group.pk).update(rank=3)
    assert trail_of(group)[-1] == ("update", None)


def test_a_tick_names_its_actor(cast: Cast) -> None:
    with tick(actor=cast.dana.user, center_id=cast.norfield.pk, kind="test"):
        Group.objects.filter(pk=cast.groups["A Squad"].pk).update(rank=3)
    assert trail_of(cast.groups["A Squad"])[-1] == ("update", str(cast.dana.user_id))


def test_a_tick_without_an_actor_leaves_the_one_around_it(cast: Cast) -> None:
    with acting_as(cast.ada.user), tick(actor=None, center_id=cast.norfield.pk, kind="test"):
        Group.objects.filter(pk=cast.groups["A Squad"].pk).update(rank=3)
    assert trail_of(cast.groups["A Squad"])[-1] == ("update", str(cast.ada.user_id))


def test_a_request_names_the_user_and_the_route(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada.user)
    client.post("/accounts/invitations/", {"email": "lee@norfield.example", "role": "supervisor"})
    context = latest(Invitation.audit_rows.rel.related_model).pgh_context.metadata  # type: ignore[attr-defined]
    assert context == {"user": str(cast.ada.user_id), "through": "POST accounts/invitations/"}


def test_the_link_of_an_invitation_is_nowhere_in_the_trail(cast: Cast, client: Client) -> None:
    client.post("/accounts/invitations/accept/a-secret-token/", {"password": "x"})
    assert "a-secret-token" not in str(list(pghistory.models.Context.objects.values()))


def test_a_token_names_the_user_too(cast: Cast, rf: RequestFactory) -> None:
    class Rank(APIView):
        def post(self, request: Request) -> Response:
            Group.objects.filter(center=cast.norfield).update(rank=5)
            return Response()

    def answer(request: HttpRequest) -> HttpResponse:
        return Rank.as_view()(request).render()

    access = AccessToken.for_user(cast.robot)
    request = rf.post("/api/v1/runs", headers={"Authorization": f"Bearer {access}"})
    assert AuditContextMiddleware(answer)(request).status_code == 200
    assert trail_of(cast.groups["A Squad"])[-1] == ("update", str(cast.robot.pk))


def test_a_task_and_a_command_are_named(cast: Cast) -> None:
    @app.task(name="test.rank")
    def rank() -> None:
        Group.objects.filter(pk=cast.groups["A Squad"].pk).update(rank=6)

    try:
        rank()
    finally:
        app.tasks.pop("test.rank")
    with acting_through("command import_center"):
        Group.objects.filter(pk=cast.groups["B Squad"].pk).update(rank=6)
    contexts = [cast.groups[name].audit_rows.latest("pgh_id").pgh_context for name in ("A Squad", "B Squad")]  # type: ignore[attr-defined]
    assert [context.metadata for context in contexts] == [
        {"through": "task test.rank"},
        {"through": "command import_center"},
    ]


@AUDIT
@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["DELETE FROM {table}", "UPDATE {table} SET pgh_label = 'never'"])
def test_the_trail_itself_cannot_be_changed(model: type[Any], statement: str) -> None:
    table = model._meta.db_table
    write_everything()
    run = statement.format(table=f'"{table}"')
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"), transaction.atomic():
        execute(run)
    # It is the trigger that refuses: without it, the same statement passes.
    disable_triggers(table)
    assert execute(run) > 0


def execute(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


def disable_triggers(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')


@pytest.mark.django_db
def test_erasing_a_person_leaves_their_trail(cast: Cast) -> None:
    person = Person.objects.create(
        id=uuid.uuid4(),
        center=cast.norfield,
        number="4242",
        first_name="Lee",
        last_name="Merrow",
        hired_on=date(2026, 1, 4),
        seniority_on=date(2026, 1, 4),
    )
    audit = Person.audit_rows.rel.related_model  # type: ignore[attr-defined]
    key = person.pk
    person.delete()
    assert list(
        audit.objects.filter(pgh_obj_id=key).order_by("pgh_id").values_list("pgh_label", flat=True)
    ) == [
        "insert",
        "delete",
    ]
