"""The audit trail as a page: keys only in the database, names on the page where they belong to the reader's center."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from staff.audit import acting_as
from staff.people.models import Person
from staff.skills.models import Certification
from tests.cast import Cast
from tests.factories import make_person
from tests.support.queries import reads

pytestmark = pytest.mark.django_db

PAGE = "/admin/audit/"


def page_of(client: Client, table: str) -> str:
    return client.get(PAGE, {"table": table}).content.decode()


def test_rows_and_what_they_refer_to_have_names(cast: Cast, ada: Client) -> None:
    page = page_of(ada, "certification")
    certification = Certification.objects.filter(person=cast.cal).select_related("skill").first()
    assert certification is not None
    assert f"Person: – → <strong>{cast.cal}</strong>" in page
    assert f"Skill: – → <strong>{certification.skill}</strong>" in page
    assert f"insert {certification}" in page
    assert str(certification.pk) in page
    # The trail itself keeps keys only.
    kept = str(list(Certification.pgh_event_model.objects.values()))  # type: ignore[attr-defined]
    assert cast.cal.last_name not in kept


def test_choices_have_their_words(cast: Cast, ada: Client) -> None:
    assert "Job: – → <strong>Dispatcher</strong>" in page_of(ada, "employment")


def test_the_actor_is_named_at_their_own_center_only(cast: Cast, ada: Client) -> None:
    stranger = cast.olga.user
    assert stranger is not None
    assert cast.dana.user is not None
    for user, hired_on in ((stranger, "2020-01-01"), (cast.dana.user, "2020-01-02")):
        with acting_as(user):
            Person.objects.filter(pk=cast.cal.pk).update(hired_on=hired_on)
    page = page_of(ada, "person")
    assert cast.dana.user.email in page
    assert stranger.email not in page
    assert str(stranger.pk) in page


def test_an_operator_is_called_that(cast: Cast, ada: Client, operator: Client) -> None:
    operator.post("/admin/choose-center/", {"center": cast.norfield.slug})
    address = f"/admin/staff/department/{cast.norfield.departments.create(name='Watch').pk}/change/"
    assert operator.post(address, {"name": "Watch floor"}).status_code == 302
    page = page_of(ada, "department")
    assert "an operator" in page
    assert "operator@norfield.example" not in page


def test_what_is_gone_or_another_centers_stays_a_key(cast: Cast, ada: Client) -> None:
    elsewhere = cast.southmere.departments.create(name="Elsewhere")
    Person.objects.filter(pk=cast.cal.pk).update(department=elsewhere)
    page = page_of(ada, "person")
    assert "Elsewhere" not in page
    assert str(elsewhere.pk) in page


def test_more_rows_ask_for_nothing_more(cast: Cast, ada: Client) -> None:
    ada.get(PAGE, {"table": "person"})
    counts = []
    for _ in range(2):
        for number in range(5):
            make_person(cast.norfield, f"Pat{number}{len(counts)}")
        with CaptureQueriesContext(connection) as queries:
            page_of(ada, "employment")
        counts.append(reads(queries))
    assert counts[0] == counts[1]
