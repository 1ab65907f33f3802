"""Files that are YAML and no record: too large, of another shape, or with impossible values."""

from __future__ import annotations

from hostile.case import (
    DECISION,
    EXPERIENCE,
    FOCAL,
    KICKOFF,
    LOG,
    MENTEE,
    MENTOR,
    PAIRING,
    added,
    replaced,
    values,
    whole,
)

__all__ = ["RECORDS"]

NAME = "Teo Lindqvist"
MIB = 1 << 20

HUGE = [
    *whole(
        "huge",
        MENTOR,
        "unreadable-file",
        {
            "a byte over": "name: " + "x" * (MIB - 5),
            "two MiB of blanks": " " * (2 * MIB),
            "ten MiB": b"name: Teo\n" * MIB,
            "200,000 open brackets": "name: " + "[" * 200_000,
            "200,000 brackets": "name: " + "[" * 200_000 + "]" * 200_000,
            "200,000 open braces": "{" * 200_000,
            "100,000 groups in braces": "{a: " * 100_000,
            "33 brackets": "name: " + "[" * 33 + "]" * 33 + "\n",
            "33 groups": "".join(f"{'  ' * depth}a:\n" for depth in range(33)) + f"{'  ' * 33}a: b",
            "a thousand groups": "".join(f"{' ' * depth}a:\n" for depth in range(1_000)),
            "10,000 lists in lists": "- " * 10_000 + "x\n",
            "10,000 names of names": "? " * 10_000 + "x\n",
            "80,000 fields": "".join(f"k{n}: v\n" for n in range(80_000)),
            "50,000 in a list": "name: Teo\nroles:\n" + "- a\n" * 50_000,
            "half a million lines": "-\n" * 500_000,
            "a million lines": "-\n" * 1_000_000,
            "a name of 500,000 letters": "k" * 500_000 + ": v\n",
            "500,000 tabs": "\t" * 500_000 + "x",
            "500,000 quotes": '"' * 500_001,
            "500,000 colons": ": " * 250_000,
            "500,000 letters at an at sign": "@" * 500_000,
            "broken after 900,000 lines": "\n" * 900_000 + "name: 'Teo",
            "broken after 100,000 comments": "# x\n" * 100_000 + "name: 'Teo",
        },
    ),
    *whole(
        "huge",
        MENTOR,
        "unsafe-text",
        {
            "an anchor of 100,000 letters": f"name: &{'a' * 100_000} Teo\n",
            "a tag of 100,000 letters": f"name: !{'a' * 100_000} Teo\n",
            "20,000 aliases": f"name: &a Teo\nroles: [{'*a, ' * 20_000}]\n",
            "20,000 anchors": f"name: Teo\nroles: [{'&a a, ' * 20_000}]\n",
        },
    ),
    *whole(
        "huge",
        MENTOR,
        "unknown-field",
        {
            "1,000 letters of a name": "k" * 1_000 + ": v\n",
            "20,000 fields": "".join(f"k{n}: v\n" for n in range(20_000)),
        },
    ),
    *values(
        "huge",
        MENTOR,
        "wrong-value",
        "experience_years: 11",
        {
            "5,000 digits": "experience_years: " + "9" * 5_000,
            "500,000 digits": "experience_years: " + "9" * 500_000,
            "as float": "experience_years: 1e400",
        },
    ),
    *values(
        "huge",
        MENTOR,
        "wrong-value",
        "roles: [mentor]",
        {
            "an id of 500,000 letters": f"roles: [{'a' * 500_000}]",
            "an id of 250,000 hyphens": f"roles: [{'a-' * 250_000}]",
            "40,000 wrong ids": f"roles: [{'A,' * 40_000}]",
        },
    ),
    *values(
        "huge",
        MENTOR,
        "wrong-value",
        "teo.lindqvist@marlow-tech.example",
        {
            "an address of 500,000 letters": "a" * 500_000 + "@",
            "dots and a second at": "a@" + "." * 500_000 + "@",
        },
    ),
    *values(
        "huge", PAIRING, "wrong-value", "2026-09-14", {"a date of 500,000 digits": "2" * 500_000}
    ),
]

KINDS_OF_VALUE = [
    *replaced(
        "kind of value",
        MENTOR,
        "wrong-value",
        {
            "list for a text": (NAME, "[Teo, Lindqvist]"),
            "group for a text": (NAME, "{first: Teo}"),
            "text for a list": ("[mentor]", "mentor"),
            "group for a list": ("[mentor]", "{mentor: yes}"),
            "list in a list": ("[mentor]", "[[mentor]]"),
            "group in a list": ("[mentor]", "[{a: b}]"),
            "empty text in a list": ("[mentor]", "['']"),
            "text for a group": ("phones:\n  cell: 660-555-0189", "phones: 660-555-0189"),
            "list for a group": ("phones:\n  cell:", "phones:\n  - cell:"),
            "list for a number": ("years: 11", "years: [11]"),
            "list for a choice": ("always", "[always]"),
            "no such choice": ("always", "sometimes"),
            "choice in capitals": ("always", "ALWAYS"),
            "address without an at": ("teo.lindqvist@", "teo.lindqvist"),
            "two addresses": ("teo.lindqvist@", "a@b.example, teo@"),
            "address with a name": ("teo.lindqvist@", "<teo@"),
            "formula for an address": ("teo.lindqvist@marlow-tech.example", "=1+1"),
        },
    ),
    *replaced(
        "kind of value",
        MENTOR,
        "missing-field",
        {
            "nothing for a text": (NAME, ""),
            "null for a text": (NAME, "null"),
            "nothing in a list": ("[mentor]", "\n  -"),
            "null in a list": ("[mentor]", "[null]"),
        },
    ),
    *values(
        "kind of value",
        MENTOR,
        "wrong-value",
        "11",
        {
            "a fraction": "11.5",
            "binary": "0b1011",
            "underscores": "1_1",
            "words": "eleven",
            "Arabic digits": "١١",
            "half": "½",
            "infinity": ".inf",
            "not a number": ".nan",
            "two numbers": "11 12",
            "truth": "true",
            "sexagesimal": "1:30",
            "formula": "'=1+10'",
        },
    ),
    *values(
        "kind of value",
        FOCAL,
        "wrong-value",
        "ctso: 2",
        {
            "rating of four": "ctso: 4",
            "rating of nought": "ctso: 0",
            "negative rating": "ctso: -1",
            "rating in words": "ctso: high",
            "rating between": "ctso: 1.5",
            "list of ratings": "ctso: [2]",
        },
    ),
    *values(
        "kind of value",
        DECISION,
        "wrong-value",
        "discussed: yes\n    notes: after 4 pm",
        {
            "true": "discussed: true",
            "True": "discussed: True",
            "Yes": "discussed: Yes",
            "y": "discussed: y",
            "on": "discussed: on",
            "1": "discussed: 1",
            "a text": "discussed: not yet",
        },
    ),
    *whole(
        "kind of value",
        PAIRING,
        "wrong-value",
        {"list for a record": "- a\n- b\n", "text for a record": "hello\n", "number": "42\n"},
    ),
    *whole(
        "kind of value",
        PAIRING,
        "unreadable-file",
        {
            "empty file": "",
            "byte order mark alone": "\ufeff",
            "only a comment": "# to do\n",
            "only blanks": "   \n\n   \n",
        },
    ),
    *whole(
        "kind of value",
        LOG,
        "unreadable-file",
        {"emptied log": "", "log of a comment": "# none yet\n"},
    ),
    *whole(
        "kind of value",
        PAIRING,
        "missing-field",
        {
            "only a null": "null\n",
            "empty group": "{}\n",
        },
    ),
]

DATES = values(
    "date",
    PAIRING,
    "wrong-value",
    "2026-09-14",
    {
        "February 30": "2026-02-30",
        "February 29 in a common year": "2027-02-29",
        "month 13": "2026-13-01",
        "month 0": "2026-00-10",
        "day 0": "2026-01-00",
        "day 32": "2026-01-32",
        "year 0": "0000-01-01",
        "year 10000": "10000-01-01",
        "short year": "26-09-14",
        "as in America": "9/14/2026",
        "as in Germany": "14.09.2026",
        "without noughts": "2026-9-14",
        "without hyphens": "20260914",
        "with a time": "2026-09-14T00:00:00Z",
        "with a zone": "2026-09-14Z",
        "week": "2026-W38-1",
        "day of the year": "2026-257",
        "Arabic digits": "٢٠٢٦-٠٩-١٤",
        "full-width digits": "２０２６-０９-１４",
        "dashes": "2026–09–14",
        "negative year": "-2026-09-14",
        "words": "tomorrow",
        "month in words": "14 Sep 2026",
        "line after it": '"2026-09-14\\n"',
        "blank before it": '" 2026-09-14"',
    },
)

TIMES = values(
    "time",
    LOG,
    "wrong-value",
    "15:30",
    {
        "24:00": "24:00",
        "minute 60": "15:60",
        "hour 25": "25:00",
        "seconds": "15:30:00",
        "afternoon": "3:30 pm",
        "dot": "15.30",
        "sexagesimal": "930",
        "negative": "-1:30",
        "zone": "15:30+01:00",
        "line after it": '"15:30\\n"',
        "Arabic digits": "١٥:٣٠",
    },
)

IDS = [
    *values(
        "id",
        PAIRING,
        "wrong-value",
        "mentor: teo-lindqvist",
        {
            name: f"mentor: {text}"
            for name, text in {
                "path upwards": "../../etc/passwd",
                "path": "a/b",
                "path of Windows": r"C:\x",
                "the folder above": "'..'",
                "capitals": "Teo-Lindqvist",
                "accent": "téo-lindqvist",
                "accent apart": "te\u0301o-lindqvist",
                "underscore": "teo_lindqvist",
                "hyphen first": "-teo",
                "hyphen last": "teo-",
                "two hyphens": "teo--lindqvist",
                "one letter": "t",
                "65 letters": "t" * 65,
                "nothing": "''",
                "line after it": '"teo-lindqvist\\n"',
                "two lines": '"teo\\nlindqvist"',
                "format string": "'{mentor.__class__}'",
                "percent": "'%s%n'",
                "shell": "$(touch owned)",
                "markup": "'[bold]teo[/bold]'",
                "html": "<script>alert(1)</script>",
                "formula": "'=cmd()'",
                "Cyrillic o": "te\u043e-lindqvist",
                "full-width": "ｔｅｏ",
                "emoji": "🦊🦊",
                "joined emoji": "👩\u200d🏫",
                "dot": "teo.lindqvist",
                "blank": "teo lindqvist",
            }.items()
        },
    ),
    *values(
        "id",
        PAIRING,
        "unknown-person",
        "mentor: teo-lindqvist",
        {"name of a device": "mentor: con", "nobody": "mentor: no-body", "digits": "mentor: '012'"},
    ),
    *added(
        "id",
        PAIRING,
        "waiver-unknown-need",
        {
            f"need {name}": f"waivers:\n  - need: {need}\n    on: 2026-12-01\n"
            for name, need in {
                "nonsense": "nonsense",
                "empty": "''",
                "colons": "':::'",
                "path": "../../program:id",
                "attribute": "plan:__class__.__init__",
                "format string": "'{0.__class__}'",
                "no such record": "grievance:on",
                "no such field": "plan:approved.when",
                "no such slot": "experiences/99:achieved",
                "huge slot": f"experiences/{'9' * 5_000}:achieved",
                "very long": "plan:" + "a" * 100_000,
                "many dots": "plan:a" + ".a" * 10_000,
            }.items()
        },
    ),
    *added(
        "id",
        PAIRING,
        "extension-unknown-milestone",
        {"no such milestone": "extensions:\n  - milestone: no-such\n    until: 9999-12-31\n"},
    ),
]

DOUBLES = [
    *whole(
        "twice",
        MENTOR,
        "duplicate-key",
        {
            "a field": "name: Teo\nname: Mallory\n",
            "equal fields": "name: Teo\nname: Teo\n",
            "three times": "name: Teo\nname: Teo\nname: Teo\n",
            "in quotes": "name: Teo\n'name': Mallory\n",
            "in braces": "{name: Teo, name: Mallory}\n",
            "in a group": "name: Teo\nphones:\n  cell: 1\n  cell: 2\n",
            "in a group in braces": "name: Teo\nphones: {cell: 1, cell: 2}\n",
            "by an escape": 'name: Teo\n"n\\x61me": Mallory\n',
            "the first one empty": "name:\nname: Teo\n",
            "far apart": f"name: Teo\nposition: |\n{'  x' * 1_000}\nname: Mallory\n",
        },
    ),
    *values("twice", FOCAL, "duplicate-key", "ctso: 2", {"a rating": "ctso: 2\n  ctso: 3"}),
    *values("twice", LOG, "duplicate-key", "15:30", {"in a list": "15:30\n    from: 15:31"}),
]

UNKNOWN = [
    *added(
        "unknown field",
        MENTOR,
        "unknown-field",
        {
            "misspelt": "emial: x\n",
            "capital": "Name: Teo\n",
            "with a blank": "e mail: x\n",
            "empty name": "'': x\n",
            "number for a name": "1: x\n",
            "inner attribute": "__class__: x\n",
            "Python's own name": "from_: x\n",
            "format string": "'{mentor.__class__}': x\n",
            "percent": "'%(name)s': x\n",
            "markup": "'[red]name[/]': x\n",
            "emoji": "🦊: x\n",
            "escaped line": '"na\\nme": x\n',
            "prototype": "__proto__: {admin: yes}\n",
        },
    ),
    *added("unknown field", KICKOFF, "unknown-field", {"in a meeting": "present: [a]\n"}),
    *added("unknown field", EXPERIENCE, "unknown-field", {"in an experience": "acheived: x\n"}),
    *added("unknown field", MENTEE, "unknown-field", {"grievance": "grievance: x\n"}),
]

RECORDS = [*HUGE, *KINDS_OF_VALUE, *DATES, *TIMES, *IDS, *DOUBLES, *UNKNOWN]
