"""Every write in the admin is one version: rows are added, replaced and closed, never updated or deleted."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.board.on_duty.displays import token_of
from scheduling.board.on_duty.models import WallDisplay
from scheduling.contracts.models import BaseContract, RuleLimits
from scheduling.coverage.models import Position, Requirement
from scheduling.patterns.models import Holiday, Pattern, PatternDay, ShiftType
from scheduling.roster.models import Period, PeriodState
from staff.centers.clock import current_version, tick
from staff.centers.models import CenterSettings, Event
from staff.people.models import Employment, GroupMembership, Person, User
from staff.skills.models import Certification
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def change_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def delete_url(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_delete", args=[row.pk])


def add_url(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def form_data(client: Client, url: str) -> dict[str, Any]:
    """What the browser would send back unchanged: the form's and its rows' values as they are shown."""
    context = client.get(url).context
    forms = [context["adminform"].form]
    for one in context["inline_admin_formsets"]:
        forms += [one.formset.management_form, *one.formset.forms]
    data: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, time):
                value = f"{value:%H:%M}"
            if value is not None and value is not False:
                data[field.html_name] = (
                    [str(one) for one in value] if isinstance(value, tuple) else str(value)
                )
    return data


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


class TestOneRow:
    def test_adding_is_one_version_with_who_did_it(self, cast: Cast, ada: Client) -> None:
        before = current_version(cast.norfield.pk)
        response = ada.post(add_url(Holiday), {"on": "2026-12-25", "name": "Christmas"})
        assert response.status_code == 302
        holiday = Holiday.objects.get()
        assert (holiday.center, holiday.from_version, holiday.until_version) == (
            cast.norfield,
            before + 1,
            None,
        )
        assert holiday.entity_id == holiday.pk
        event = Event.objects.get(center=cast.norfield, version=before + 1)
        assert (event.kind, event.actor) == ("holiday.added", cast.ada.user)
        assert current_version(cast.norfield.pk) == before + 1

    def test_changing_replaces_the_row(self, cast: Cast, ada: Client) -> None:
        old = cast.shift_types["D"]
        data = form_data(ada, change_url(old)) | {"ends_at": "18:30"}
        assert ada.post(change_url(old), data).status_code == 302
        old.refresh_from_db()
        new = ShiftType.objects.current().get(center=cast.norfield, code="D")
        version = current_version(cast.norfield.pk)
        assert (old.ends_at.hour, old.ends_at.minute, old.until_version) == (18, 0, version)
        assert (new.ends_at.minute, new.from_version, new.entity_id) == (30, version, old.entity_id)

    def test_saving_without_a_change_is_no_version(self, cast: Cast, ada: Client) -> None:
        before = current_version(cast.norfield.pk)
        for row in (
            cast.shift_types["D"],
            cast.patterns["Pitman days"],
            cast.positions["Call-taking"],
            cast.dana,
        ):
            response = ada.post(change_url(row), form_data(ada, change_url(row)))
            assert response.status_code == 302, errors(response)
        assert current_version(cast.norfield.pk) == before

    def test_removing_closes_the_row(self, cast: Cast, ada: Client) -> None:
        row = cast.requirements[0]
        assert ada.get(delete_url(row)).status_code == 200
        assert ada.post(delete_url(row), {"post": "yes"}).status_code == 302
        row.refresh_from_db()
        assert row.until_version == current_version(cast.norfield.pk)
        assert (
            Event.objects.get(center=cast.norfield, version=row.until_version).kind == "requirement.removed"
        )

    @pytest.mark.parametrize("what", ["shift type", "pattern", "position"])
    def test_what_others_need_is_not_removed(self, cast: Cast, ada: Client, what: str) -> None:
        row: Any = {
            "shift type": cast.shift_types["D"],
            "pattern": cast.patterns["Pitman days"],
            "position": cast.positions["Call-taking"],
        }[what]
        assert ada.get(delete_url(row)).context["protected"]
        ada.post(delete_url(row), {"post": "yes"})
        row.refresh_from_db()
        assert row.until_version is None

    def test_a_row_that_was_replaced_meanwhile_is_not_written_over(self, cast: Cast, ada: Client) -> None:
        old = cast.shift_types["E"]
        data = form_data(ada, change_url(old)) | {"name": "Mine"}
        theirs = ShiftType(code="E", name="Theirs", starts_at=old.starts_at, ends_at=old.ends_at)
        with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
            opened.replace(old, theirs)
        response = ada.post(change_url(old), data, follow=True)
        assert ShiftType.objects.current().get(center=cast.norfield, code="E").name == "Theirs"
        # The page says so and shows it as it is.
        assert "Another change ended this row" in response.content.decode()
        assert response.redirect_chain == [(change_url(theirs), 302)]

    def test_a_row_that_was_removed_leads_to_the_list(self, cast: Cast, ada: Client) -> None:
        row = cast.shift_types["E"]
        with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
            opened.close(row)
        response = ada.get(change_url(row), follow=True)
        assert response.redirect_chain == [(reverse("admin:scheduling_shifttype_changelist"), 302)]
        assert "stands no more" in response.content.decode()

    def test_plain_rows_are_changed_inside_a_version_too(self, cast: Cast, ada: Client) -> None:
        group = cast.groups["A Squad"]
        before = current_version(cast.norfield.pk)
        ada.post(change_url(group), {"name": "Alpha", "rank": "0"})
        group.refresh_from_db()
        assert (group.name, current_version(cast.norfield.pk)) == ("Alpha", before + 1)

    def test_an_end_at_midnight_may_be_written_24_00(self, cast: Cast, ada: Client) -> None:
        data = {"code": "P", "name": "Power", "starts_at": "12:00", "ends_at": "24:00",
                "unpaid_break_minutes": "0", "symbol": "LATE"}  # fmt: skip
        assert ada.post(add_url(ShiftType), data).status_code == 302
        assert ShiftType.objects.get(code="P").ends_at.isoformat() == "00:00:00"
        assert "starts_at" in errors(ada.post(add_url(ShiftType), data | {"code": "R", "starts_at": "24:00"}))

    def test_breaks_of_a_shift_type_are_written_as_lines_and_kept_in_a_new_version(
        self, cast: Cast, ada: Client
    ) -> None:
        day = ShiftType.objects.current().get(center=cast.norfield, code="D")
        data = form_data(ada, change_url(day)) | {
            "breaks": "5:30 30\r\n2:00 15 paid\r\n", "handover_first_minutes": "15",
            "handover_starts_on": "2027-01-03",
        }  # fmt: skip
        assert ada.post(change_url(day), data).status_code == 302

        stands = ShiftType.objects.current().get(center=cast.norfield, code="D")
        assert stands.breaks == [
            {"after": 120, "minutes": 15, "is_paid": True}, {"after": 330, "minutes": 30, "is_paid": False},
        ]  # fmt: skip
        assert (stands.handover_first_minutes, stands.entity_id) == (15, day.entity_id)
        version = current_version(cast.norfield.pk)
        again = form_data(ada, change_url(stands))
        assert again["breaks"].split("\n") == ["2:00 15 paid", "5:30 30"]
        ada.post(change_url(stands), again)
        assert current_version(cast.norfield.pk) == version

    def test_settings_cannot_be_added_or_removed(self, cast: Cast, ada: Client) -> None:
        settings = CenterSettings.objects.current().get(center=cast.norfield)
        assert ada.get(add_url(CenterSettings)).status_code == 403
        assert ada.post(delete_url(settings), {"post": "yes"}).status_code == 403
        data = form_data(ada, change_url(settings)) | {"night_duty_minutes": "240"}
        assert ada.post(change_url(settings), data).status_code == 302
        assert CenterSettings.objects.current().get(center=cast.norfield).night_duty_minutes == 240

    def test_many_rows_are_not_removed_at_once(self, cast: Cast, ada: Client) -> None:
        data = {
            "action": "delete_selected",
            "_selected_action": [row.pk for row in cast.requirements],
            "post": "yes",
        }
        ada.post(reverse("admin:scheduling_requirement_changelist"), data)
        assert Requirement.objects.current().filter(center=cast.norfield).count() == len(cast.requirements)


SHIFT = {
    "code": "X", "name": "Eight", "starts_at": "08:00", "ends_at": "16:00", "unpaid_break_minutes": "0",
    "symbol": "WORK",
}  # fmt: skip


class TestErrorsAtTheField:
    @pytest.mark.parametrize(
        ("model", "data", "field", "message"),
        [
            (ShiftType, {"code": "D", "name": "Day", "starts_at": "06:00", "ends_at": "18:00",
                         "unpaid_break_minutes": "0", "symbol": "WORK"}, "code", "exists"),
            (ShiftType, {"code": "day", "name": "Day", "starts_at": "06:00", "ends_at": "18:00",
                         "unpaid_break_minutes": "0", "symbol": "WORK"}, "code", "capital letters"),
            (ShiftType, {"code": "X", "name": "Day", "starts_at": "06:00:30", "ends_at": "18:00",
                         "unpaid_break_minutes": "0", "symbol": "WORK"}, "starts_at", "hours and minutes"),
            (ShiftType, {**SHIFT, "breaks": "2 hours 15"}, "breaks", "can’t be read"),
            (ShiftType, {**SHIFT, "breaks": "2:00 30\n2:15 30"}, "breaks", "overlap"),
            (ShiftType, {**SHIFT, "breaks": "7:45 30"}, "breaks", "is over"),
            (ShiftType, {**SHIFT, "breaks": "0:10 30", "handover_first_minutes": "15"}, "breaks", "handover"),
            (ShiftType, {**SHIFT, "breaks": "1:00 15", "unpaid_break_minutes": "30"}, "unpaid_break_minutes", "0"),
            (ShiftType, {**SHIFT, "breaks": "1:00 241"}, "breaks", "240"),
            (ShiftType, {**SHIFT, "breaks": "0:00 240\n4:00 240"}, "__all__", "fill"),
            (RuleLimits, {"rule": "minimum_rest", "effective_on": "2026-01-04", "block": "480", "warn": "400"},
             "block", "in order"),
        ],
    )  # fmt: skip
    def test_constraints_are_shown_where_they_belong(
        self, cast: Cast, ada: Client, model: Any, data: dict[str, str], field: str, message: str
    ) -> None:
        response = ada.post(add_url(model), data)
        assert response.status_code == 200
        assert message in " ".join(errors(response)[field])

    def test_overlapping_contracts(self, cast: Cast, ada: Client) -> None:
        data = {"person": cast.dana.pk, "pattern": "", "offset_days": "0", "starts_on": "2027-01-01",
                "weekly_minutes": "2400", "holiday_rule": "work"}  # fmt: skip
        response = ada.post(add_url(BaseContract), data)
        assert errors(response) == {"starts_on": ["This person has another base contract at that time."]}

    def test_contract_that_ends_before_it_starts(self, cast: Cast, ada: Client) -> None:
        contract = BaseContract.objects.get(person=cast.dana)
        data = form_data(ada, change_url(contract)) | {"ends_before": "2020-01-01"}
        response = ada.post(change_url(contract), data)
        assert errors(response) == {"ends_before": ["A contract must end after it starts."]}

    def test_headcounts(self, cast: Cast, ada: Client) -> None:
        row = cast.requirements[-1]
        data = form_data(ada, change_url(row)) | {"minimum": "9"}
        assert "target" in errors(ada.post(change_url(row), data))

    def test_overlapping_requirements_over_the_weeks_end(self, cast: Cast, ada: Client) -> None:
        position = cast.positions["Police radio"]
        data = {"kind": "seats", "position": position.entity_id, "weekday": "6", "starts_at": "18:00",
                "ends_at": "06:00", "minimum": "1", "target": "1"}  # fmt: skip
        assert ada.post(add_url(Requirement), data).status_code == 302
        data |= {"weekday": "0", "starts_at": "05:00", "ends_at": "08:00"}
        response = ada.post(add_url(Requirement), data)
        assert "This overlaps Sun 18:00 – 06:00" in errors(response)["starts_at"][0]
        data |= {"starts_at": "06:00"}
        assert ada.post(add_url(Requirement), data).status_code == 302

    def test_seats_need_a_position(self, cast: Cast, ada: Client) -> None:
        data = {"kind": "seats", "skill": cast.skills["CT"].pk, "weekday": "0", "starts_at": "06:00",
                "ends_at": "08:00", "minimum": "1", "target": "1"}  # fmt: skip
        response = ada.post(add_url(Requirement), data)
        assert "Seats are asked for in a position, a mix for a skill." in str(errors(response))


class TestEntities:
    def test_references_point_to_the_entity_however_often_it_changed(self, cast: Cast, ada: Client) -> None:
        old = cast.positions["Call-taking"]
        ada.post(change_url(old), form_data(ada, change_url(old)) | {"name": "Calls"})
        now = Position.objects.current().get(entity=old.entity_id)
        assert now.pk != old.pk
        data = {"kind": "seats", "position": now.entity_id, "weekday": "0", "starts_at": "00:00",
                "ends_at": "01:00", "minimum": "1", "target": "1"}  # fmt: skip
        assert ada.post(add_url(Requirement), data).status_code == 302
        added = Requirement.objects.get(starts_at="00:00", ends_at="01:00")
        assert added.position_id == old.entity_id
        listed = ada.get(reverse("admin:scheduling_requirement_changelist")).content.decode()
        assert "Calls" in listed
        assert ">Call-taking<" not in listed

    def test_a_key_that_does_not_stand_is_refused(self, cast: Cast, ada: Client) -> None:
        contract = BaseContract.objects.get(person=cast.dana)
        other = Pattern.objects.get(center=cast.southmere)
        for key in (other.entity_id, "nonsense"):
            data = form_data(ada, change_url(contract)) | {"pattern": str(key)}
            assert "pattern" in errors(ada.post(change_url(contract), data))


class TestPeople:
    def test_a_person_and_what_is_dated_are_one_version(self, cast: Cast, ada: Client) -> None:
        before = current_version(cast.norfield.pk)
        data = form_data(ada, add_url(Person)) | {
            "number": "2001", "last_name": "Merrow", "first_name": "Ida",
            "hired_on": "2027-01-04", "seniority_on": "2027-01-04",
            "employments-TOTAL_FORMS": "1", "employments-0-job": "dispatcher",
            "employments-0-staff_type": "regular", "employments-0-starts_on": "2027-01-04",
            "memberships-TOTAL_FORMS": "1", "memberships-0-group": str(cast.groups["A Squad"].pk),
            "memberships-0-starts_on": "2027-01-04",
            "certifications-TOTAL_FORMS": "1", "certifications-0-skill": str(cast.skills["CT"].pk),
            "certifications-0-granted_on": "2027-01-04",
            "contracts-TOTAL_FORMS": "1", "contracts-0-pattern": str(cast.patterns["Pitman days"].entity_id),
            "contracts-0-offset_days": "7", "contracts-0-starts_on": "2027-01-04",
            "contracts-0-weekly_minutes": "2520", "contracts-0-holiday_rule": "work",
        }  # fmt: skip
        response = ada.post(add_url(Person), data)
        assert response.status_code == 302, [one.errors for one in response.context["inline_admin_formsets"]]
        person = Person.objects.get(number="2001")
        assert person.center == cast.norfield
        version = before + 1
        assert current_version(cast.norfield.pk) == version
        rows = [
            Employment.objects.get(person=person),
            GroupMembership.objects.get(person=person),
            Certification.objects.get(person=person),
            BaseContract.objects.get(person=person),
        ]
        assert {row.from_version for row in rows} == {version}
        assert {row.center_id for row in rows} == {cast.norfield.pk}

    def test_a_contract_ends_where_the_next_begins_in_one_step(self, cast: Cast, ada: Client) -> None:
        old = BaseContract.objects.get(person=cast.dana)
        data = form_data(ada, change_url(cast.dana)) | {
            "contracts-0-ends_before": "2027-01-10",
            "contracts-TOTAL_FORMS": "2", "contracts-1-pattern": str(cast.patterns["Pitman nights"].entity_id),
            "contracts-1-offset_days": "0", "contracts-1-starts_on": "2027-01-10",
            "contracts-1-weekly_minutes": "2520", "contracts-1-holiday_rule": "work",
        }  # fmt: skip
        assert ada.post(change_url(cast.dana), data).status_code == 302
        rows = BaseContract.objects.current().filter(person=cast.dana).order_by("starts_on")
        assert [row.ends_before for row in rows] == [date(2027, 1, 10), None]
        assert rows[0].entity_id == old.pk
        assert rows[1].pattern_id == cast.patterns["Pitman nights"].entity_id

    def test_overlapping_rows_of_one_form_are_shown_at_the_later(self, cast: Cast, ada: Client) -> None:
        data = form_data(ada, change_url(cast.dana)) | {
            "contracts-TOTAL_FORMS": "2", "contracts-1-pattern": "", "contracts-1-offset_days": "0",
            "contracts-1-starts_on": "2027-01-10", "contracts-1-weekly_minutes": "2520",
            "contracts-1-holiday_rule": "work",
        }  # fmt: skip
        response = ada.post(change_url(cast.dana), data)
        assert response.status_code == 200
        formset = next(
            one.formset
            for one in response.context["inline_admin_formsets"]
            if one.formset.prefix == "contracts"
        )
        assert formset.errors[1] == {"starts_on": ["This person has another base contract at that time."]}
        assert BaseContract.objects.filter(person=cast.dana).count() == 1

    def test_people_are_not_deleted(self, cast: Cast, ada: Client) -> None:
        assert ada.post(delete_url(cast.cal), {"post": "yes"}).status_code == 403
        assert Person.objects.filter(pk=cast.cal.pk).exists()

    def test_history_shows_versions_and_the_audit_trail(self, cast: Cast, ada: Client) -> None:
        old = cast.shift_types["D"]
        ada.post(change_url(old), form_data(ada, change_url(old)) | {"name": "Long day"})
        now = ShiftType.objects.current().get(center=cast.norfield, code="D")
        page = ada.get(reverse("admin:scheduling_shifttype_history", args=[now.pk])).content.decode()
        assert "Name: Day → <strong>Long day</strong>" in page
        assert cast.ada.user is not None
        assert cast.ada.user.email in page
        assert "shift_type.changed" in page
        assert page.count("insert") >= 2


class TestPatterns:
    def test_the_strip_becomes_days(self, cast: Cast, ada: Client) -> None:
        data = {"name": "Two by two", "cycle": ["D", "d", "N", "N", ".", "", "."], "cycle_length": "8"}
        assert ada.post(add_url(Pattern), data).status_code == 302
        pattern = Pattern.objects.get(name="Two by two")
        assert pattern.length_days == 8
        days = PatternDay.objects.filter(pattern=pattern).values_list("day", "shift_type__code")
        assert list(days) == [(0, "D"), (1, "D"), (2, "N"), (3, "N")]

    def test_a_shorter_cycle_drops_days_and_the_old_row_keeps_its_own(self, cast: Cast, ada: Client) -> None:
        old = cast.patterns["Pitman days"]
        data = form_data(ada, change_url(old)) | {"cycle_length": "4"}
        assert ada.post(change_url(old), data).status_code == 302
        new = Pattern.objects.current().get(center=cast.norfield, name="Pitman days")
        old.refresh_from_db()
        assert (new.length_days, new.days.count(), new.entity_id) == (4, 2, old.pk)
        assert (old.length_days, old.days.count()) == (14, 7)

    @pytest.mark.parametrize(
        ("cycle", "length", "message"),
        [(["Q", "D"], "2", "day 1 has “Q”"), (["D"], "400", "1 to 366 days"), (["D"], "0", "required")],
    )
    def test_what_is_no_cycle_is_said(
        self, cast: Cast, ada: Client, cycle: list[str], length: str, message: str
    ) -> None:
        response = ada.post(add_url(Pattern), {"name": "X", "cycle": cycle, "cycle_length": length})
        assert message in " ".join(errors(response)["cycle"])
        assert not Pattern.objects.filter(name="X").exists()

    def test_the_catalogue_fills_the_form_with_the_centers_codes(self, cast: Cast, ada: Client) -> None:
        page = ada.get(reverse("admin:scheduling_pattern_catalogue"))
        offer = next(one for one in page.context["patterns"] if one["known"].key == "dupont")
        link = offer["cycles"][0]["link"]
        form = ada.get(link).content.decode()
        assert form.count('type="text" name="cycle"') == 28
        without = [one for one in page.context["patterns"] if one["missing"]]
        assert without
        assert not any(cycle["link"] for one in without for cycle in one["cycles"])


class TestPeriods:
    def test_lock_and_unlock(self, cast: Cast, ada: Client) -> None:
        period = Period.objects.create(center=cast.norfield, starts_on="2026-12-06", ends_before="2027-01-03")
        lock = reverse("admin:scheduling_period_lock", args=[period.pk])
        ada.post(lock)
        assert not PeriodState.objects.exists()
        with tick(actor=None, center_id=cast.norfield.pk, kind="test_setup") as opened:
            opened.add(PeriodState(period=period, state="published", base_version=1))
        assert ada.get(lock).status_code == 405
        ada.post(lock)
        assert PeriodState.objects.current().get().state == "locked"
        assert "Unlock this period" in ada.get(change_url(period)).content.decode()
        ada.post(reverse("admin:scheduling_period_unlock", args=[period.pk]))
        assert PeriodState.objects.current().get().state == "published"


class TestDisplays:
    def test_a_display_is_added_opened_and_revoked(self, cast: Cast, ada: Client) -> None:
        ada.post(add_url(WallDisplay), {"name": "Floor"})
        display = WallDisplay.objects.get()
        assert (display.center, display.created_by, display.revoked_at) == (
            cast.norfield,
            cast.ada.user,
            None,
        )
        link = reverse("on_duty_display", args=[token_of(display)])
        assert link in ada.get(change_url(display)).content.decode()
        assert Client().get(link).status_code == 200
        revoke = reverse("admin:scheduling_walldisplay_revoke", args=[display.pk])
        assert ada.get(revoke).status_code == 405
        ada.post(revoke)
        assert Client().get(link).status_code == 404
        page = ada.get(change_url(display)).content.decode()
        assert link not in page
        assert "Revoked." in page

    def test_another_centers_display_is_not_found(self, cast: Cast, ada: Client) -> None:
        display = WallDisplay.objects.create(
            center=cast.southmere, name="Elsewhere", created_by=cast.olga.user
        )
        assert ada.get(change_url(display)).status_code == 404
        assert "Elsewhere" not in ada.get(reverse("admin:scheduling_walldisplay_changelist")).content.decode()
        ada.post(reverse("admin:scheduling_walldisplay_revoke", args=[display.pk]))
        assert WallDisplay.objects.get(pk=display.pk).revoked_at is None

    def test_rows_of_displays_are_kept(self, cast: Cast, ada: Client) -> None:
        display = WallDisplay.objects.create(center=cast.norfield, name="Floor", created_by=cast.ada.user)
        delete = reverse("admin:scheduling_walldisplay_delete", args=[display.pk])
        assert ada.post(delete, {"post": "yes"}).status_code == 403
        assert WallDisplay.objects.exists()


class TestAccounts:
    def test_an_operator_is_made_by_one_box_and_no_box_opens_nothing(
        self, cast: Cast, client: Client
    ) -> None:
        client.force_login(User.objects.create_superuser("ops@example.net"))
        page = client.get(change_url(cast.dana.user)).content.decode()
        assert 'name="is_superuser"' in page
        assert 'name="is_staff"' not in page

    def test_an_admin_changes_roles_and_closes_accounts_but_not_their_own(
        self, cast: Cast, ada: Client
    ) -> None:
        dana, me = cast.dana.user, cast.ada.user
        assert dana is not None
        assert me is not None
        data = form_data(ada, change_url(dana)) | {"roles-0-role": "employee"}
        data.pop("is_active")
        assert ada.post(change_url(dana), data).status_code == 302
        dana.refresh_from_db()
        assert (dana.is_active, dana.roles.get().role) == (False, "employee")
        mine = form_data(ada, change_url(me))
        assert "is_active" in errors(
            ada.post(change_url(me), {k: v for k, v in mine.items() if k != "is_active"})
        )
        ada.post(change_url(me), mine | {"roles-0-role": "employee"})
        assert me.roles.get().role == "admin"

    def test_rights_of_operators_are_not_an_admins_to_give(self, cast: Cast, ada: Client) -> None:
        dana = cast.dana.user
        assert dana is not None
        data = form_data(ada, change_url(dana)) | {
            "is_superuser": "on",
            "is_staff": "on",
            "email": "x@y.example",
        }
        ada.post(change_url(dana), data)
        before = dana.email
        dana.refresh_from_db()
        assert (dana.is_superuser, dana.email) == (False, before)

    def test_operators_and_other_centers_accounts_are_not_shown(self, cast: Cast, ada: Client) -> None:
        User.objects.create_superuser("operator@norfield.example")
        listed = ada.get(reverse("admin:staff_user_changelist")).content.decode()
        assert cast.olga.user is not None
        assert cast.olga.user.email not in listed
        assert "operator@" not in listed
        assert ada.get(add_url(User)).status_code == 403
