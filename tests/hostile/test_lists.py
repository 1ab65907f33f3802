"""Values that a sheet, a terminal, a mail or a browser would obey, in every list and every form.

Letters that nobody sees, escape codes and marks that turn writing around are refused with the file
that they stand in; all others are values like any, and land as text wherever a list is taken.
"""

from __future__ import annotations

import csv
import email
import io
import json
import re
from email import policy
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from support.facts import FOLDER, change
from support.folders import commit_all, copied, lay_base
from support.ics_text import read_ics
from support.run import mentorctl

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once

TODAY = ("--today", "2027-05-03")
FORMULA, CALL, SUM, MINUS = '=HYPERLINK("http://x.example")', "@SUM(1+1)", "+1+1", "-2+3"
SCRIPT, COMMAND = "<script>alert(1)</script>", "::error file=x::gone"
LINES = "=first\n::error::second\n<b>third</b>\n{{ 7 * 7 }} {mentor} {x}"
HIDDEN = "Eve\\e]0;owned\\a\\u202e\\u2028::error::"
SHEETS = (
    ("status",), ("due", "--within", "12m"), ("completers",), ("completers", "--explain"),
    ("completers", "--by", "school"), ("invoices",), ("person", "list"), ("standards",),
)  # fmt: skip
SCREENS = (
    *SHEETS, ("status", "okafor"), ("check",), ("remind", "--within", "12m"), ("audit",),
    ("history",), ("retain",), ("evaluate", "open"), ("person", "show", "amara-okafor"),
    ("standards", "--holes"), ("completers", "--explain", "--format", "markdown"),
)  # fmt: skip
STARTS = ("=", "+", "-", "@")


def _lay(folder: Path) -> None:
    root = lay_base(folder / "p")
    person = "people/amara-okafor.yaml"
    change(root, person, ("name",), f"{FORMULA} {SCRIPT}")
    change(root, person, ("school",), CALL)
    change(root, person, ("district",), MINUS)
    change(root, "people/teo-lindqvist.yaml", ("name",), f"{COMMAND} {{{{ 7 * 7 }}}}")
    change(root, "people/noor-haddad.yaml", ("name",), f"{SUM} {SCRIPT}")
    change(root, f"{FOLDER}/pairing.yaml", ("content_area",), f"{MINUS} {COMMAND}")
    comment = f"{FOLDER}/experiences/1.yaml"
    change(root, comment, ("comment", "asked_for_more"), {"on": "2027-04-20", "what": LINES})
    plan = ("schedule", "okafor", "visit", "--on", "2027-05-10", "--where", FORMULA)
    assert mentorctl(*plan, "--about", SCRIPT, *TODAY, cwd=root).code == 0
    rules = (root / "program.yaml").read_text("utf-8")
    rules = re.sub(r"(?m)^name: .*", f'name: "{SUM} {SCRIPT}"', rules)
    (root / "program.yaml").write_text(rules, "utf-8")
    (root / "people/eve.yaml").write_text(f'name: "{HIDDEN}"\nroles: [mentor]\n', "utf-8")
    adopt = ("standards", "--adopt", "missouri-5-csr-20-400-380", *TODAY)
    assert mentorctl(*adopt, cwd=root).code in {0, 1}
    commit_all(root, FORMULA)


@pytest.fixture(scope="module")
def root(once: Once) -> Path:
    return once("hostile values", _lay) / "p"


def plain(text: str) -> bool:
    """Whether a terminal, and whoever reads its lines, takes a text for nothing but a text."""
    lines = text.splitlines()
    return all(each.isprintable() and not each.lstrip().startswith("::") for each in lines)


@pytest.mark.parametrize("words", SCREENS, ids=" ".join)
def test_on_a_screen_it_is_a_text(root: Path, words: tuple[str, ...]) -> None:
    day = () if words[0] in {"history", "person", "evaluate"} else TODAY
    done = mentorctl(*words, *day, cwd=root)
    assert done.code in {0, 1, 3}, done.err
    assert "Traceback" not in done.err
    assert plain(done.out), done.out
    assert plain(done.err), done.err


@pytest.mark.parametrize("words", SHEETS, ids=" ".join)
def test_in_a_sheet_it_is_no_formula(root: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    day = () if words[0] == "person" else TODAY
    said = mentorctl(*words, "--format", "csv", *day, cwd=root)
    rows = list(csv.reader(io.StringIO(said.out)))
    cells = [each for row in rows for each in row if each.startswith(STARTS)]
    assert [each for each in cells if not each.lstrip("-").isdecimal()] == []
    assert len({len(row) for row in rows}) == 1
    book = tmp_path / "list.xlsx"
    assert mentorctl(*words, "--out", book, *day, cwd=root).code in {0, 1}
    held = [cell for sheet in load_workbook(book) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in held} <= {"s", "n", "d"}
    texts = "\n".join(str(cell.value) for cell in held)
    assert words[0] == "standards" or any(each in texts for each in (SCRIPT, COMMAND, CALL))


def test_for_a_script_it_is_a_text(root: Path) -> None:
    for words in (*SHEETS[:4], ("invoices",), ("check",), ("remind",), ("report",)):
        said = mentorctl(*words, "--format", "json", *TODAY, cwd=root)
        assert json.loads(said.out)
        assert "\x1b" not in said.out
    for line in mentorctl("check", "--format", "github", *TODAY, cwd=root).out.splitlines():
        assert re.match(r"::(error|warning|notice) file=[^:]*::", line), line


def test_in_a_calendar_it_is_a_text(root: Path) -> None:
    done = mentorctl("calendar", *TODAY, cwd=root)
    assert done.code in {0, 1}
    assert all(line.isprintable() for line in done.out.split("\r\n"))
    events = read_ics(done.out.encode()).all("VEVENT")
    (visit,) = (each for each in events if each["DTSTART"].value.startswith("20270510"))
    assert visit["LOCATION"].value.replace("\\", "") == FORMULA
    assert SCRIPT in visit["DESCRIPTION"].value


def test_in_a_draft_it_is_a_text(root: Path, tmp_path: Path) -> None:
    copy = copied(root, tmp_path / "p")
    mentorctl("remind", "--out", tmp_path / "drafts", "--within", "12m", *TODAY, cwd=copy)
    drafts = sorted((tmp_path / "drafts").glob("*.eml"))
    assert len(drafts) >= 2
    for draft in drafts:
        mail = email.message_from_bytes(draft.read_bytes(), policy=policy.default)
        assert not mail.defects
        assert set(mail.keys()) <= {"X-Unsent", "To", "Subject", "Message-ID", "MIME-Version",
                                    "Content-Type"}  # fmt: skip
        assert len(mail["To"].addresses) == 1
        page = mail.get_body(("html",))
        assert page is not None
        assert_no_tags(page.get_content())


def test_on_the_page_it_is_a_text(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    assert mentorctl("report", "--out", out, *TODAY, cwd=root).code in {0, 1}
    text = out.read_text("utf-8")
    assert "alert(1)" in text
    assert_no_tags(text)


def assert_no_tags(text: str) -> None:
    class Seen(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag != "script"
            assert not [name for name, _ in attrs if name.startswith("on")]

    Seen().feed(text)
    assert "49" not in re.findall(r"gone (\d+)", text)
