"""Importing: everything is stored as one version, twice changes nothing, and wrong rows let nothing
through."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from scheduling.adjustments.models import Adjustment
from scheduling.center_files import services
from scheduling.center_files.domain.report import ImportReport, Outcome
from scheduling.center_files.services import PreviewOutdated, import_center
from scheduling.center_files.sources import files_in_folder
from scheduling.contracts.models import BaseContract, RuleLimits
from scheduling.coverage.models import Position, Requirement, RequirementOverride
from scheduling.demand.models import IncidentRate
from scheduling.patterns.models import Pattern, PatternDay, ShiftType
from scheduling.roster.models import Period, PeriodState
from scheduling.rules.registry import RULES
from staff.centers.clock import current_version, tick
from staff.centers.models import Center, CenterSettings, Event
from staff.people.models import Employment, GroupMembership, Person, Role, RoleAssignment, User
from staff.preferences.models import OffLimitMembership, Wish
from staff.skills.models import Certification, Skill, TrainerPair
from tests.scheduling.center_files.small_center import ROWS, edited, small_center, with_line

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).parents[3] / "demo" / "center"
LIMITED_RULES = sum(bool(rule.default_limits) for rule in RULES.values())
TABLES = (
    Skill, Person, Employment, GroupMembership, Certification, TrainerPair, Position, ShiftType, Pattern,
    PatternDay, BaseContract, Requirement, RequirementOverride, Adjustment, Wish, OffLimitMembership,
    IncidentRate,
    RuleLimits, CenterSettings, Event, Center,
)  # fmt: skip


def counts() -> dict[str, int]:
    return {table.__name__: table._default_manager.count() for table in TABLES}


def imported(files: dict[str, bytes] | None = None) -> ImportReport:
    report = import_center(actor=None, files=files or small_center())
    assert report.is_good, report.rejected
    return report


class TestDemo:
    def test_everything_in_the_files_is_stored_as_one_version(self) -> None:
        report = imported(files_in_folder(DEMO))
        center = Center.objects.get()
        assert report.version == current_version(center.pk) == 1
        assert center.slug == "norfield-911"
        assert counts() == {
            "Skill": 5, "Person": 312, "Employment": 312, "GroupMembership": 312, "Certification": 630,
            "TrainerPair": 8, "Position": 4, "ShiftType": 9, "Pattern": 8, "BaseContract": 318,
            "PatternDay": 49, "Requirement": 112, "RequirementOverride": 3, "Adjustment": 114, "Wish": 294,
            "OffLimitMembership": 24, "IncidentRate": 168, "RuleLimits": LIMITED_RULES, "CenterSettings": 1,
            "Event": 1, "Center": 1,
        }  # fmt: skip
        assert Event.objects.get().payload["files"]["people.csv"] == {"new": 312, "changed": 0}

    def test_twice_changes_nothing(self) -> None:
        imported(files_in_folder(DEMO))
        before = counts()
        again = imported(files_in_folder(DEMO))
        assert (again.changes, again.version) == (0, None)
        assert counts() == before
        assert current_version(Center.objects.get().pk) == 1


class TestTheName:
    @pytest.mark.parametrize("name", ["EASTMERE", "Eastmere ", "eastmere"])
    def test_one_that_reads_like_a_stored_one_makes_no_second_center(self, name: str) -> None:
        imported()
        files = edited(small_center(), "center.toml", '"Eastmere"', f'"{name}"')
        report = import_center(actor=None, files=files)
        if name.strip() == "Eastmere":
            assert report.is_good
        else:
            (problem,) = report.rejected
            assert (problem.file, problem.column, problem.value) == ("center.toml", "name", name)
            assert "There is a center “Eastmere”" in problem.message
        assert Center.objects.count() == 1

    def test_another_is_a_new_center(self) -> None:
        imported()
        imported(edited(small_center(), "center.toml", '"Eastmere"', '"Eastmere North"'))
        assert Center.objects.count() == 2


class TestWhatIsStored:
    def test_leave_is_published_at_once_and_in_utc(self) -> None:
        imported()
        leave = Adjustment.objects.get()
        # Berlin is one hour ahead of UTC before the clock change of 2027-03-28 and two after.
        assert leave.starts_at == datetime(2027, 3, 14, 17, 0, tzinfo=UTC)
        assert leave.ends_at == datetime(2027, 4, 3, 22, 0, tzinfo=UTC)
        assert (leave.kind, leave.paint, leave.absence_kind) == ("leave", "absence", "vacation")
        assert leave.published_from == leave.from_version == leave.paint_version == 1

    def test_midnight_at_the_end_of_a_day(self) -> None:
        imported()
        assert ShiftType.objects.get(code="P").ends_at.isoformat() == "00:00:00"
        assert Requirement.objects.get(kind="mix").ends_at.isoformat() == "00:00:00"

    def test_patterns_point_to_shift_types_by_day(self) -> None:
        imported()
        days = PatternDay.objects.filter(pattern__name="Two by two").values_list("day", "shift_type__code")
        assert list(days) == [(0, "D"), (1, "D"), (2, "N"), (3, "N")]

    def test_settings_and_rules(self) -> None:
        imported()
        settings = CenterSettings.objects.get()
        assert (settings.workweek_weekday, settings.workweek_time.hour) == (0, 6)
        rest = RuleLimits.objects.get(rule="minimum_rest")
        assert (rest.block, rest.approval, rest.warn, rest.effective_on) == (
            480,
            660,
            None,
            date(2027, 2, 14),
        )
        # A rule that the file doesn't name stands at its preset, so that it is checked at all.
        assert RuleLimits.objects.get(rule="valid_certification").block is not None

    def test_a_person_without_crew_has_no_membership(self) -> None:
        imported(edited(small_center(), "people.csv", "part_time,,Trainees", "part_time,,"))
        assert GroupMembership.objects.count() == 2

    @pytest.mark.parametrize(
        "zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"]
    )
    def test_other_time_zones_and_clock_changes(self, zone: str) -> None:
        files = small_center(zone=zone)
        assert imported(files).changes == ROWS
        assert imported(files).changes == 0


class TestChanges:
    def test_a_changed_row_is_replaced_and_nothing_else(self) -> None:
        imported()
        before = counts()
        changed = imported(
            edited(small_center(), "contracts.csv", "2,,,2027-03-14,,2400", "2,,,2027-03-14,,1800")
        )
        assert (changed.changes, changed.version) == (1, 2)
        assert counts() == before | {"BaseContract": before["BaseContract"] + 1, "Event": 2}
        old, new = BaseContract.objects.filter(person__number="2", starts_on="2027-03-14").order_by(
            "from_version"
        )
        assert (old.weekly_minutes, old.from_version, old.until_version) == (2400, 1, 2)
        assert (new.weekly_minutes, new.from_version, new.until_version) == (1800, 2, None)
        assert new.entity_id == old.pk
        row = next(row for row in changed.outcomes if row.outcome is Outcome.CHANGED)
        assert (row.file, row.row, row.message) == ("contracts.csv", 4, "weekly_minutes: 2400, then 1800")

    def test_changed_leave_is_replaced_and_the_end_published(self) -> None:
        imported()
        imported(edited(small_center(), "leave.csv", "2027-04-03T24:00", "2027-04-01T06:00"))
        old, new = Adjustment.objects.order_by("from_version")
        assert (old.until_version, old.published_until) == (2, 2)
        assert (new.published_from, new.published_until) == (2, None)

    def test_a_changed_pattern_gets_new_days_and_contracts_follow_it(self) -> None:
        imported()
        imported(edited(small_center(), "patterns.csv", "D D N N . . . .", "D D N N . . ."))
        old, new = Pattern.objects.order_by("from_version")
        assert (old.length_days, new.length_days, new.entity_id) == (8, 7, old.pk)
        assert (old.days.count(), new.days.count()) == (4, 4)
        assert set(BaseContract.objects.exclude(pattern=None).values_list("pattern", flat=True)) == {old.pk}

    def test_priorities_may_be_swapped(self) -> None:
        files = with_line(small_center(), "positions.csv", "Radio,CT,2,1")
        imported(files)
        swapped = edited(
            edited(files, "positions.csv", "Call-taking,CT,1", "Call-taking,CT,2"),
            "positions.csv",
            "Radio,CT,2",
            "Radio,CT,1",
        )
        assert imported(swapped).changes == 2
        assert dict(Position.objects.current().values_list("name", "priority")) == {
            "Radio": 1,
            "Call-taking": 2,
        }

    def test_a_new_job_replaces_the_employment_and_a_new_name_only_the_person(self) -> None:
        imported()
        files = edited(small_center(), "people.csv", "Trainees,trainee", "A Squad,dispatcher")
        imported(edited(files, "people.csv", "1,Kestrel", "1,Merrow"))
        assert Person.objects.get(number="1").last_name == "Merrow"
        assert Employment.objects.filter(person__number="1").count() == 1
        jobs = (
            Employment.objects.filter(person__number="3")
            .order_by("from_version")
            .values_list("job", "until_version")
        )
        assert list(jobs) == [("trainee", 2), ("dispatcher", None)]
        groups = GroupMembership.objects.filter(person__number="3").order_by("from_version")
        assert [(one.group.name, one.until_version) for one in groups] == [("Trainees", 2), ("A Squad", None)]

    def test_a_person_whose_employment_ended_stays_ended(self) -> None:
        imported()
        old = Employment.objects.get(person__number="3")
        ended = Employment(
            person=old.person,
            job=old.job,
            staff_type=old.staff_type,
            starts_on=old.starts_on,
            ends_before=date(2027, 3, 1),
        )
        with tick(actor=None, center_id=old.center_id, kind="test_setup") as opened:
            opened.replace(old, ended)
        imported(edited(small_center(), "people.csv", "part_time,,Trainees", "regular,,Trainees"))
        now = Employment.objects.current().get(person__number="3")
        assert (now.staff_type, now.ends_before) == ("regular", date(2027, 3, 1))

    def test_missing_rows_stay(self) -> None:
        imported()
        files = small_center()
        files["leave.csv"] = files["leave.csv"].splitlines(keepends=True)[0]
        files["people.csv"] = b"".join(files["people.csv"].splitlines(keepends=True)[:3])
        files["training_pairs.csv"] = files["training_pairs.csv"].splitlines(keepends=True)[0]
        report = import_center(actor=None, files=files)
        assert (report.is_good, report.changes) == (True, 0)
        assert Adjustment.objects.current().count() == 1
        assert Employment.objects.current().count() == 3

    def test_a_changed_center_setting_keeps_what_the_file_does_not_say(self) -> None:
        imported()
        old = CenterSettings.objects.get()
        new = CenterSettings(
            night_duty_minutes=240,
            workweek_weekday=0,
            workweek_time=old.workweek_time,
            average_handling_seconds=120,
            calls_per_incident=old.calls_per_incident,
        )
        with tick(actor=None, center_id=old.center_id, kind="test_setup") as opened:
            opened.replace(old, new)
        imported(edited(small_center(), "center.toml", 'weekday = "Mon"', 'weekday = "Tue"'))
        now = CenterSettings.objects.current().get()
        assert (now.workweek_weekday, now.night_duty_minutes) == (1, 240)


class TestRefusals:
    def test_nothing_is_imported_when_a_row_is_wrong(self) -> None:
        report = import_center(actor=None, files=edited(small_center(), "wishes.csv", ",,3", ",,9"))
        assert [(one.file, one.row, one.column) for one in report.rejected] == [("wishes.csv", 2, "weight")]
        assert report.version is None
        assert set(counts().values()) == {0}

    def test_a_dry_run_writes_nothing(self) -> None:
        report = import_center(actor=None, files=small_center(), dry_run=True)
        assert (report.changes, report.version, report.is_dry_run) == (ROWS, None, True)
        assert set(counts().values()) == {0}

    def test_an_interrupted_import_leaves_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*args: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(services.coverage.IncidentRateStore, "write", fail)
        with pytest.raises(KeyboardInterrupt):
            import_center(actor=None, files=small_center())
        assert set(counts().values()) == {0}

    def test_a_contract_may_not_overlap_a_stored_one_that_the_file_lacks(self) -> None:
        imported()
        files = edited(small_center(), "contracts.csv", "3,,,2027-02-14", "3,,,2027-03-01")
        (problem,) = import_center(actor=None, files=files).rejected
        assert (problem.file, problem.row) == ("contracts.csv", 5)
        assert "The contract of 3 from 2027-02-14 which is stored and not in the file" in problem.message

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ('"Europe/Berlin"', '"Europe/Paris"', "time_zone: Europe/Berlin, then Europe/Paris"),
            (
                "pattern_anchor = 2027-02-14",
                "pattern_anchor = 2027-02-15",
                "pattern_anchor: 2027-02-14, then",
            ),
            ("days = 28", "days = 14", "period_days: 28, then 14"),
        ],
    )
    def test_what_is_fixed_stays(self, old: str, new: str, said: str) -> None:
        imported()
        (problem,) = import_center(actor=None, files=edited(small_center(), "center.toml", old, new)).rejected
        assert said in problem.message
        assert current_version(Center.objects.get().pk) == 1

    def test_leave_in_a_locked_period(self) -> None:
        imported()
        center = Center.objects.get()
        period = Period.objects.create(center=center, starts_on="2027-03-14", ends_before="2027-04-11")
        with tick(actor=None, center_id=center.pk, kind="test_setup") as opened:
            opened.add(PeriodState(period=period, state="locked", base_version=1))
        # The leave that stands is no change; the new one is.
        assert import_center(actor=None, files=small_center()).is_good
        files = with_line(small_center(), "leave.csv", "2,sick,2027-04-10T06:00,2027-04-10T18:00")
        (problem,) = import_center(actor=None, files=files).rejected
        assert (problem.row, "which is locked" in problem.message) == (3, True)
        assert Adjustment.objects.count() == 1
        after = with_line(small_center(), "leave.csv", "2,sick,2027-04-11T00:00,2027-04-11T18:00")
        assert import_center(actor=None, files=after).is_good

    def test_a_center_changed_since_the_preview(self) -> None:
        imported()
        files = edited(small_center(), "wishes.csv", ",,3", ",,4")
        previewed = import_center(actor=None, files=files, dry_run=True).outcomes
        Wish.objects.filter(kind="off").update(weight=4)
        with pytest.raises(PreviewOutdated) as caught:
            import_center(actor=None, files=files, previewed=previewed)
        assert caught.value.report.changes == 0
        assert current_version(Center.objects.get().pk) == 1


class TestPermissions:
    def user(self, role: str | None = None, **fields: object) -> User:
        user = User.objects.create_user(f"{role}@eastmere.example", **fields)  # type: ignore[arg-type]
        if role:
            RoleAssignment.objects.create(user=user, center=Center.objects.get(), role=role)
        return user

    def test_admins_import_into_their_center_and_nobody_else_does(self) -> None:
        imported()
        files = edited(small_center(), "wishes.csv", ",,3", ",,4")
        for role in (None, Role.EMPLOYEE, Role.SUPERVISOR, Role.API_CLIENT):
            with pytest.raises(PermissionDenied):
                import_center(actor=self.user(role), files=files)
        admin = self.user(Role.ADMIN)
        assert import_center(actor=admin, files=files).changes == 1
        assert Event.objects.last().actor == admin

    def test_only_operators_import_a_new_center(self) -> None:
        imported()
        files = small_center(name="Westmere")
        with pytest.raises(PermissionDenied):
            import_center(actor=self.user(Role.ADMIN), files=files)
        assert import_center(actor=self.user(is_superuser=True), files=files).version == 1


class TestPartOfTheFiles:
    def test_some_files_are_enough_for_a_stored_center(self) -> None:
        imported()
        center = Center.objects.get()
        files = {"wishes.csv": b"number,wish,date,shift,weight\n1,work,2027-03-20,N,2\n"}
        assert import_center(actor=None, files=files, center=center).changes == 1
        assert any("is missing" in one.message for one in import_center(actor=None, files=files).rejected)

    def test_the_file_of_another_center_is_refused(self) -> None:
        imported()
        center = Center.objects.get()
        files = {"center.toml": small_center(name="Westmere")["center.toml"]}
        (problem,) = import_center(actor=None, files=files, center=center).rejected
        assert "name: Eastmere, then Westmere" in problem.message


class TestMoving:
    def test_all_dates_move_and_twice_is_still_nothing(self) -> None:
        report = import_center(actor=None, files=small_center(), move_days=-56)
        assert report.is_good
        center = Center.objects.get()
        move = timedelta(days=-56)
        assert center.first_period_on == date(2027, 3, 14) + move
        assert Person.objects.get(number="1").hired_on == date(2010, 1, 4) + move
        assert import_center(actor=None, files=small_center(), move_days=-56).changes == 0
