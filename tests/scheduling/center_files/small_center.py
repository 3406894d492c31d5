"""Files of a small center, to be changed by a test: `small_center(zone=…)` gives name to bytes."""

from __future__ import annotations

from datetime import date, timedelta

from scheduling.rules.registry import RULES

ROWS = 31 + sum(bool(rule.default_limits) for rule in RULES.values())
"""Rows that the small center's import makes, the presets of rules it does not name among them."""

CENTER = """\
name = "{name}"
time_zone = "{zone}"
pattern_anchor = {anchor}
first_period = {{ starts_on = {starts_on}, days = 28 }}
workweek = {{ weekday = "Mon", time = "06:00" }}

[service_target]
within_15_s = 0.90
within_20_s = 0.95
average_handling_seconds = 120
calls_per_incident = 1.2

[rules]
minimum_rest_minutes = {{ block = 480, approval = 660 }}
consecutive_days = {{ warn = 5 }}
"""


def small_center(
    *, name: str = "Eastmere", zone: str = "Europe/Berlin", starts_on: date = date(2027, 3, 14)
) -> dict[str, bytes]:
    """Two dispatchers, a trainer and a trainee, in a period that by default crosses Europe's clock change."""
    anchor = starts_on - timedelta(days=28)
    texts = {
        "center.toml": CENTER.format(name=name, zone=zone, anchor=anchor, starts_on=starts_on),
        "skills.csv": "code,name,kind,valid_months\nCT,Call-taking,position,24\nCTO,Trainer,trainer,\n",
        "people.csv": (
            "number,last_name,first_name,email,staff_type,department,crew,role,hired_on,seniority_on,weekly_minutes\n"
            "1,Kestrel,Dana,dana@eastmere.example,regular,Operations,A "
            "Squad,supervisor,2010-01-04,2010-01-04,2520\n"
            "2,Ólafsson,Cal,cal@eastmere.example,regular,Operations,A "
            "Squad,dispatcher,2012-01-04,2012-01-04,2520\n"
            "3,Tiernan,Max,,part_time,,Trainees,trainee,2027-01-04,2027-01-04,2400\n"
        ),
        "certifications.csv": (
            f"number,skill,granted_on,expires_on\n1,CT,2026-01-01,\n2,CT,2026-01-01,{starts_on}\n2,CTO,2026-01-01,\n"
        ),
        "training_pairs.csv": f"trainee,trainer,starts_on,ends_before\n3,2,{anchor},\n",
        "positions.csv": "name,skill,priority,consoles\nCall-taking,CT,1,4\n",
        "shift_types.csv": (
            "code,name,start,end,unpaid_break_minutes\nD,Day,06:00,18:00,30\nN,Night,18:00,06:00,0\nP,Power,12:00,24:00,0\n"
        ),
        "patterns.csv": "name,cycle\nTwo by two,D D N N . . . .\n",
        "contracts.csv": (
            "number,pattern,offset_days,starts_on,ends_before,weekly_minutes,holiday_rule\n"
            f"1,Two by two,0,{anchor},,2520,work\n"
            f"2,Two by two,4,{anchor},{starts_on},2520,off\n"
            f"2,,,{starts_on},,2400,work\n"
            f"3,,,{anchor},,2400,work\n"
        ),
        "requirements.csv": (
            "kind,of,weekday,start,end,minimum,target,maximum\n"
            "seats,Call-taking,Mon,06:00,18:00,1,2,3\n"
            "seats,Call-taking,Sun,18:00,06:00,1,1,\n"
            "mix,CTO,Mon,00:00,24:00,1,1,\n"
        ),
        "requirement_overrides.csv": (
            "kind,of,date,start,end,minimum,target,maximum,reason\n"
            f"seats,Call-taking,{starts_on},20:00,04:00,2,2,3,City fair\n"
        ),
        "leave.csv": (
            "number,kind,starts_at,ends_at\n"
            f"1,vacation,{starts_on}T18:00,{starts_on + timedelta(days=20)}T24:00\n"
        ),
        "wishes.csv": f"number,wish,date,shift,weight\n2,off,{starts_on},,3\n2,work,{starts_on},D,1\n",
        "off_limit_groups.csv": "group,number\nPair 1,1\nPair 1,2\n",
        "incidents_per_hour.csv": "weekday,hour,incidents\nMon,0,3.5\nMon,1,2.0\n",
    }
    return {file: text.encode() for file, text in texts.items()}


def edited(files: dict[str, bytes], file: str, old: str, new: str) -> dict[str, bytes]:
    """The files with a piece of text of one file replaced, which must be there exactly once."""
    text = files[file].decode()
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {file}"
    return files | {file: text.replace(old, new).encode()}


def with_line(files: dict[str, bytes], file: str, line: str) -> dict[str, bytes]:
    """The files with one line more at the end of one."""
    return files | {file: files[file] + line.encode() + b"\n"}
