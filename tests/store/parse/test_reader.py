"""One file read: what is in it, what is wrong with it, and where."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from mentorctl.model.finding import Finding, Where
from mentorctl.model.kinds import kind_named
from mentorctl.model.words import Words
from mentorctl.store.parse.fast import accept
from mentorctl.store.parse.nodes import MOST_FAULTS, Fault
from mentorctl.store.parse.reader import Reader, examine, placed, record_content

if TYPE_CHECKING:
    from pathlib import Path

WORDS = Words({"mentee": "{mentor.__class__}"})
NO_LINKS = pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")


def faults(kind: str, data: str | bytes) -> list[Fault]:
    text = data.encode() if isinstance(data, str) else data
    record, found = examine(text, kind_named(kind).model, WORDS)
    assert (record is None) == bool(found)
    return found


def place(found: Fault) -> tuple[str, int, int]:
    return found.code, found.line, found.column


# --- where a value is -----------------------------------------------------------------------

RECORD = """\
# protégé Ñandú
"content_area":   'Économie, 家政'  # é
experiences:
- slot: 1
  notes: >-
    two
    lines
- {slot: 2, planned: "ünit", target_date: 2026-09-01}
approved: {by: noor-haddad, 'on': 2026-09-22}
revisions:
    -   on: 2027-01-26
        what:
"""
PLACES: dict[Where, tuple[int, int]] = {
    (): (1, 1),
    ("content_area",): (2, 19),
    ("experiences",): (3, 1),
    ("experiences", 0): (4, 3),
    ("experiences", 0, "slot"): (4, 9),
    ("experiences", 0, "notes"): (5, 10),
    ("experiences", 0, "target_date"): (4, 3),
    ("experiences", 1): (8, 3),
    ("experiences", 1, "planned"): (8, 22),
    ("experiences", 1, "target_date"): (8, 43),
    ("experiences", 7, "slot"): (3, 1),
    ("approved",): (9, 1),
    ("approved", "on"): (9, 35),
    ("approved", "initials"): (9, 1),
    ("revisions", 0, "on"): (11, 13),
    ("revisions", 0, "what"): (12, 14),
    ("received", "by"): (1, 1),
    ("revisions", "on"): (10, 1),
}  # fmt: skip


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("where", PLACES, ids=lambda where: ".".join(map(str, where)) or "file")
def test_a_finding_has_the_place_of_its_value(tmp_path: Path, where: Where, line_end: str) -> None:
    (tmp_path / "plan.yaml").write_bytes(RECORD.replace("\n", line_end).encode())
    finding = Finding("code", "error", "plan.yaml", "message", "hint", where)
    (found,) = placed(tmp_path, [finding])
    assert (found.line, found.column) == PLACES[where]


def test_a_finding_about_a_file_that_is_gone_is_placed_at_its_beginning(tmp_path: Path) -> None:
    finding = Finding("code", "error", "gone.yaml", "message", "hint", ("name",))
    (found,) = placed(tmp_path, [finding])
    assert (found.line, found.column) == (1, 1)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_fault_of_a_file_is_told_at_its_place(line_end: str) -> None:
    text = "name: Zoë 😀\nroles: [ok, Ü Ö, x]\nemail: nobody\nphones:\n  cel: 1\ncolour: réd\n"
    assert list(map(place, faults("person", text.replace("\n", line_end)))) == [
        ("wrong-value", 2, 13),
        ("wrong-value", 2, 18),
        ("wrong-value", 3, 8),
        ("unknown-field", 5, 3),
        ("unknown-field", 6, 1),
    ]


# --- what is wrong --------------------------------------------------------------------------


def test_text_of_a_record_is_never_taken_for_a_pattern() -> None:
    text = "email: '{mentee}'\nroles: '{0.__class__}'\n'{mentee.__init__}': {a: '{'}\n"
    messages = [fault.message for fault in faults("person", text)]
    assert messages[0].startswith("\"Email\" is '{mentee}'")
    assert messages[2].startswith("{mentee.__init__} is not known here")


@pytest.mark.parametrize("name", ["k" * 900, "a\\nb", "a\\tb", "\\u00a0", "a\\u00adb"])
def test_names_are_told_short_and_on_one_line(name: str) -> None:
    twice = f'"{name}": 1\n"{name}": 2\n'
    for fault in faults("person", f"name: x\n{twice}"):
        assert fault.message.isprintable()
        assert len(fault.message) < 150


@pytest.mark.parametrize(
    "text", ["ana-ruiz\\n", "15:30\\n", "a@b.example\\n", "2026-2027\\n", "12-14\\n"]
)
def test_a_line_break_at_the_end_is_not_passed_over(text: str) -> None:
    for kind, frame in (
        ("pairing", 'mentee: "{}"\nmentor: bo-lee\nstarts: 2026-09-01\n'),
        ("log", 'entries: [{{id: a1, on: 2026-09-01, from: "{}", to: "16:00", kind: phone}}]\n'),
        ("person", 'name: x\nemail: "{}"\n'),
    ):
        data = frame.format(text).encode()
        assert accept(data, kind_named(kind).model) is None
        assert [fault.code for fault in faults(kind, data)] == ["wrong-value"]


@pytest.mark.parametrize("escape", ["\\e[2J", "\\x00", "\\r", "\\N", "\\u202e", "\\u200b", "\\x9b"])
def test_a_character_that_is_hidden_behind_a_backslash_is_refused(escape: str) -> None:
    data = f'name: "x{escape}y"\n'.encode()
    assert accept(data, kind_named("person").model) is None
    assert list(map(place, faults("person", data))) == [("unsafe-text", 1, 7)]


@pytest.mark.parametrize(
    "name",
    [
        # a flag, a gap before a last vowel, another shape of a vowel, of an ideograph, of signs
        "Ailsa \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "\u1822\u1828\u1835\u1822\u1828\u180e\u1820",
        "\u1828\u1822\u180b\u1837",
        "\u845b\U000e0100\u57ce",
        "Teo \u2764\ufe0f 1\ufe0f\u20e3 \u2139\ufe0f \U0001f3f3\ufe0f\u200d\U0001f308",
        # a mark of its own place, joined and parted letters, braille
        "\u05d9\u05e8\u05d5\u05e9\u05c1\u05dc\u05b7\u034f\u05b4\u05dd",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0d30\u0d3e\u0d1c\u0d28\u0d4d\u200d",
        "\u281e\u2811\u2815\u2800\u2807",
    ],
)
def test_what_has_a_part_in_how_a_name_looks_is_no_hidden_text(name: str) -> None:
    record, found = examine(f"name: {name}\n".encode(), kind_named("person").model, WORDS)
    assert (found, record) == ([], kind_named("person").model(name=name))


@pytest.mark.parametrize("letter", ["\xad", "\u034f", "\u2800", "\ufe0f", "\U000e0100"])
def test_no_name_is_another_by_what_nobody_sees(letter: str) -> None:
    for name in (f"T{letter}eo", f"Teo {letter}Lindqvist", f"{letter}Teo", f"Teo{letter}"):
        data = f"name: {name}\n".encode()
        assert accept(data, kind_named("person").model) is None
        assert faults("person", data), name.encode("unicode_escape")


def test_a_word_may_say_where_a_line_parts_it() -> None:
    data = "topics: Lehr\xadplan\n"
    assert not faults("visit", f"on: 2026-11-10\n{data}")


def test_a_line_break_and_a_tab_may_be_written_with_a_backslash() -> None:
    record, found = examine(b'name: "a\\n\\tb\\\\ \\""\n', kind_named("person").model, WORDS)
    assert found == []
    assert record == kind_named("person").model(name='a\n\tb\\ "')


@pytest.mark.parametrize(
    "text",
    ["{cell: 10:00}", "{cell: a?b}", "{cell: a:b, work: http://x.example/a?b}"],
)
def test_what_only_newer_yaml_has_is_read_by_the_exact_way_as_well(text: str) -> None:
    # the blank before a colon keeps the quick way from it
    record, found = examine(
        f"name: 'x :'\nphones: {text}\n".encode(), kind_named("person").model, WORDS
    )
    assert found == []
    assert record is not None


@pytest.mark.parametrize(
    "data",
    [
        "".join(f"field{number}: x\n" for number in range(5_000)),
        "name: x\n" * 5_000,
        "keys:\n" + "- x\n" * 5_000,
        "".join(f"&a{number} field{number}: x\n" for number in range(5_000)),
        "\x1b" * 5_000,
    ],
    ids=["unknown", "twice", "wrong", "anchors", "controls"],
)
def test_nobody_is_told_thousands_of_faults(data: str) -> None:
    assert 1 < len(faults("person", data)) <= 2 * MOST_FAULTS


# --- what is opened -------------------------------------------------------------------------


@NO_LINKS
@pytest.mark.parametrize("to", ["/etc/hostname", "nowhere", "link.yaml", "."])
def test_a_link_is_not_opened(tmp_path: Path, to: str) -> None:
    (tmp_path / "link.yaml").symlink_to(to)
    with pytest.raises(OSError, match="symbolic link"):
        record_content(str(tmp_path / "link.yaml"))
    reader = Reader(tmp_path, WORDS)
    assert reader.read("link.yaml", kind_named("person").model) is None
    (found,) = reader.findings
    assert (found.code, found.message) == ("unreadable-file", "this is a link")
    assert reader.broken == {"link.yaml"}


def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("there are no pipes here")
    os.mkfifo(tmp_path / "pipe.yaml")
    reader = Reader(tmp_path, WORDS)
    assert reader.read("pipe.yaml", kind_named("person").model) is None
    assert [finding.code for finding in reader.findings] == ["unreadable-file"]


@pytest.mark.parametrize("path", ["gone.yaml", "folder.yaml"])
def test_what_is_no_file_is_a_finding(tmp_path: Path, path: str) -> None:
    (tmp_path / "folder.yaml").mkdir()
    reader = Reader(tmp_path, WORDS)
    assert reader.read(path, kind_named("person").model) is None
    assert [finding.code for finding in reader.findings] == ["unreadable-file"]


def test_no_more_is_read_than_a_record_may_hold(tmp_path: Path) -> None:
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(1 << 32)
    assert len(record_content(str(tmp_path / "large.yaml"))) < 2 << 20


def test_content_that_is_meant_to_be_written_is_read_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"name: old\n")
    reader = Reader(tmp_path, WORDS, {"a.yaml": b"", "b.yaml": b"name: new\n"})
    model = kind_named("person").model
    assert reader.read("a.yaml", model) is None
    (found,) = reader.findings
    assert found.message == "the file is empty"
    # undo without the change takes back what was saved last, which may be of another file
    assert "git restore FILE" in found.hint
    assert "mentorctl undo CHANGE" in found.hint
    assert reader.read("b.yaml", model) == model(name="new")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no folder without writing")
def test_a_folder_that_may_not_be_written_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"name: x\ncolour: red\n")
    before = (tmp_path / "a.yaml").lstat()
    (tmp_path / "a.yaml").chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        reader = Reader(tmp_path, WORDS)
        reader.read("a.yaml", kind_named("person").model)
        assert [finding.line for finding in placed(tmp_path, reader.findings)] == [2]
        assert (tmp_path / "a.yaml").lstat().st_mtime_ns == before.st_mtime_ns
        assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    finally:
        tmp_path.chmod(0o755)
