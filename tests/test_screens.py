"""Every command on screens of 60, 80 and 120 columns: no line is too long, and no id is cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from support.folders import copied, lay_base
from support.screen import screens
from wcwidth import wcswidth

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once

DAY = ("--today", "2027-04-27")
YEAR = [
    ("status", *DAY),
    ("status", "{pairing}", *DAY),
    ("status", "{pairing}", "--duties", *DAY),
    ("check", *DAY),
    ("check", "--all", *DAY),
    ("check", "--today", "2026-10-01"),
    ("due", *DAY),
    ("due", "--all", *DAY),
    ("due", "--within", "12m", *DAY),
    ("remind", *DAY),
    ("remind", "--person", "nobody-of-that-name"),
    ("remind", "--within", "12m", "--again", *DAY),
    ("remind", "--out", "drafts", *DAY),
    ("schedule", "kickoff", "--on", "2027-05-10"),
    ("schedule", "{pairing}", "--cancel", *DAY),
    ("schedule", "nothing", "--on", "2027-05-10"),
    ("calendar", "nobody-of-that-name"),
    ("calendar", "{person}"),
    ("help", "names"),
    ("visits",),
    ("render", "--blank"),
    ("person", "edit", "{person}", "--set", "name=Somebody Else", "--dry-run", *DAY),
    ("completers", "--explain", *DAY),
    ("invoices", *DAY),
    ("standards", *DAY),
    ("report", *DAY, "--out", "../year.html"),
    ("report", *DAY, "--for", "principal"),
    ("standards", "--all", *DAY),
    ("standards", "--holes", *DAY),
    ("standards", "--holes", "--all", *DAY),
    ("audit", *DAY),
    ("history", "{pairing}"),
    ("history", "{pairing}", "plan"),
    ("person", "list"),
    ("person", "show", "{person}"),
    ("key", "list"),
    ("key", "doctor"),
    ("reassign", "status"),
    ("reassign", "candidates", "{pairing}"),
    ("explain",),
    ("explain", "milestone-late"),
    ("explain", "signature-stale"),
    ("sign", "{pairing}", "log", *DAY),
    ("edit", "{pairing}", "plan", "--set", "experiences.1.catalogue=77", *DAY),
    ("comment", "{pairing}", "4"),
    ("hand-in", "{pairing}", "9"),
    ("waive", "{pairing}", "nothing", "--reason", "x", "--by", "y"),
    ("extend", "{pairing}", "nothing", "--until", "2027-05-05", "--reason", "x", "--by", "y"),
    ("mark", "nothing"),
    ("new", "{pairing}", "nothing"),
    ("attend", "nothing", "--all"),
    ("import", "nothing.csv"),
    ("pair", "nobody", "noone"),
    ("log", "{pairing}"),
    ("status", "nobody-of-that-name"),
    ("render", "agreement", "{pairing}", *DAY),
    ("grievance", "list"),
    ("sync",),
    ("undo",),
    ("upgrade",),
    ("chek",),
    ("--help",),
    *(
        (name, "--help")
        for name in (
            "status",
            "check",
            "render",
            "log",
            "import",
            "completers",
            "remind",
            "calendar",
            "schedule",
        )
    ),
]
# a file's place is copied as a whole, as a command is; and what an option takes is one word
WHOLE = re.compile(r"mentorctl .*|(\S+/)?\S+\.(yaml|pdf|docx|html|json|csv)(:\d+)*:?|--\S+ <\S+>")
WIDE = {
    "Amara Okafor": "李伟 (Wei) 👩🏽‍🏫 Nguyễn Thị Hoàng",
    "Hollis Creek High School": "霍利斯溪高級中學暨職業技術教育中心",
    "Hollis Creek R-II": "हॉलिस क्रीक ज़िला विद्यालय",
    "Teo Lindqvist": "Te\u0301o Lindqvist 🇺🇸",
}


@pytest.mark.parametrize("columns", [60, 80])
def test_every_command_fits_the_screen(known_demo: Path, columns: int) -> None:
    _look_at(known_demo, columns, "kayla-dunning-denise-abernathy", "oksana-kovalenko")


@pytest.mark.parametrize("columns", [60, 120])
def test_wide_letters_are_measured_right(once: Once, tmp_path: Path, columns: int) -> None:
    base = once("base", lambda folder: lay_base(folder / "program")) / "program"
    program = copied(base, tmp_path / "program")
    for path in (program / "people").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for name, wide in WIDE.items():
            text = text.replace(name, wide)
        path.write_text(text, encoding="utf-8")
    _look_at(program, columns, "amara-okafor-teo-lindqvist", "amara-okafor")


def _look_at(folder: Path, columns: int, pairing: str, person: str) -> None:
    commands = [[word.format(pairing=pairing, person=person) for word in words] for words in YEAR]
    shown = screens(folder, commands, columns)
    assert len(shown) == len(commands)
    ids = {path.stem for path in (folder / "people").glob("*.yaml")}
    ids |= {path.name for path in (folder / "pairings").glob("*/*")}
    for words, said in zip(commands, shown, strict=True):
        assert "bug in mentorctl" not in said, words
        assert "Traceback" not in said, words
        for line in said.splitlines():
            text = line.rsplit("\r")[-1].strip(" →✓·")
            if not WHOLE.fullmatch(text):
                assert wcswidth(line.rsplit("\r")[-1]) <= columns, (words, line)
            for start in re.findall(r"([a-z]+(?:-[a-z]+)+-?)…", line):
                assert not any(each.startswith(start) for each in ids), (words, line)
