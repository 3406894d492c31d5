"""The admin is for admins, and shows each the rows of their own center."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from scheduling.contracts.models import BaseContract
from staff.centers.models import Center
from staff.people.models import Person, Role, RoleAssignment, User
from tests.cast import Cast
from tests.staff.administration.conftest import SignIn

pytestmark = pytest.mark.django_db


def pages() -> Iterator[str]:
    yield reverse("admin:index")
    yield reverse("admin:import_files")
    yield reverse("admin:audit_trail")
    yield reverse("admin:scheduling_pattern_catalogue")
    for model in admin.site._registry:
        if model._meta.app_label in {"staff", "scheduling"}:
            yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_every_page_opens_for_an_admin(cast: Cast, ada: Client) -> None:
    shown = list(pages())
    assert len(shown) > 25
    for page in shown:
        assert ada.get(page).status_code == 200, page


def test_every_form_opens_for_an_admin(cast: Cast, ada: Client) -> None:
    opened = 0
    for model, table in admin.site._registry.items():
        if model._meta.app_label not in {"staff", "scheduling"}:
            continue
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        response = ada.get(reverse(f"admin:{name}_changelist"))
        rows = response.context["cl"].result_list
        if response.context["has_add_permission"]:
            assert ada.get(reverse(f"admin:{name}_add")).status_code == 200, name
        if rows:
            opened += 1
            assert ada.get(reverse(f"admin:{name}_change", args=[rows[0].pk])).status_code == 200, name
            assert ada.get(reverse(f"admin:{name}_history", args=[rows[0].pk])).status_code == 200, name
        if table.search_fields:
            assert ada.get(reverse(f"admin:{name}_changelist") + "?q=day").status_code == 200, name
    assert opened > 12


def test_nobody_else_gets_in(cast: Cast, signed_in: SignIn) -> None:
    for page in pages():
        anonymous = Client().get(page)
        assert anonymous.status_code == 302, page
        assert anonymous.headers["Location"].startswith(reverse("account_login"))
    for who in (cast.dana, cast.cal, cast.olga, cast.robot):
        client = signed_in(who)
        for page in pages():
            assert client.get(page).status_code == 403, (who, page)
            assert client.post(page).status_code == 403, (who, page)


def test_another_centers_rows_are_not_there(cast: Cast, ada: Client) -> None:
    contract = BaseContract.objects.get(person=cast.olga)
    for name, key in {
        "staff_person": cast.olga.pk,
        "staff_center": cast.southmere.pk,
        "scheduling_basecontract": contract.pk,
    }.items():
        for view in ("change", "history"):
            response = ada.get(reverse(f"admin:{name}_{view}", args=[key]))
            assert response.status_code == 404
    listed = ada.get(reverse("admin:staff_person_changelist")).content.decode()
    assert "Kestrel" in listed
    assert "Kowal" not in listed


def test_another_centers_rows_cannot_be_referred_to(cast: Cast, ada: Client) -> None:
    url = reverse("admin:scheduling_basecontract_add")
    response = ada.post(
        url,
        {
            "person": cast.olga.pk,
            "offset_days": 0,
            "starts_on": "2027-01-01",
            "weekly_minutes": 10,
            "holiday_rule": "work",
        },
    )
    assert response.status_code == 200
    assert "person" in response.context["adminform"].form.errors
    assert BaseContract.objects.filter(person=cast.olga).count() == 1


def test_operators_administer_one_center_at_a_time(cast: Cast, operator: Client) -> None:
    def names() -> set[str]:
        rows = operator.get(reverse("admin:staff_person_changelist")).context["cl"].result_list
        return {person.center.name for person in rows}

    assert names() == {"Norfield"}
    operator.post(reverse("admin:choose_center"), {"center": "southmere"})
    assert names() == {"Southmere"}
    assert operator.post(reverse("admin:choose_center"), {"center": "nowhere"}).status_code == 404
    assert operator.get(reverse("admin:choose_center")).status_code == 405


def test_admins_cannot_choose_a_center_that_is_not_theirs(cast: Cast, ada: Client) -> None:
    assert ada.post(reverse("admin:choose_center"), {"center": "southmere"}).status_code == 404
    assert cast.ada.user is not None
    RoleAssignment.objects.create(user=cast.ada.user, center=cast.southmere, role=Role.SUPERVISOR)
    assert ada.post(reverse("admin:choose_center"), {"center": "southmere"}).status_code == 404


def test_without_a_center_an_operator_may_only_import_one(db: None, signed_in: SignIn) -> None:
    operator = signed_in(User.objects.create_superuser("operator@norfield.example"))
    assert not Center.objects.exists()
    assert operator.get(reverse("admin:index")).status_code == 200
    assert operator.get(reverse("admin:import_files")).status_code == 200
    assert operator.get(reverse("admin:staff_person_add")).status_code == 403
    assert not Person.objects.exists()


@pytest.mark.parametrize("lookup", ["password__startswith", "is_superuser__exact", "person__number"])
def test_the_address_asks_for_nothing_that_is_not_shown(cast: Cast, ada: Client, lookup: str) -> None:
    url = reverse("admin:staff_user_changelist")
    assert ada.get(url, {lookup: "1"}).status_code == 400
    assert ada.get(reverse("admin:staff_invitation_changelist"), {"token_hash__gt": "a"}).status_code == 400
    assert ada.get(url, {"is_active__exact": "1"}).status_code == 200


def test_an_account_with_a_role_elsewhere_is_not_closed_from_here(cast: Cast, ada: Client) -> None:
    account = cast.cal.user
    assert account is not None
    url = reverse("admin:staff_user_change", args=[account.pk])
    role = account.roles.get()
    data = {
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "1",
        "roles-0-id": str(role.pk),
        "roles-0-user": str(account.pk),
        "roles-0-role": role.role,
    }
    RoleAssignment.objects.create(user=account, center=cast.southmere, role="employee")
    assert "another center" in ada.post(url, data).content.decode()
    account.refresh_from_db()
    assert account.is_active
    RoleAssignment.objects.filter(user=account, center=cast.southmere).delete()
    assert ada.post(url, data).status_code == 302
    account.refresh_from_db()
    assert not account.is_active
