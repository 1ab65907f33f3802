"""Everything broken or hostile that a program folder must bear, by group.

A case is one line of a table: its name, and the content, the replacement or the file name that
is the case. `CASES` must come to a finding; `FINE` looks odd and is right as it is.
"""

from __future__ import annotations

from hostile.case import (
    LOG,
    MENTOR,
    PAIRING,
    PLAN,
    PROGRAM,
    Case,
    replaced,
    values,
    whole,
)
from hostile.names import NAMES
from hostile.programs import PROGRAMS
from hostile.records import RECORDS
from hostile.texts import TEXTS

__all__ = ["CASES", "FINE"]

TOPICS = "What the syllabus has to say"

CASES: list[Case] = [*TEXTS, *RECORDS, *NAMES, *PROGRAMS]

FINE: list[Case] = [
    *values(
        "text",
        LOG,
        "",
        TOPICS,
        {
            "format string": "'{mentee.__class__.__mro__}'",
            "open brace": "'{'",
            "term of the program": "the {mentee} and {0}",
            "percent": "100 %s%n%(name)s",
            "no": "no",
            "null in quotes": "'null'",
            "nothing": "",
            "tilde": "~",
            "octal": "012",
            "hexadecimal": "0x1F",
            "exponent": "1e3",
            "sexagesimal": "12:30",
            "infinity": ".inf",
            "date": "2026-09-14",
            "formula": '=HYPERLINK("http://x.example")',
            "formula of another kind": "'@SUM(1+1)*cmd|calc'",
            "markup": "'[bold red]topics[/] [link=http://x.example]'",
            "html": "<script>alert(1)</script>",
            "typst": "'#eval(\"1\") $x$ \\n'",
            "latex": r"\input{/etc/passwd}",
            "shell": "$(touch owned) `touch owned`; rm -rf /",
            "emoji": "👩🏽\u200d🏫 🦊",
            "accent apart": "cafe\u0301",
            "Arabic": "\u0627\u0644\u062a\u062f\u0631\u064a\u0633",
            "line without breaks": "x" * 100_000,
            "block of text": "|\n      first\n\n      second\n",
            "folded block": ">-\n      first\n      second",
            "dashes in a text": "a --- b",
            "arrow": "<<<<<<<",
            "tab escaped": r'"a\tb"',
            "letter escaped": r'"caf\u00e9"',
            "soft hyphen": "syl\u00adla\u00adbus",
            "blank that keeps together": "4\u00a0pm",
        },
    ),
    *values(
        "text",
        MENTOR,
        "",
        "Teo Lindqvist",
        {
            "formula in a name": "=1+1",
            "name no": "No",
            "number for a name": "007",
            "name with a brace": "'{Teo}'",
            "name of 10,000 letters": "T" * 10_000,
            "true": "true",
        },
    ),
    *values(
        "text",
        MENTOR,
        "",
        "660-555-0189",
        {"phone with a plus": "+1 660 555 0189", "phone like a number": "0660", "ZIP": "01234"},
    ),
    *replaced(
        "form",
        PLAN,
        "",
        {
            "comment": ("content_area: Fam", "# a comment: with [ and {\ncontent_area: Fam"),
            "quotes": (
                "content_area: Family Consumer Sciences",
                "'content_area': \"Family Consumer Sciences\"",
            ),
        },
    ),
    *whole(
        "form",
        MENTOR,
        "",
        {
            "byte order mark": "\ufeffname: Teo\nroles: [mentor]\nemail: a@b.cd\n"
            "experience_years: 9\n",
            "no line end": "name: Teo\nroles: [mentor]\nemail: a@b.cd\nexperience_years: 9",
            "Windows": "name: Teo\r\nroles: [mentor]\r\nemail: a@b.cd\r\nexperience_years: 9\r\n",
            "old Macintosh": "name: Teo\rroles: [mentor]\remail: a@b.cd\rexperience_years: 9\r",
            "braces": "{name: Teo, roles: [mentor], email: a@b.cd, experience_years: 9}\n",
            "json": '{"name": "T", "roles": ["mentor"], "experience_years": 9, "email": "a@b.cd"}',
            "many empty lines": "\n" * 10_000
            + "name: Teo\nroles: [mentor]\nemail: a@b.cd\nexperience_years: 9\n",
            "many comments": "# x\n" * 10_000
            + "name: T\nroles: [mentor]\nemail: a@b.cd\nexperience_years: 9\n",
            "names in question": "? name\n: Teo\n? roles\n: [mentor]\n"
            "? experience_years\n: 9\n? email\n: a@b.cd\n",
        },
    ),
    *values(
        "form",
        MENTOR,
        "",
        "experience_years: 11",
        {
            f"a number as {text}": f"experience_years: {text}"
            for text in ("011", "+11", "11.0", "11.", "1.1e1", "0xB", "0o13")
        },
    ),
    *values("form", LOG, "", "15:30", {"hour of one digit": "9:30", "in quotes": '"9:30"'}),
    *whole("form", LOG, "", {"no entries yet": "entries:\n"}),
    *replaced("form", PAIRING, "", {"state in quotes": ("state: active", 'state: "active"')}),
    *replaced(
        "program",
        PROGRAM,
        "",
        {
            "term with a brace": ("mentee: protégé\n", "mentee: 'pro{tégé'\n"),
            "term like a format string": ("mentee: protégé\n", "mentee: '{mentor.__class__}'\n"),
            "term of markup": ("mentee: protégé\n", "mentee: '[red]protégé[/]'\n"),
            "title with a brace": (
                "title: Mid-Year Meeting\n    from",
                "title: Mid-Year {Meeting}\n    from",
            ),
            "no days ahead": ("due_soon_days: 14", "due_soon_days: 0"),
            "days ahead below nothing": ("due_soon_days: 14", "due_soon_days: -9"),
            "days ahead beyond the calendar": ("due_soon_days: 14", "due_soon_days: 99999999"),
            "most days ahead": ("due_soon_days: 14", "due_soon_days: 9223372036854775807"),
            "years of the future": ("years: 0", "years: 0 # none"),
        },
    ),
]
