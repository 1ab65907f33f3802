"""A program.yaml that is broken, contradicts itself, or is made to do harm."""

from __future__ import annotations

from hostile.case import PROGRAM, added, cut, replaced, values, whole

__all__ = ["PROGRAMS"]

ROW = "id: evaluation-mailed"
DUE = "date: 12-28"
MENTEE_START = "after: mentee-start\n      "

PROGRAMS = [
    *whole(
        "program",
        PROGRAM,
        "unreadable-file",
        {"empty": "", "only a comment": "# nothing yet\n"},
    ),
    *whole(
        "program",
        PROGRAM,
        "missing-field",
        {
            "only an id": "id: preset\n",
            "a group of nothing": "{}",
        },
    ),
    *whole("program", PROGRAM, "wrong-value", {"a list": "- id: preset\n", "a text": "preset"}),
    *whole(
        "program",
        PROGRAM,
        "unreadable-file",
        {
            "utf-16": "id: preset\n".encode("utf-16"),
            "two MiB": "# x\n" * (1 << 19),
            "200,000 brackets": "id: " + "[" * 200_000,
            "in conflict": "<<<<<<< HEAD\nid: a\n=======\nid: b\n>>>>>>> other\n",
            "tabs": "id: preset\nterms:\n\tmentee: x\n",
        },
    ),
    *replaced(
        "program",
        PROGRAM,
        "unsafe-text",
        {
            "escape in its name": ("name: Missouri Career", "name: \x1b[31mMissouri"),
            "escaped escape": ("name: Missouri Career Education Mentoring Program", r'name: "\e"'),
            "turned writing in a term": ("mentee: protégé\n", "mentee: pro\u202etégé\n"),
            "anchor": ("year: 2026-2027", "year: &y 2026-2027"),
            "python object": ("year: 2026-2027", "year: !!python/name:os.system"),
            "merge key": ("check:\n", "check:\n  <<: {}\n"),
        },
    ),
    *replaced(
        "program",
        PROGRAM,
        "duplicate-key",
        {
            "two years": ("year: 2026-2027", "year: 2026-2027\nyear: 2027-2028"),
            "two terms": ("mentee: protégé\n", "mentee: protégé\n  mentee: novice\n"),
        },
    ),
    *cut("program", PROGRAM, "missing-field", {"broken off after its name": "id: preset\n"}),
    *cut("program", PROGRAM, "unreadable-file", {"broken off in a title": "calendar:\n  - id: k"})[
        :0
    ],
    *values(
        "program",
        PROGRAM,
        "wrong-value",
        "year: 2026-2027",
        {
            "one year": "year: 2026",
            "year 10000": "year: 9999-10000",
            "slash": "year: 2026/2027",
            "short second year": "year: 2026-27",
            "path for a year": "year: ../../..",
            "Arabic digits": "year: ٢٠٢٦-٢٠٢٧",
            "line after the year": 'year: "2026-2027\\n"',
        },
    ),
    *values(
        "program",
        PROGRAM,
        "program-contradiction",
        "year: 2026-2027",
        {
            "years apart": "year: 2026-2028",
            "years turned round": "year: 2027-2026",
            "the same year": "year: 2026-2026",
            "year 0": "year: 0000-0001",
            "no year after": "year: 9999-0000",
        },
    ),
    *values(
        "program",
        PROGRAM,
        "program-contradiction",
        "timezone: America/Chicago",
        {
            "unknown time zone": "timezone: America/St_Louis",
            "path for a time zone": "timezone: ../../../etc/passwd",
            "whole path for a time zone": "timezone: /etc/passwd",
            "empty time zone": "timezone: ''",
            "folder for a time zone": "timezone: America",
            "very long time zone": "timezone: " + "a" * 100_000,
            "escaped line in a time zone": 'timezone: "America/\\nChicago"',
            "dots": "timezone: ..",
        },
    ),
    *values(
        "program",
        PROGRAM,
        "program-contradiction",
        "year_starts: 07-01",
        {"year begins on February 30": "year_starts: 02-30", "June 31": "year_starts: 06-31"},
    ),
    *values(
        "program",
        PROGRAM,
        "wrong-value",
        "year_starts: 07-01",
        {"month 13": "year_starts: 13-01", "month and day in words": "year_starts: July 1"},
    ),
    *values(
        "program",
        PROGRAM,
        "program-contradiction",
        DUE,
        {
            "due on February 30": "date: 02-30",
            "no due day": "from: 12-01",
            "two due days": "date: 12-28\n      target: 1",
            "window turned round": "date: 12-28\n      from: 12-29",
            "a billion months": f"{MENTEE_START}months: 1000000000",
            "a billion weeks": f"{MENTEE_START}weeks: 1000000000",
            "most days a number holds": f"{MENTEE_START}days: 9223372036854775807",
            "months below nothing": f"{MENTEE_START}months: -1",
            "fewest days a number holds": f"{MENTEE_START}days: -9223372036854775808",
            "target of no experience": "target: 99",
            "target below nothing": "target: -1",
            "largest target": "target: 9223372036854775807",
            "days beyond a date's": f"{MENTEE_START}days: 3650000",
            "length of a span without one": "date: 12-28\n      days: 3",
        },
    ),
    *values(
        "program",
        PROGRAM,
        "wrong-value",
        DUE,
        {
            "months of 5,000 digits": f"{MENTEE_START}months: {'9' * 5_000}",
            "months in words": f"{MENTEE_START}months: six",
            "half a month": f"{MENTEE_START}months: 0.5",
            "span after nothing known": "after: doomsday",
            "due in a list": "date: [12-28]",
        },
    ),
    *values(
        "program",
        PROGRAM,
        "program-contradiction",
        "need: plan:approved.on",
        {
            f"need {name}": f"need: {need}"
            for name, need in {
                "nonsense": "nonsense",
                "empty": "''",
                "of a class": "plan:__class__",
                "of a method": "plan:slot",
                "format string": "'{plan}'",
                "path": "../../etc:passwd",
                "no record": "grievance:on",
                "no field": "plan:approved.when",
                "no date": "plan:content_area",
                "no slot": "experiences/99:achieved",
                "slot of 5,000 digits": f"experiences/{'9' * 5_000}:achieved",
                "slot in Arabic": "experiences/٣:achieved",
                "no meeting": "meetings/party:attended",
                "star": "'*:*'",
                "very long": "plan:" + "a" * 50_000,
                "many dots": "plan:a" + ".a" * 10_000,
                "of program itself": "program:year",
                "two lines": '"plan:approved.on\\n"',
            }.items()
        },
    ),
    *replaced(
        "program",
        PROGRAM,
        "program-contradiction",
        {
            "a billion experiences": (
                "from: 08-01\n      until: 12-31\n      experiences: 2",
                "from: 08-01\n      until: 12-31\n      experiences: 1000000000",
            ),
            "fewer experiences than none": (
                "from: 08-01\n      until: 12-31\n      experiences: 2",
                "from: 08-01\n      until: 12-31\n      experiences: -2",
            ),
            "semester turned round": (
                "until: 06-30\n      experiences",
                "until: 07-31\n      experiences",
            ),
            "two semesters with one number": (
                "number: 2\n      title: Second",
                "number: 1\n      title: Second",
            ),
            "two suggestions with one number": ("- number: 20\n", "- number: 19\n"),
            "two ratings with one value": ("- value: 3\n", "- value: 2\n"),
            "two items with one id": ("id: technology\n", "id: accountability\n"),
            "a milestone twice": (ROW, "id: evaluation-due"),
            "unknown coordinator": ("[iris-nakamura]", "[nobody-here]"),
            "coordinator named con": ("[iris-nakamura]", "[con]"),
            "unknown code allowed": ("allow: []", "allow: [everything]"),
            "more recommended than allowed": ("most_pairings: 4", "most_pairings: 1"),
            "unknown owner": ("owner: advisor", "owner: emperor"),
            "format string for an owner": ("owner: advisor", "owner: '{0.__class__}'"),
            "unknown role at a meeting": (
                "until: 10-31\n    attended_by:\n      - mentee",
                "until: 10-31\n    attended_by:\n      - emperor",
            ),
            "unknown record": ("records:\n", "records:\n  grievance:\n    optional: yes\n"),
        },
    ),
    *replaced(
        "program",
        PROGRAM,
        "wrong-value",
        {
            "id with a slash": ("id: preset\n", "id: a/b\n"),
            "preset upwards": ("preset: missouri-career-education", "preset: ../../x"),
            "list for terms": ("terms:\n", "terms: [a]\nx_terms:\n"),
            "number for an answer": ('applies: "yes"\n    note: >-', "applies: 1\n    note: >-"),
            "coordinator upwards": ("[iris-nakamura]", "[../iris]"),
            "days of 5,000 digits": ("due_soon_days: 14", f"due_soon_days: {'9' * 5_000}"),
            "text for coordinators": ("[iris-nakamura]", "iris-nakamura"),
            "term's name with a brace": ("mentee: protégé\n", "'{mentee}': x\n"),
            "list for a term": ("mentee: protégé\n", "mentee: [a, b]\n"),
        },
    ),
    *added(
        "program",
        PROGRAM,
        "unknown-field",
        {"a hook": "hooks:\n  check: touch owned\n", "import": "import: os\n"},
    ),
]
