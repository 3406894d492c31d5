"""Importing in the admin: preview, apply exactly what was previewed, and every problem with its place."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from staff.centers.clock import current_version
from staff.centers.models import Center
from staff.people.models import Person
from staff.preferences.models import Wish
from tests.cast import Cast
from tests.scheduling.center_files.small_center import ROWS, small_center
from tests.staff.administration.conftest import SignIn

pytestmark = pytest.mark.django_db

WISHES = b"number,wish,date,shift,weight\n1001,off,2026-12-24,,3\n1003,work,2026-12-25,D,2\n"


def url() -> str:
    return reverse("admin:import_files")


def upload(client: Client, files: dict[str, bytes], **fields: str) -> Any:
    return client.post(url(), {"files": [SimpleUploadedFile(n, d) for n, d in files.items()], **fields})


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"center/{name}", data)
    return buffer.getvalue()


def test_preview_writes_nothing_and_apply_writes_it(cast: Cast, ada: Client) -> None:
    before = current_version(cast.norfield.pk)
    preview = upload(ada, {"wishes.csv": WISHES})
    page = preview.content.decode()
    assert "Import 2 changes into Norfield" in page
    assert dict(preview.context["counts"]) == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    assert not Wish.objects.exists()
    assert current_version(cast.norfield.pk) == before
    applied = ada.post(url(), {"token": preview.context["token"]}, follow=True)
    assert f"2 changes imported into Norfield as version {before + 1}." in applied.content.decode()
    assert Wish.objects.count() == 2


def test_a_preview_is_applied_once(cast: Cast, ada: Client) -> None:
    token = upload(ada, {"wishes.csv": WISHES}).context["token"]
    ada.post(url(), {"token": token})
    version = current_version(cast.norfield.pk)
    again = ada.post(url(), {"token": token}, follow=True)
    assert "This preview is gone" in again.content.decode()
    assert current_version(cast.norfield.pk) == version


def test_a_preview_is_its_users_own(cast: Cast, ada: Client, operator: Client) -> None:
    token = upload(ada, {"wishes.csv": WISHES}).context["token"]
    operator.post(url(), {"token": token})
    assert not Wish.objects.exists()


def test_what_would_be_something_else_by_now_is_shown_again(cast: Cast, ada: Client) -> None:
    token = upload(ada, {"wishes.csv": WISHES}).context["token"]
    Wish.objects.create(center=cast.norfield, person=cast.dana, kind="off", on="2026-12-24", weight=5)
    shown = ada.post(url(), {"token": token})
    assert shown.status_code == 409
    assert dict(shown.context["counts"])["changed"] == 1
    assert Wish.objects.count() == 1
    ada.post(url(), {"token": shown.context["token"]})
    assert Wish.objects.get(person=cast.dana).weight == 3


def test_problems_are_listed_and_nothing_can_be_applied(cast: Cast, ada: Client) -> None:
    preview = upload(ada, {"wishes.csv": WISHES.replace(b"1003", b"77")})
    page = preview.content.decode()
    assert "1 problem to correct" in page
    assert "“77” is an unknown person." in page
    assert preview.context["token"] == ""
    assert [(row.row, row.column) for row in preview.context["rejected"]] == [(3, "number")]


def test_no_change_offers_nothing(cast: Cast, ada: Client) -> None:
    ada.post(url(), {"token": upload(ada, {"wishes.csv": WISHES}).context["token"]})
    again = upload(ada, {"wishes.csv": WISHES})
    assert "0 changes: Norfield is as the files say." in again.content.decode()
    assert again.context["token"] == ""


def test_what_cannot_be_taken_is_said_at_the_field(cast: Cast, ada: Client) -> None:
    for files, message in (
        ({}, "Choose the files"),
        ({"photo.png": b"x"}, "no .csv and no .toml"),
        ({"center.zip": b"x"}, "no zip file that can be read"),
    ):
        response = upload(ada, files)
        assert response.status_code == 422
        assert message in str(response.context["form"].errors["files"])


def test_an_operator_imports_a_new_center_from_a_zip(db: None, operator: Client) -> None:
    preview = upload(operator, {"center.zip": zipped(small_center())}, is_new="on")
    assert f"Import {ROWS} changes into Eastmere" in preview.content.decode()
    operator.post(url(), {"token": preview.context["token"]})
    assert Center.objects.filter(name="Eastmere").exists()


def test_an_admin_cannot_import_a_new_center(cast: Cast, ada: Client) -> None:
    upload(ada, {"center.zip": zipped(small_center())}, is_new="on")
    assert not Center.objects.filter(name="Eastmere").exists()
    assert not Person.objects.filter(center__name="Eastmere").exists()


def test_supervisors_do_not_import(cast: Cast, signed_in: SignIn) -> None:
    assert upload(signed_in(cast.dana), {"wishes.csv": WISHES}).status_code == 403
