"""Accounts by invitation: who may invite, what the link does, once, until when, and for whom."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django.fixtures import Settings

from staff.people.invitations.errors import (
    AccountClosedError,
    Closed,
    HasRoleError,
    InvitationClosedError,
    PersonUnavailableError,
)
from staff.people.invitations.links import hash_of, token_of
from staff.people.invitations.services import (
    accept_invitation,
    invite,
    open_invitation,
    withdraw_invitation,
)
from staff.people.invitations.tasks import mail_invitation
from staff.people.models import Invitation, Person, Role, RoleAssignment, User
from staff.permissions import Permission, may
from tests.cast import Cast
from tests.factories import PASSWORD, make_person, make_user
from tests.support.mail import PostOffice

SITE = "https://watchbill.example"
NEW = "lee@norfield.example"


@pytest.fixture
def lee(cast: Cast) -> Person:
    """On the roster, without an account."""
    return make_person(cast.norfield, "Lee", last_name="Merrow", number="1010", email=NEW)


def send(
    cast: Cast, lee: Person | None, role: Role = Role.EMPLOYEE, email: str = NEW, **overrides: object
) -> str:
    """Invite and return the token."""
    values: dict[str, object] = {"actor": cast.ada.user, "center": cast.norfield}
    invitation = invite(**(values | overrides), email=email, role=role, person=lee, site=SITE)  # type: ignore[arg-type]
    return token_of(invitation.pk)


def test_the_mail_goes_out_after_commit(cast: Cast, lee: Person, post_office: PostOffice) -> None:
    with post_office() as sent:
        token = send(cast, lee)
        assert mail.outbox == []
        assert Invitation.objects.get().mailed_at is None
    (message,) = sent
    assert message.to == [NEW]
    assert f"{SITE}/accounts/invitations/accept/{token}/" in message.body
    assert Invitation.objects.get().mailed_at is not None


def test_a_task_delivered_twice_mails_once(cast: Cast, lee: Person) -> None:
    send(cast, lee)
    key = str(Invitation.objects.get().pk)
    mail_invitation(key, SITE)
    mail_invitation(key, SITE)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    "closed", [{"withdrawn_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(minutes=1)}]
)
def test_what_is_closed_before_its_mail_is_not_mailed(
    cast: Cast, lee: Person, closed: dict[str, datetime]
) -> None:
    send(cast, lee)
    Invitation.objects.update(**closed)
    mail_invitation(str(Invitation.objects.get().pk), SITE)
    assert mail.outbox == []


def test_a_link_mailed_after_the_secret_was_changed_works(
    cast: Cast, lee: Person, settings: Settings, post_office: PostOffice
) -> None:
    with post_office() as sent:
        send(cast, lee)
        settings.SECRET_KEY = "another-" * 8
    link = sent[0].body.split(SITE)[1].split()[0]
    assert "Welcome to Norfield" in Client().get(link).content.decode()


def test_the_list_says_what_could_not_be_mailed(cast: Cast, lee: Person, client: Client) -> None:
    client.force_login(cast.ada.user)
    send(cast, lee)
    assert "mail on its way" in client.get("/accounts/invitations/").content.decode()
    with patch("staff.mail.send_mail", side_effect=SMTPRecipientsRefused({})):
        mail_invitation(str(Invitation.objects.get().pk), SITE)
    assert "mail not delivered" in client.get("/accounts/invitations/").content.decode()


def test_without_a_queue_the_invitation_stands_and_says_so(
    cast: Cast, lee: Person, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(cast.ada.user)
    fields = {"email": NEW, "role": "employee", "person": str(lee.pk)}
    with (
        patch.object(mail_invitation, "apply_async", side_effect=OperationalError("no broker")),
        django_capture_on_commit_callbacks(execute=True),
    ):
        client.post("/accounts/invitations/", fields)
    assert Invitation.objects.get().mail_failed_at is not None
    assert "mail not delivered" in client.get("/accounts/invitations/").content.decode()


def test_the_token_is_stored_only_as_a_hash(cast: Cast, lee: Person) -> None:
    token = send(cast, lee)
    invitation = Invitation.objects.get()
    assert invitation.token_hash == hash_of(token)
    assert token not in str(Invitation.objects.values().get())


def test_accepting_makes_the_account(cast: Cast, lee: Person, client: Client) -> None:
    token = send(cast, lee)
    address = f"/accounts/invitations/accept/{token}/"
    assert "Welcome to Norfield" in client.get(address).content.decode()
    response = client.post(address, {"password": PASSWORD, "again": PASSWORD})
    assert response.headers["Location"] == "/my/"
    lee.refresh_from_db()
    assert lee.user is not None
    assert lee.user.email == NEW
    assert client.session["_auth_user_id"] == str(lee.user_id)
    assert may(lee.user, Permission.VIEW_OWN_ROSTER, cast.norfield.pk)
    assert not may(lee.user, Permission.VIEW_OWN_ROSTER, cast.southmere.pk)
    invitation = Invitation.objects.get()
    assert (invitation.accepted_by, invitation.accepted_at is not None) == (lee.user, True)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": PASSWORD, "again": "something-else-entirely"}, "differ"),
        ({"password": "", "again": ""}, "required"),
    ],
)
def test_a_bad_password_leaves_it_open(
    cast: Cast, lee: Person, client: Client, fields: dict[str, str], problem: str
) -> None:
    token = send(cast, lee)
    response = client.post(f"/accounts/invitations/accept/{token}/", fields)
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert open_invitation(token).accepted_at is None
    assert not User.objects.filter(email=NEW).exists()


def test_a_link_works_once(cast: Cast, lee: Person, client: Client) -> None:
    token = send(cast, lee)
    accept_invitation(actor=None, token=token, password=PASSWORD)
    with pytest.raises(InvitationClosedError) as caught:
        accept_invitation(actor=None, token=token, password="another-long-password")
    assert caught.value.state is Closed.USED
    page = client.get(f"/accounts/invitations/accept/{token}/")
    assert page.status_code == 410
    assert "was accepted" in page.content.decode()
    assert client.login(username=NEW, password=PASSWORD)


def test_a_withdrawn_link_is_dead(cast: Cast, lee: Person, client: Client) -> None:
    token = send(cast, lee)
    invitation = Invitation.objects.get()
    client.force_login(cast.ada.user)
    client.post(f"/accounts/invitations/{invitation.pk}/withdraw/")
    page = Client().get(f"/accounts/invitations/accept/{token}/")
    assert page.status_code == 410
    assert "withdrawn" in page.content.decode()
    with pytest.raises(InvitationClosedError):
        withdraw_invitation(actor=cast.ada.user, center=cast.norfield, invitation_id=invitation.pk)


def test_an_expired_link_is_dead_from_its_moment_on(cast: Cast, lee: Person, client: Client) -> None:
    token = send(cast, lee)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert open_invitation(token).email == NEW
    Invitation.objects.update(expires_at=timezone.now())
    assert "expired" in client.get(f"/accounts/invitations/accept/{token}/").content.decode()
    assert not User.objects.filter(email=NEW).exists()


def test_an_unknown_link_says_so(cast: Cast, client: Client) -> None:
    page = client.get("/accounts/invitations/accept/whatever/")
    assert page.status_code == 410
    assert "does not belong" in page.content.decode()


def test_a_newer_invitation_replaces_the_older(cast: Cast, lee: Person) -> None:
    first, second = send(cast, lee), send(cast, lee)
    with pytest.raises(InvitationClosedError) as caught:
        open_invitation(first)
    assert caught.value.state is Closed.WITHDRAWN
    assert open_invitation(second).email == NEW


def test_only_admins_invite(cast: Cast, lee: Person) -> None:
    for person in (cast.dana, cast.cal):
        with pytest.raises(PermissionDenied):
            send(cast, lee, actor=person.user)
    with pytest.raises(Http404):
        send(cast, lee, actor=cast.olga.user)
    assert not Invitation.objects.exists()


def test_an_employee_needs_a_person_of_this_center_without_account(cast: Cast, lee: Person) -> None:
    elsewhere = make_person(cast.southmere, "Pat")
    for person in (None, cast.cal, elsewhere):
        with pytest.raises(PersonUnavailableError):
            send(cast, person)
    send(cast, None, role=Role.SUPERVISOR, email="boss@norfield.example")


def test_who_has_a_role_is_not_invited_again(cast: Cast, lee: Person) -> None:
    with pytest.raises(HasRoleError):
        send(cast, lee, email=cast.cal.user.email)


def test_a_closed_account_is_not_invited(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.olga.user_id).update(is_active=False)
    with pytest.raises(AccountClosedError):
        send(cast, None, role=Role.SUPERVISOR, email=cast.olga.user.email)
    client.force_login(cast.ada.user)
    fields = {"email": cast.olga.user.email, "role": "supervisor"}
    assert "is closed" in client.post("/accounts/invitations/", fields).content.decode()
    assert not Invitation.objects.exists()


def test_an_account_with_a_roster_gets_no_second_one(cast: Cast, lee: Person, client: Client) -> None:
    with pytest.raises(PersonUnavailableError):
        send(cast, lee, email=cast.olga.user.email)
    # Their roster elsewhere came after the invitation.
    account = make_user("pat@southmere.example", center=cast.southmere, role=Role.SUPERVISOR)
    token = send(cast, lee, email=account.email)
    Person.objects.filter(pk=make_person(cast.southmere, "Pat").pk).update(user=account)
    client.force_login(account)
    answer = client.post(f"/accounts/invitations/accept/{token}/")
    assert (answer.status_code, "has a roster" in answer.content.decode()) == (410, True)
    lee.refresh_from_db()
    assert lee.user_id is None
    assert not RoleAssignment.objects.filter(user=account, center=cast.norfield).exists()


def test_a_known_account_must_accept_itself(cast: Cast, client: Client) -> None:
    token = send(cast, None, role=Role.SUPERVISOR, email=cast.olga.user.email)
    address = f"/accounts/invitations/accept/{token}/"
    page = client.get(address)
    assert client.post(address, {"password": PASSWORD, "again": PASSWORD}).status_code == 409
    client.force_login(cast.cal.user)
    assert "for another account" in client.post(address).content.decode()
    assert not RoleAssignment.objects.filter(user=cast.cal.user, role=Role.SUPERVISOR).exists()
    client.force_login(cast.olga.user)
    assert client.post(address).headers["Location"] == "/"
    roles = dict(RoleAssignment.objects.filter(user=cast.olga.user).values_list("center__name", "role"))
    assert roles == {"Norfield": "supervisor", "Southmere": "supervisor"}
    assert page.status_code == 200


def test_the_admins_page_lists_and_invites(cast: Cast, lee: Person, client: Client) -> None:
    client.force_login(cast.ada.user)
    fields = {"email": NEW, "role": "employee", "person": str(lee.pk)}
    response = client.post("/accounts/invitations/", fields, follow=True)
    assert response.status_code == 200
    page = response.content.decode()
    assert NEW in page
    assert "Open until" in page


def test_the_form_says_what_is_wrong(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada.user)
    for fields, problem in [
        ({"email": cast.cal.user.email, "role": "supervisor"}, "has a role"),
        ({"email": NEW, "role": "employee"}, "Choose a person"),
        ({"email": "no address", "role": "employee"}, "valid email"),
    ]:
        response = client.post("/accounts/invitations/", fields)
        assert response.status_code == 422
        assert problem in response.content.decode()
    assert re.search("Nobody was invited", client.get("/accounts/invitations/").content.decode())
