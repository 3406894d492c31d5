"""Every mistake in a center's files has a message of its own, with file, row and column."""

from __future__ import annotations

import pytest

from scheduling.center_files.domain.files import FORMS, NAMES, read_files
from scheduling.center_files.domain.report import Outcome, Problems, RowOutcome
from scheduling.center_files.domain.tables import Known, check_overlaps
from tests.scheduling.center_files.small_center import edited, small_center, with_line

FILE_FIELDS = dict(
    zip(
        [form.file for form in FORMS],
        [
            "skills",
            "people",
            "certifications",
            "training_pairs",
            "positions",
            "shift_types",
            "patterns",
            "contracts",
            "requirements",
            "overrides",
            "leave",
            "wishes",
            "off_limit_groups",
            "incident_rates",
        ],
        strict=True,
    )
)


def problems_of(files: dict[str, bytes], *, needs_all: bool = True) -> list[RowOutcome]:
    problems = Problems()
    read = read_files(files, Known(), needs_all=needs_all, problems=problems)
    for form in FORMS:
        check_overlaps(form, getattr(read, FILE_FIELDS[form.file]), {}, problems)  # type: ignore[arg-type]
    return problems.found


def only(found: list[RowOutcome]) -> RowOutcome:
    assert len(found) == 1, [f"{one.place}: {one.message}" for one in found]
    assert found[0].outcome is Outcome.REJECTED
    return found[0]


def test_good_files_have_no_problem() -> None:
    assert problems_of(small_center()) == []


# file, text to replace (a line to add where empty), text, then row, column and a piece of the message
MISTAKES = {
    "unknown skill": ("certifications.csv", "", "1,XX,2026-01-01,", 5, "skill", "“XX” is an unknown skill"),
    "unknown person": (
        "certifications.csv",
        "",
        "77,CT,2026-01-01,",
        5,
        "number",
        "“77” is an unknown person",
    ),
    "unknown pattern": (
        "contracts.csv",
        "1,Two by two,0",
        "1,Two by too,0",
        2,
        "pattern",
        "Did you mean “Two by two”?",
    ),
    "unknown position": (
        "requirements.csv",
        "seats,Call-taking,Mon",
        "seats,Calls,Mon",
        2,
        "of",
        "unknown position",
    ),
    "unknown mix skill": ("requirements.csv", "mix,CTO", "mix,CTX", 4, "of", "unknown skill"),
    "unknown kind": ("requirements.csv", "mix,CTO", "mixed,CTO", 4, "kind", "Write one of: seats, mix"),
    "unknown trainee": ("training_pairs.csv", "3,2,", "9,2,", 2, "trainee", "unknown person"),
    "unknown wish shift": ("wishes.csv", ",D,1", ",X,1", 3, "shift", "unknown shift type"),
    "off wish with shift": ("wishes.csv", ",,3", ",D,3", 2, "shift", "Leave it empty"),
    "weight out of range": ("wishes.csv", ",,3", ",,6", 2, "weight", "from 1 to 5"),
    "unknown job": ("people.csv", "trainee,2027", "boss,2027", 4, "role", "Write one of: dispatcher"),
    "staff type": ("people.csv", "part_time", "parttime", 4, "staff_type", "Write one of: regular"),
    "bad e-mail": ("people.csv", "dana@eastmere.example", "dana@", 2, "email", "is not an e-mail address"),
    "empty name": ("people.csv", "1,Kestrel", "1,", 2, "last_name", "is empty"),
    "duplicate number": (
        "people.csv",
        "",
        "1,Kowal,Sam,,regular,,A Squad,dispatcher,2012-01-04,2012-01-04,2520",
        5,
        "number",
        "is also in row 2. Keep one.",
    ),
    "month 13": (
        "people.csv",
        "2010-01-04,2010-01-04",
        "2010-13-01,2010-01-04",
        2,
        "hired_on",
        "there is no month 13",
    ),
    "February 30": (
        "people.csv",
        "2010-01-04,2010-01-04",
        "2010-02-30,2010-01-04",
        2,
        "hired_on",
        "February 2010 has 28 days",
    ),
    "other order": (
        "people.csv",
        "2010-01-04,2010-01-04",
        "04/01/2010,2010-01-04",
        2,
        "hired_on",
        "Write year, month and day",
    ),
    "far year": (
        "people.csv",
        "2010-01-04,2010-01-04",
        "3010-01-04,2010-01-04",
        2,
        "hired_on",
        "from 1900 to 2200",
    ),
    "no number": (
        "people.csv",
        "2010-01-04,2520",
        "2010-01-04,42h",
        2,
        "weekly_minutes",
        "is not a whole number",
    ),
    "too many minutes": (
        "people.csv",
        "2010-01-04,2520",
        "2010-01-04,20000",
        2,
        "weekly_minutes",
        "to 10080",
    ),
    "expires before granted": (
        "certifications.csv",
        "2026-01-01,2027-03-14",
        "2026-01-01,2025-03-14",
        3,
        "expires_on",
        "is before 2026-01-01",
    ),
    "own trainer": ("training_pairs.csv", "3,2,", "2,2,", 2, "trainer", "Nobody is their own trainer"),
    "pair ends first": (
        "training_pairs.csv",
        "3,2,2027-02-14,",
        "3,2,2027-02-14,2027-02-14",
        2,
        "ends_before",
        "must end after it starts",
    ),
    "overlapping pairs": (
        "training_pairs.csv",
        "",
        "3,1,2027-03-01,",
        3,
        "starts_on",
        "overlaps The pair of 3",
    ),
    "contract ends first": (
        "contracts.csv",
        "4,2027-02-14,2027-03-14",
        "4,2027-02-14,2027-02-01",
        3,
        "ends_before",
        "must end after it starts",
    ),
    "overlapping contracts": (
        "contracts.csv",
        "4,2027-02-14,2027-03-14",
        "4,2027-02-14,2027-03-15",
        4,
        "starts_on",
        "in row 3",
    ),
    "offset without pattern": (
        "contracts.csv",
        "3,,,",
        "3,,2,",
        5,
        "offset_days",
        "stands without a pattern",
    ),
    "holiday rule": (
        "contracts.csv",
        "2520,off",
        "2520,never",
        3,
        "holiday_rule",
        "Write one of: work, off, premium",
    ),
    "pattern without days": ("patterns.csv", "D D N N . . . .", "", 2, "cycle", "is empty"),
    "pattern of too many days": ("patterns.csv", "D D N N . . . .", "D " * 367, 2, "cycle", "has 367 days"),
    "pattern with unknown code": ("patterns.csv", "D D N N", "D D Q Q", 2, "cycle", "Day 3 has “Q”"),
    "wrong weekday": (
        "requirements.csv",
        "Call-taking,Mon",
        "Call-taking,Monday",
        2,
        "weekday",
        "is not a weekday",
    ),
    "wrong time": ("requirements.csv", "Mon,06:00,18:00", "Mon,6 am,18:00", 2, "start", "is not a time"),
    "no time of day": ("requirements.csv", "Mon,06:00,18:00", "Mon,06:00,25:00", 2, "end", "00:00 to 23:59"),
    "starts at 24:00": (
        "requirements.csv",
        "Mon,06:00,18:00",
        "Mon,24:00,18:00",
        2,
        "start",
        "can only be an end",
    ),
    "seconds": ("requirements.csv", "Mon,06:00,18:00", "Mon,06:00:30,18:00", 2, "start", "has seconds"),
    "target below minimum": (
        "requirements.csv",
        "18:00,1,2,3",
        "18:00,3,2,3",
        2,
        "target",
        "must not decrease",
    ),
    "maximum below target": (
        "requirements.csv",
        "18:00,1,2,3",
        "18:00,1,2,1",
        2,
        "maximum",
        "must not decrease",
    ),
    "overlapping requirements": (
        "requirements.csv",
        "",
        "seats,Call-taking,Mon,17:00,19:00,1,1,1",
        5,
        "start",
        "overlaps Call-taking on Mon from 06:00",
    ),
    "requirement over the week's end": (
        "requirements.csv",
        "",
        "seats,Call-taking,Mon,05:00,06:00,1,1,1",
        5,
        "start",
        "overlaps Call-taking on Sun",
    ),
    "overlapping overrides": (
        "requirement_overrides.csv",
        "",
        "seats,Call-taking,2027-03-15,03:00,05:00,2,2,2,Fair",
        3,
        "start",
        "overlaps",
    ),
    "override without reason": ("requirement_overrides.csv", ",City fair", ",", 2, "reason", "is empty"),
    "leave ends first": (
        "leave.csv",
        "",
        "2,sick,2027-03-20T06:00,2027-03-20T05:00",
        3,
        "ends_at",
        "must end after it starts",
    ),
    "leave of no length": (
        "leave.csv",
        "",
        "2,sick,2027-03-20T06:00,2027-03-20T06:00",
        3,
        "ends_at",
        "must end after it starts",
    ),
    "leave before any roster": (
        "leave.csv",
        "",
        "2,sick,1999-12-31T23:00,2027-03-20T08:00",
        3,
        "starts_at",
        "Rosters have dates from 2000 to 2199.",
    ),
    "leave beyond any roster": (
        "leave.csv",
        "",
        "2,sick,2027-03-20T06:00,2200-01-01T08:00",
        3,
        "ends_at",
        "Rosters have dates from 2000 to 2199.",
    ),
    "leave with an offset": (
        "leave.csv",
        "",
        "2,sick,2027-03-20T06:00Z,2027-03-20T08:00",
        3,
        "starts_at",
        "names a time zone",
    ),
    "leave with seconds": (
        "leave.csv",
        "",
        "2,sick,2027-03-20T06:00:30,2027-03-20T08:00",
        3,
        "starts_at",
        "has seconds",
    ),
    "leave without a time": (
        "leave.csv",
        "",
        "2,sick,2027-03-20,2027-03-20T08:00",
        3,
        "starts_at",
        "date with a time",
    ),
    "leave at a time that does not exist": (
        "leave.csv",
        "",
        "2,sick,2027-03-28T02:30,2027-03-28T08:00",
        3,
        "starts_at",
        "does not exist in Europe/Berlin",
    ),
    "overlapping leave": (
        "leave.csv",
        "",
        "1,sick,2027-03-20T06:00,2027-03-21T06:00",
        3,
        "starts_at",
        "overlaps vacation of 1",
    ),
    "same priority": ("positions.csv", "", "Radio,CT,1,2", 3, "priority", "priority of its own"),
    "shift code": ("shift_types.csv", "", "day,Day,06:00,18:00,0", 5, "code", "is not a code"),
    "break fills the shift": (
        "shift_types.csv",
        "",
        "X,Short,10:00,11:00,60",
        5,
        "unpaid_break_minutes",
        "fills the shift",
    ),
    "hour 24": ("incidents_per_hour.csv", "Mon,1,", "Mon,24,", 3, "hour", "from 0 to 23"),
    "negative load": ("incidents_per_hour.csv", "1,2.0", "1,-2.0", 3, "incidents", "is not a number from 0"),
    "duplicate row": ("incidents_per_hour.csv", "", "Mon,1,2.0", 4, "hour", "The same row is also in row 3"),
    "skill kind": ("skills.csv", "trainer,", "teacher,", 3, "kind", "Write one of: position, trainer"),
    "hidden character": (
        "people.csv",
        "Kestrel",
        "Kes\u202etrel",
        2,
        "last_name",
        "has the character U+202E",
    ),
    "line break in a name": ("people.csv", "Kestrel", '"Kes\ntrel"', 2, "last_name", "has a line break"),
    "hidden character in toml": ("center.toml", "Eastmere", "East\\u0000mere", 1, "name", "character U+0000"),
    "share that is no number": (
        "center.toml",
        "within_15_s = 0.90",
        "within_15_s = nan",
        8,
        "service_target.within_15_s",
        "is not a share",
    ),
    "share of nearly nothing": (
        "center.toml",
        "within_15_s = 0.90",
        "within_15_s = 0.0001",
        8,
        "service_target.within_15_s",
        "not a share",
    ),
    "endless calls": (
        "center.toml",
        "incident = 1.2",
        "incident = inf",
        11,
        "service_target.calls_per_incident",
        "above 0",
    ),
    "time zone": ("center.toml", "Europe/Berlin", "Europe/Atlantis", 2, "time_zone", "is not a time zone"),
    "period length": ("center.toml", "days = 28", "days = 5", 4, "first_period.days", "from 7 to 84"),
    "anchor as text": ("center.toml", "= 2027-02-14", '= "2027-02-14"', 3, "pattern_anchor", "is not a date"),
    "anchor before any roster": (
        "center.toml",
        "= 2027-02-14",
        "= 0001-01-01",
        3,
        "pattern_anchor",
        "Rosters have dates from 2000 to 2199.",
    ),
    "period beyond any roster": (
        "center.toml",
        "starts_on = 2027-03-14",
        "starts_on = 9999-12-31",
        4,
        "first_period.starts_on",
        "Rosters have dates from 2000 to 2199.",
    ),
    "unknown rule": (
        "center.toml",
        "consecutive_days",
        "consecutive_daze",
        15,
        "rules.consecutive_daze",
        "unknown rule",
    ),
    "rule levels": (
        "center.toml",
        "block = 480",
        "block = 700",
        14,
        "rules.minimum_rest_minutes",
        "out of order",
    ),
    "unknown setting": (
        "center.toml",
        "[service_target]",
        "zoo = 1\n[service_target]",
        7,
        "zoo",
        "is not known here",
    ),
    "share": (
        "center.toml",
        "within_15_s = 0.90",
        "within_15_s = 90",
        8,
        "service_target.within_15_s",
        "is not a share",
    ),
}


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "column", "message"), MISTAKES.values(), ids=MISTAKES.keys()
)
def test_a_mistake_is_reported_where_it_is(
    file: str, old: str, new: str, row: int, column: str, message: str
) -> None:
    files = edited(small_center(), file, old, new) if old else with_line(small_center(), file, new)
    found = problems_of(files)
    problem = next((one for one in found if one.column == column), None)
    assert problem is not None, found
    assert (problem.file, problem.row) == (file, row)
    assert message in problem.message
    # One mistake is one problem, but for a pattern whose two days are wrong alike.
    assert len(found) == 1, found


def test_all_problems_are_collected() -> None:
    files = edited(small_center(), "people.csv", "1,Kestrel,Dana", "1,,")
    files = edited(files, "leave.csv", "1,vacation", "99,vacation")
    files = with_line(files, "certifications.csv", "1,XX,2026-02-31,")
    places = [(one.file, one.row, one.column) for one in problems_of(files)]
    assert places == [
        ("people.csv", 2, "last_name"),
        ("people.csv", 2, "first_name"),
        ("certifications.csv", 5, "skill"),
        ("certifications.csv", 5, "granted_on"),
        ("leave.csv", 2, "number"),
    ]


def test_a_wrong_row_is_still_known_to_others() -> None:
    files = edited(small_center(), "people.csv", "supervisor,2010-01-04", "supervisor,nonsense")
    assert only(problems_of(files)).column == "hired_on"


class TestWholeFiles:
    def test_empty(self) -> None:
        problem = only(problems_of(small_center() | {"wishes.csv": b""}))
        assert (problem.file, problem.row) == ("wishes.csv", 0)
        assert "is empty" in problem.message

    def test_header_alone_is_no_rows(self) -> None:
        assert problems_of(small_center() | {"wishes.csv": b"number,wish,date,shift,weight\n"}) == []

    @pytest.mark.parametrize("name", NAMES)
    def test_missing(self, name: str) -> None:
        files = small_center()
        del files[name]
        assert any(one.file == name and "is missing" in one.message for one in problems_of(files))
        assert not any("is missing" in one.message for one in problems_of(files, needs_all=False))

    def test_misspelt(self) -> None:
        files = small_center()
        files["wish.csv"] = files.pop("wishes.csv")
        missing, unknown = problems_of(files)
        assert (missing.file, unknown.file) == ("wishes.csv", "wish.csv")
        assert "Is it “wishes.csv”?" in unknown.message

    def test_missing_and_unknown_column(self) -> None:
        missing, unknown = problems_of(edited(small_center(), "wishes.csv", "weight", "wieght"))
        assert (missing.row, missing.column) == (1, "weight")
        assert "Is it “wieght”?" in missing.message
        assert (unknown.row, unknown.column) == (1, "wieght")

    def test_double_column(self) -> None:
        problem = only(
            problems_of(
                edited(small_center(), "off_limit_groups.csv", "group,number", "group,number,number")
                | {"off_limit_groups.csv": b"group,number,number\nPair,1,1\n"}
            )
        )
        assert "there twice" in problem.message

    def test_semicolons(self) -> None:
        problem = only(
            problems_of(
                small_center() | {"wishes.csv": b"number;wish;date;shift;weight\n1;off;2027-03-14;;3\n"}
            )
        )
        assert "not separated by commas" in problem.message

    def test_too_many_cells(self) -> None:
        problem = only(problems_of(with_line(small_center(), "off_limit_groups.csv", "Pair 1,3,4")))
        assert (problem.row, "3 cells where the header has 2" in problem.message) == (4, True)

    def test_open_quote(self) -> None:
        problem = only(problems_of(with_line(small_center(), "off_limit_groups.csv", '"Pair 1,3')))
        assert "quotation mark" in problem.message
        assert problem.row == 4

    def test_byte_order_mark_and_windows_line_ends_are_fine(self) -> None:
        files = small_center()
        files["wishes.csv"] = b"\xef\xbb\xbf" + files["wishes.csv"].replace(b"\n", b"\r\n")
        files["center.toml"] = files["center.toml"].replace(b"\n", b"\r\n")
        assert problems_of(files) == []

    def test_blank_lines_count_but_say_nothing(self) -> None:
        problem = only(
            problems_of(small_center() | {"off_limit_groups.csv": b"group,number\n\n,,\nPair,1\n\nPair,9\n"})
        )
        assert (problem.row, problem.column) == (6, "number")

    def test_utf_16(self) -> None:
        text = small_center()["wishes.csv"].decode()
        for encoding in ("utf-16", "utf-16-le"):
            assert (
                "UTF-16" in only(problems_of(small_center() | {"wishes.csv": text.encode(encoding)})).message
            )

    def test_nul(self) -> None:
        problem = only(problems_of(with_line(small_center(), "people.csv", "4,A\0b,C,,regular,,,trainee")))
        assert (problem.file, problem.row) == ("people.csv", 5)
        assert "NUL character in line 5" in problem.message

    @pytest.mark.parametrize(
        "name", ["skills.csv", "people.csv", "positions.csv", "shift_types.csv", "patterns.csv"]
    )
    def test_a_file_that_can_not_be_read_is_one_problem(self, name: str) -> None:
        for data in (b"", b"\xff\xfe\x00", b"nothing,here\n"):
            found = problems_of(small_center() | {name: data})
            assert {one.file for one in found} == {name}

    def test_latin_1_names_line_and_byte(self) -> None:
        files = small_center()
        files["people.csv"] = files["people.csv"].decode().encode("latin-1")
        # That others name the people of a file that can't be read is not reported on top.
        problem = only(problems_of(files))
        assert (problem.file, problem.row) == ("people.csv", 3)
        assert "byte 0xD3 at position" in problem.message
        assert "in line 3" in problem.message
        assert "Ólafsson" in problem.message

    def test_toml_that_cannot_be_read(self) -> None:
        problem = only(problems_of(edited(small_center(), "center.toml", '"Eastmere"', "Eastmere")))
        assert (problem.file, problem.row) == ("center.toml", 1)
