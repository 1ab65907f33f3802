"""Inputs that are broken or mean harm, and what `check` says of them.

Every case changes one thing in the small program in which all is well. `finds` names what must be
found in the case's file, as `code`, `code:line` or `code:line:column`; nothing where the input is
odd and yet right, so that nobody may complain about it.
"""

from __future__ import annotations

import os
import socket
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["CASES", "Case", "FOLDER", "PLAN"]

FOLDER = "pairings/2026-2027/amara-okafor-teo-lindqvist"
PLAN = f"{FOLDER}/plan.yaml"
LOG = f"{FOLDER}/log.yaml"
PAIRING = f"{FOLDER}/pairing.yaml"
RATINGS = f"{FOLDER}/focal-points.yaml"
POINTS = f"{FOLDER}/decision-points.yaml"
EXPERIENCE = f"{FOLDER}/experiences/1.yaml"
VISIT = f"{FOLDER}/visits/2026-11-10.yaml"
PERSON = "people/amara-okafor.yaml"
COORDINATOR = "people/iris-nakamura.yaml"
MEETING = "meetings/2026-2027-kickoff.yaml"
YEAR = "years/2026-2027.yaml"
PROGRAM = "program.yaml"

UNREADABLE, UNSAFE, WRONG = "unreadable-file", "unsafe-text", "wrong-value"
MISSING, UNKNOWN, DOUBLE = "missing-field", "unknown-field", "duplicate-key"
CONTRADICTION, BAD_ID, STRAY = "program-contradiction", "unsafe-id", "stray-file"

Act = Callable[[Path], None]


class Case(NamedTuple):
    """One input.

    Attributes:
        group: The class it belongs to.
        name: What it is.
        act: Brings it into a program.
        path: The file that findings must name.
        finds: What must be found there.
        needs: What a machine must be able to do: `links`, `pipes`, `sockets`, `odd-names`,
            `refusal` (files that may not be read).
        stops: Whether program.yaml can no longer be used, so that nothing else is judged.
    """

    group: str
    name: str
    act: Act
    path: str = PLAN
    finds: tuple[str, ...] = ()
    needs: str = ""
    stops: bool = False


def wrote(path: str, data: bytes | str) -> Act:
    """The whole file is this."""
    content = data if isinstance(data, bytes) else data.encode()

    def act(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content)

    return act


def put(path: str, old: str, new: bytes | str) -> Act:
    """A text that stands once in the file is this now."""

    def act(root: Path) -> None:
        data = (root / path).read_bytes()
        assert data.count(old.encode()) == 1, f"{path} has {old!r} {data.count(old.encode())} times"
        content = new if isinstance(new, bytes) else new.encode()
        (root / path).write_bytes(data.replace(old.encode(), content))

    return act


def whole(
    group: str, code: str, inputs: dict[str, bytes | str], path: str = PLAN
) -> Iterator[Case]:
    """Cases that differ in the file's whole content; `code` may have several, by blanks."""
    for name, data in inputs.items():
        yield Case(group, name, wrote(path, data), path, tuple(code.split()))


def in_text(group: str, code: str, inputs: dict[str, bytes | str]) -> Iterator[Case]:
    """Cases that differ in one line of the plan, the one after `planned:` of slot 3."""
    for name, data in inputs.items():
        yield Case(group, name, put(PLAN, "Unit on food safety", data), PLAN, tuple(code.split()))


def value(group: str, path: str, old: str, code: str, inputs: list[str] | dict[str, str],
          *, stops: bool = False) -> Iterator[Case]:  # fmt: skip
    """Cases that differ in one value of a file."""
    named = inputs if isinstance(inputs, dict) else {text: text for text in inputs}
    field = old.split(":")[0].strip(" -{")
    for name, data in named.items():
        yield Case(group, f"{field} {name}"[:60], put(path, old, data), path,
                   tuple(code.split()), stops=stops)  # fmt: skip


def nested(open_: str, close: str, depth: int) -> str:
    return f"content_area: {open_ * depth}x{close * depth}\n"


def staircase(depth: int) -> str:
    return "".join(f"{' ' * level}a:\n" for level in range(depth)) + " " * depth + "b: c\n"


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)
CONFLICT = "<<<<<<< HEAD\ncontent_area: A\n{}=======\ncontent_area: B\n>>>>>>> theirs\n"
DIFF3 = "||||||| base\ncontent_area: O\n"
MIB = 1 << 20


def encodings() -> Iterator[Case]:
    text = "content_area: Caf\u00e9\n"
    yield from whole("encoding", f"{UNREADABLE}:1:18", {
        "latin-1": text.encode("latin-1"),
        "windows-1252 quotes": "content_area: Caf\u201cx\u201d\n".encode("cp1252"),
        "letter cut in two": "content_area: Caf".encode() + b"\xc3",
        "letter cut in two, more behind it": b"content_area: Caf\xc3 x\xa9\n",
        "overlong slash": b"content_area: Caf\xc0\xaf\n",
        "half a surrogate pair": b"content_area: Caf\xed\xa0\x80\n",
        "beyond the last letter": b"content_area: Caf\xf4\x90\x80\x80\n",
        "lone continuation": b"content_area: Caf\xbf\n",
    })  # fmt: skip
    yield from whole("encoding", f"{UNREADABLE}:1:1", {
        "utf-16 with its mark": text.encode("utf-16"),
        "utf-32 with its mark": text.encode("utf-32"),
        "nothing but ff": b"\xff" * 500,
        "zipped": b"\x1f\x8b\x08\x00" + bytes(range(256)),
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    }.items() and {
        "utf-16 with its mark": text.encode("utf-16"),
        "nothing but ff": b"\xff" * 500,
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    })  # fmt: skip
    yield from whole("encoding", UNREADABLE, {
        "zipped": b"\x1f\x8b\x08\x00" + bytes(range(256)),
        "utf-32 with its mark": text.encode("utf-32"),
    })  # fmt: skip
    yield from whole("encoding", f"{UNSAFE}:1:1", {
        "byte order mark": b"\xef\xbb\xbf" + b"content_area: x\n",
        "nothing but a byte order mark": b"\xef\xbb\xbf",
        "word document": b"PK\x03\x04" + b"\x00" * 300,
    }.items() and {
        "byte order mark": b"\xef\xbb\xbf" + b"content_area: x\n",
        "nothing but a byte order mark": b"\xef\xbb\xbf",
    })  # fmt: skip
    yield from whole("encoding", UNSAFE, {
        "utf-16 without its mark": text.replace("\u00e9", "e").encode("utf-16-le"),
        "word document": b"PK\x03\x04" + b"\x00" * 300,
        "nothing but zeros": b"\x00" * 5000,
    })  # fmt: skip


def characters() -> Iterator[Case]:
    for code in (0x00, 0x01, 0x07, 0x08, 0x0B, 0x0C, 0x1A, 0x1B, 0x7F, 0x80, 0x85, 0x9B, 0x9F):
        yield from in_text("control character", f"{UNSAFE}:17:16", {f"{code:02x}": f"U{chr(code)}"})
    for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)):
        yield from in_text("writing turned around", f"{UNSAFE}:17:16",
                           {f"{code:04x}": f"U{chr(code)}nit"})  # fmt: skip
    for code in (0x200B, 0x2028, 0x2029, 0x2060, 0xFEFF, 0xFFF9, 0xFDD0, 0xFFFE, 0xFFFF):
        yield from in_text("unseen character", f"{UNSAFE}:17:16", {f"{code:04x}": f"U{chr(code)}"})
    hidden = ["\\0", "\\x00", "\\a", "\\b", "\\v", "\\f", "\\e", "\\e[31mred", "\\x1b]0;title\\a",
              "\\x7f", "\\x85", "\\N", "\\x9b31m", "\\r", "\\L", "\\P", "\\u061c", "\\u202e",
              "\\u2066", "\\u200b", "\\ufeff", "\\U0000202e", "\\ufffe"]  # fmt: skip
    for escape in hidden:
        yield from in_text("hidden by a backslash", f"{UNSAFE}:17:14", {escape: f'"x{escape}y"'})
    for escape in ("\\ud800", "\\udfff", "\\U00110000", "\\xZZ", "\\q", "\\u12", "\\", "\\\u00e9"):
        yield from in_text("senseless backslash", UNREADABLE, {escape: f'"x{escape}"'})
    yield Case("hidden by a backslash", "in a name", put(RATINGS, "ctso:", '"ct\\eso":'), RATINGS,
               (f"{UNSAFE}:11:3",))  # fmt: skip
    yield from in_text("control character", UNSAFE, {"a thousand of them": "\x1b[2J" * 1000})


def syntax() -> Iterator[Case]:
    yield from whole("conflict", f"{UNREADABLE}:1:1", {
        "two sides": CONFLICT.format(""),
        "with the base between": CONFLICT.format(DIFF3),
        "windows line ends": CONFLICT.format("").replace("\n", "\r\n"),
        "without names": "<<<<<<<\na: b\n=======\na: c\n>>>>>>>\n",
        "a hundred of them": CONFLICT.format("") * 100,
    })  # fmt: skip
    yield from whole("conflict", f"{UNREADABLE}:2:1", {"middle only": "a: b\n=======\na: c\n"})
    yield from whole("anchors and tags", f"{UNSAFE}:1", {
        "anchor": "content_area: &x y\n",
        "anchor on nothing": "content_area: &x\n",
        "anchor on the whole": "&x\ncontent_area: y\n",
        "anchor with a very long name": f"content_area: &{'x' * 5000} y\n",
        "alias of nothing": "content_area: *x\n",
        "alias in a list": "experiences: [*x]\n",
        "alias as a name": "*x : y\n",
        "bomb": BOMB,
        "itself inside itself": "experiences: &x [*x]\n",
        "python object": "content_area: !!python/object/apply:os.system ['id']\n",
        "python name": "content_area: !!python/name:os.system\n",
        "binary": "content_area: !!binary aGk=\n",
        "own tag": "content_area: !own x\n",
        "bare tag": "content_area: ! x\n",
        "tag that says text": "content_area: !!str 1\n",
        "tag of a set": "experiences: !!set {a, b}\n",
        "tag on the whole": "!!map {content_area: x}\n",
        "address as a tag": "content_area: !<tag:evil.example,2026:x> y\n",
        "merge": "<<: {content_area: x}\n",
        "merge in quotes": "'<<': {content_area: x}\n",
        "merge of nothing": "<<:\n",
    })  # fmt: skip
    yield from whole("several documents", f"{UNSAFE}:1:1", {
        "dashes": "---\ncontent_area: x\n",
        "dashes and text": "--- {content_area: x}\n",
        "nothing but dashes": "---\n",
    })  # fmt: skip
    yield from whole("several documents", UNSAFE, {
        "two of them": "content_area: x\n---\ncontent_area: y\n",
        "dots between": "content_area: x\n...\n---\ncontent_area: y\n",
        "version": "%YAML 1.2\n---\ncontent_area: x\n",
        "tag shorthand": "%TAG ! tag:x.example,2026:\n---\ncontent_area: x\n",
        "a thousand": "content_area: x\n---\n" * 1000,
    })  # fmt: skip
    yield from whole("several documents", UNREADABLE, {
        "directive without a document": "%YAML 1.2\ncontent_area: x\n",
        "unknown version": "%YAML 9.9\n---\ncontent_area: x\n",
        "text behind the dots": "content_area: x\n...\ncontent_area: y\n",
        "dots first": "...\ncontent_area: x\n",
    })  # fmt: skip
    yield from whole("names", f"{DOUBLE}:2:1", {
        "twice": "content_area: x\ncontent_area: y\n",
        "twice, once in quotes": "content_area: x\n'content_area': y\n",
        "twice, once with an escape": 'content_area: x\n"content\\x5farea": y\n',
        "ten thousand times": "content_area: x\n" * 10_000,
    })  # fmt: skip
    yield from whole("names", f"{DOUBLE}:1:18", {"twice in braces": "{content_area: x, content_area: y}"})
    yield from whole("names", UNREADABLE, {
        "list as a name": "? [a, b]\n: c\n",
        "group as a name": "{a: b}: c\n",
        "nothing as a name": ": c\n",
        "null as a name": "null: c\n",
        "text over two lines as a name": "'a\n  b': c\n",
        "longer than a line may be": f"{'k' * 1100}: v\n",
    })  # fmt: skip
    yield from whole("names", f"{UNKNOWN}:1:1", {
        "unknown": "colour: red\n",
        "dunder": "__class__: x\n",
        "capital": "Content_area: x\n",
        "python's name of a field": "from_: 08:00\n",
        "empty": "'': x\n",
        "line break": '"a\\nb": x\n',
        "braces": "'{mentee.__class__}': x\n",
        "very long": f"'{'k' * 900}': x\n",
        "question mark": "? content_areas\n: x\n",
        "NFD": f"{unicodedata.normalize('NFD', 'conténtarea')}: x\n",
        "look-alike": "\u0441ontent_area: x\n",
    })  # fmt: skip
    yield from whole("syntax", UNREADABLE, {
        "tab as indentation": "approved:\n\tby: noor-haddad\n",
        "tab behind a dash": "experiences:\n-\t- a\n\t- b\n",
        "quote never closed": 'content_area: "x\nrevisions: []\n',
        "single quote never closed": "content_area: 'x\nrevisions: []\n",
        "bracket never closed": "experiences: [\nrevisions: []\n",
        "brace never closed": "approved: {by: noor-haddad\nrevisions: []\n",
        "closes nothing": "content_area: ]\n",
        "closes nothing either": "content_area: }\n",
        "wrong way round": "experiences: [{]}\n",
        "two colons": "content_area: Unit 1: soil\n",
        "text behind a quote": "content_area: 'a' b\n",
        "list on the line of its name": "experiences: - slot: 1\n",
        "indented too far": "content_area: x\n  revisions: []\n",
        "indented too little": "approved:\n    by: a\n  on: 2026-09-01\n",
        "no colon": "content_area: x\nrevisions\n",
        "at sign": "content_area: @x\n",
        "backtick": "content_area: `x`\n",
        "percent sign": "content_area: %x\n",
        "block of text of depth 0": "content_area: |0\n  x\n",
        "block of text with two signs": "content_area: |+-\n  x\n",
        "block of text beside its sign": "content_area: | x\n  y\n",
        "commas only": "experiences: [,,]\n",
        "comma first": "{, a: b}\n",
    })  # fmt: skip
    yield from whole("syntax", WRONG, {
        "one word": "hello\n",
        "no blank behind the colon": "content_area:x\n",
        "list": "- content_area: x\n",
        "list in brackets": "[content_area]\n",
        "text": "'content_area: x'\n",
        "number": "12\n",
        "dash only": "-\n",
        "web page": "<html><body>404</body></html>\n",
        "unfinished list": "experiences:\n  -\n",
        "field is a group": "content_area:\n  x: y\n",
    })  # fmt: skip


def sizes() -> Iterator[Case]:
    yield from whole("nesting", UNREADABLE, {
        "33 brackets": nested("[", "]", 33),
        "33 braces": nested("{a: ", "}", 33),
        "33 steps": staircase(33),
        "400 steps": staircase(400),
        "33 dashes": f"experiences:\n  {'- ' * 33}x\n",
        "200,000 brackets": nested("[", "]", 200_000),
        "200,000 brackets, never closed": nested("[", "", 200_000),
        "60,000 brackets": nested("[", "]", 60_000),
        "200,000 braces": nested("{", "}", 200_000),
        "200,000 named braces": nested("{a: ", "}", 170_000),
        "200,000 dashes": "- " * 200_000,
        "200,000 questions": "? " * 200_000,
        "brackets and braces": nested("[{a: ", "}]", 80_000),
        "200,000 brackets closed": "]" * 200_000,
    })  # fmt: skip
    yield from whole("nesting", WRONG, {
        "31 brackets": nested("[", "]", 31), "60 dashes in text": f"experiences: {'- ' * 60}\n"[:13] + "x\n"
    })  # fmt: skip
    yield from whole("size", f"{UNREADABLE}:1:1", {
        "one byte over": b"#" * (MIB + 1),
        "5 MiB": b"content_area: x\n" * (5 * MIB // 16),
        "5 MiB of one line": b"content_area: " + b"x" * (5 * MIB),
        "5 MiB of zeros": bytes(5 * MIB),
    })  # fmt: skip
    yield from whole("size", UNREADABLE, {
        "values without end": "experiences:\n" + "- \n" * 300_000,
        "100,000 lines of a list": "experiences:\n" + "- x\n" * 100_000,
        "100,000 names": "".join(f"k{n}:\n" for n in range(100_000)),
        "brackets side by side": f"experiences: [{'[],' * 100_000}]",
        "quotes without end": "content_area: " + '"' * 900_001,
        "colons without end": "content_area: " + ": " * 400_000,
        "one name of 900 KB": "k" * 900_000 + ": x\n",
    })  # fmt: skip
    yield from whole("size", UNKNOWN, {
        "20,000 names": "".join(f"content_are{n}: x\n" for n in range(20_000)),
        "name of 1,000 letters": "c" * 1000 + ": x\n",
    })  # fmt: skip
    yield from whole("size", WRONG, {
        "word of 900 KB": "x" * 900_000,
        "day of 900 KB": f"approved: {{on: {'9' * 900_000}}}\n",
        "id of 900 KB": f"approved: {{by: {'a-' * 450_000}}}\n",
        "20,000 wrong values": "experiences:\n" + "- x\n" * 20_000,
    })  # fmt: skip
    yield from whole("size", MISSING, {
        "a comment of 1 MiB": b"#" * MIB,
        "a million blank lines": b"\n" * 1_000_000,
        "a million blanks": b" " * 1_000_000,
        "1 MiB of comments": b"# x\n" * (MIB // 4),
    }, PAIRING)  # fmt: skip
    long = "pages and pages " * 50_000
    for name, text in {"plain": long, "in quotes": f'"{long}"', "folded": f">-\n      {long}",
                       "lines": "|\n" + "      line\n" * 60_000}.items():  # fmt: skip
        yield from in_text("size", "", {f"800 KB of text, {name}": text})


def kinds_of_value() -> Iterator[Case]:
    lists, groups = ["[]", "[x]", "[2026-01-01]"], ["{}", "{x: y}"]
    on = "target_date: 2027-02-26"
    yield from value("wrong kind", PLAN, on, f"{WRONG}:18:18", [
        f"target_date: {each}" for each in [*lists, *groups, "soon", "''", "0", "true", "~"]
    ])  # fmt: skip
    yield from value("day", PLAN, on, f"{WRONG}:18:18", [f"target_date: {each}" for each in (
        "2027-02-30", "2027-02-29", "2027-13-01", "2027-00-10", "2027-01-00", "2027-01-32",
        "0000-01-01", "10000-01-01", "-2027-01-01", "2027-1-1", "27-01-01", "20270226", "02/26/2027",
        "26.02.2027", "2027-02-26T10:00:00", "2027-02-26 10:00", "'2027-02-26 '", "1803600000",
        "2027-W08-5", "2027-057", "February 26", "today", "\uff12027-02-26", '"2027-02-26\\n"',
    )])  # fmt: skip
    yield from value("day", PLAN, on, "date-outside-year", [
        f"target_date: {each}" for each in ("9999-12-31", "0001-01-01")
    ])  # fmt: skip
    for name, text in {"far ahead": "9999-12-31", "far back": "0001-01-01"}.items():
        yield Case("day", f"pairing starts {name}", put(PAIRING, "2026-09-14", text), PAIRING,
                   ("date-outside-year:5:9",))  # fmt: skip
        yield Case("day", f"mentee started {name}", put(PERSON, "2026-08-10", text), PERSON)
        yield Case("day", f"list sent {name}", put(YEAR, "2027-04-30", text), YEAR,
                   ("year-fact-date:8:1",))  # fmt: skip
    yield from value("time", LOG, "from: 15:30", f"{WRONG}:4:11", [f"from: {each}" for each in (
        "24:00", "25:61", "9:30", "15.30", "1530", "15:60", "930", "3 pm", "15:30:00", "-1:00",
        "[15, 30]", "\u0661\u0665:30", '"15:30\\n"', "noon",
    )])  # fmt: skip
    yield from value("number", EXPERIENCE, "slot: 1", f"{WRONG}:1:7", [f"slot: {each}" for each in (
        "one", "01", "0x1", "0o1", "0b1", "1_0", "1.5", "+1", "1e999", ".inf", ".nan", "true",
        "'1 '", "\u0661", "[1]", "{a: 1}", "''", "1:00", "1,0", "9" * 5000, "-" + "9" * 5000,
    )])  # fmt: skip
    yield from value("number", EXPERIENCE, "slot: 1", "slot-mismatch:1:7", [
        "slot: -1", "slot: 0", "slot: 99", f"slot: {10**30}", f"slot: {'9' * 4300}", "slot: 1e9",
    ])  # fmt: skip
    yield Case("number", "years of experience of 4,300 digits",
               put(PERSON, "experience_years: 0", f"experience_years: {'9' * 4300}"), PERSON)
    yield from value("choice", POINTS, "discussed: no", f"{WRONG}:19:16", [
        f"discussed: {each}" for each in (
            "true", "false", "True", "y", "n", "NO", "'no '", "[yes]", "{a: b}", "0", "''", "yes no"
        )
    ])  # fmt: skip
    yield from value("choice", RATINGS, "when-disruptions-occur: 1", f"{WRONG}:5:27", [
        f"when-disruptions-occur: {each}" for each in ("0", "4", "1.0.0", "high", "[1]", "9" * 5000)
    ])  # fmt: skip
    yield from value("id", PAIRING, "mentee: amara-okafor", f"{WRONG}:1:9", [f"mentee: {each}" for each in (
        "Amara-Okafor", "amara_okafor", "amara okafor", "../people/amara", "/etc/passwd", "a", "-a",
        "a--b", "a-", "amara.okafor", "am\u00e4ra", "'amara-okafor '", '"amara-okafor\\n"', "a" * 65,
        "[amara-okafor]", "{id: amara-okafor}", "''", "'{0.__class__}'", "%s", "\u0430mara", "$(id)",
        "C:\\con", "..", "'*'",
    )])  # fmt: skip
    yield from value("id", PAIRING, "mentee: amara-okafor", "unknown-person:1:9", [
        f"mentee: {each}" for each in ("con", "nobody-here", "12", "012", "no", "null1", "a" * 64)
    ])  # fmt: skip
    yield from value("email", PERSON, "email: amara.okafor@hollis-creek.example", f"{WRONG}:3:8", [
        f"email: {each}" for each in (
            "nobody", "a@b", "a b@c.example", "'<a@b.example>'", "a@b.example,c@d.example",
            '"a@b.example\\nBcc: c@d.example"', '"a@b.example\\n"', "[a@b.example]", "a@@b.example",
        )
    ])  # fmt: skip
    yield from value("wrong kind", PLAN, "content_area: Family Consumer Sciences", f"{WRONG}:1:15", [
        f"content_area: {each}" for each in ("[a, b]", "{a: b}", "[]")
    ])  # fmt: skip
    yield from value("wrong kind", PLAN, "revisions:\n  - on: 2027-01-26", WRONG, {
        "word": "revisions: none\nx:\n  - on: 2027-01-26",
        "group": "revisions:\n    on: 2027-01-26",
        "list of words": "revisions:\n  - never\n  - on: 2027-01-26",
    })  # fmt: skip
    yield from whole("wrong kind", WRONG, {
        "list for a group": "approved: []\n", "word for a group": "approved: yes\n",
        "text for a group": "approved: ''\n", "word for a list": "experiences: none\n",
        "list in a list": "experiences: [[]]\n",
    })  # fmt: skip
    yield from whole("wrong kind", WRONG, {
        "list for names": "ratings: [ctso]\n", "word for names": "ratings: good\n"}, RATINGS)
    yield from whole("wrong kind", WRONG, {
        "word for points": "points: {ctso: yes}\n", "list for points": "points: {ctso: [yes]}\n"},
        POINTS)  # fmt: skip
    yield from whole("wrong kind", MISSING, {
        "no field at all": "{}\n", "nothing": "", "comments only": "# to be written\n",
        "blank lines": "\n\n\n", "required and empty": "mentee:\nmentor: ~x\nstarts:\n",
        "dots only": "...\n", "null": "null\n",
    }, PAIRING)  # fmt: skip


TEXTS = {
    "Norway": "no", "off": "off", "octal": "012", "ZIP": "01234", "hexadecimal": "0x1F",
    "time": "12:30", "hours": "190:20:30", "exponent": "1e3", "fraction": ".5", "infinity": ".inf",
    "not a number": ".NaN", "day": "2026-02-30", "tilde": "~", "Null": "Null", "underscores": "1_000",
    "equals": "=", "true": "true", "python format": "'{mentee.__class__.__init__.__globals__}'",
    "python format with an index": "'{0[0]} {} {mentee!r:>{mentor}}'", "half a brace": "'{'",
    "other half": "'}'", "percent format": "'%s %(name)s %d %n'", "dollar": "'$HOME ${HOME} $(id) `id`'",
    "Jinja": "'{{ 7*7 }} {% include \"/etc/passwd\" %} {# #}'", "Rich": "'[red]x[/red] [link=x]y[/]'",
    "web page": "'<script>alert(1)</script> &lt; ]]>'", "formula": "'=HYPERLINK(\"x\")'",
    "formula with a sign": "'@SUM(1+1)*cmd|''/c calc''!A0'", "sql": "\"Robert'); DROP TABLE x;--\"",
    "typst": "'#read(\"/etc/passwd\")'", "LaTeX": "'\\input{/etc/passwd}'",
    "path": "../../../../etc/passwd", "GitHub command": "'::error file=x,line=1::y'",
    "emoji": "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467", "right to left": "\u05e9\u05dc\u05d5\u05dd",
    "combining": "e\u0301" * 40, "one letter, many marks": "Z" + "\u0351" * 500, "no-break": "a\u00a0b",
    "quotes": "'it''s \"so\"'", "hash": "a#b", "dash": "- -" * 0 + "a - b", "tab": '"a\\tb"',
    "backslash": "C:\\Users\\new", "full width": "\uff0e\uff0e\uff0f", "soft hyphen": "co\u00adop",
}  # fmt: skip


def odd_and_right() -> Iterator[Case]:
    for name, text in TEXTS.items():
        yield from in_text("odd and right", "", {name: text})
    yield Case("odd and right", "formula as a person's name",
               put(COORDINATOR, "Iris Nakamura", "'=cmd|''/c calc''!A0'"), COORDINATOR)
    yield Case("odd and right", "format as a person's name",
               put(COORDINATOR, "Iris Nakamura", "'{mentee.__class__} %s [red]'"), COORDINATOR)

    def rewritten(path: str, change: Callable[[bytes], bytes]) -> Act:
        def act(root: Path) -> None:
            (root / path).write_bytes(change((root / path).read_bytes()))

        return act

    ways: dict[str, Callable[[bytes], bytes]] = {
        "windows line ends": lambda data: data.replace(b"\n", b"\r\n"),
        "old mac line ends": lambda data: data.replace(b"\n", b"\r"),
        "no line break at the end": bytes.strip,
        "comment without a line break at the end": lambda data: data + b"# end",
        "many blank lines": lambda data: data.replace(b"\n", b"\n\n\n# x\n") if b">" not in data else data,
        "dots at the end": lambda data: data + b"...\n",
    }  # fmt: skip
    for name, change in ways.items():
        for path in (PLAN, PROGRAM):
            yield Case("odd and right", f"{name} in {Path(path).stem}", rewritten(path, change), path)


NAMES = {
    "con": "con", "aux": "aux", "nul": "nul", "prn": "prn", "com1": "com1", "lpt9": "lpt9",
    "capitals": "Ana-Ruiz", "blank": "ana ruiz", "dot": "ana.ruiz", "underscore": "ana_ruiz",
    "one letter": "a", "65 letters": "a" * 65, "accent": "an\u00e1", "decomposed": "ana\u0301",
    "other alphabet": "\u0430na", "emoji": "\U0001f600\U0001f600", "hyphen first": "-rf", "hyphens": "a--b",
    "percent": "%2e%2e", "format": "{mentee.__class__}", "rich": "[red]ana[red]", "shell": "$(id)",
    "semicolon": "ana;id", "formula": "=1+1", "quote": "a'b",
}  # fmt: skip
ODD_NAMES = {
    "line break": "ana\nruiz", "tab": "ana\truiz", "escape": "ana\x1b[2Jruiz", "delete": "ana\x7f",
    "turned around": "ana\u202eruiz", "zero width": "ana\u200bruiz", "backslash": "a\\b", "colon": "a:b",
    "star": "a*b", "angle": "a<b>", "blank at the end": "ana ", "no utf-8": os.fsdecode(b"ana\xff"),
    "GitHub command": "a\n::error::b", "250 letters": "a" * 250,
}  # fmt: skip


def names() -> Iterator[Case]:
    person = "name: Ana Ruiz\nroles: [staff]\n"
    for needs, table in (("", NAMES), ("odd-names", ODD_NAMES)):
        for name, stem in table.items():
            path = f"people/{stem}.yaml"
            yield Case("file name", name, wrote(path, person), path, (BAD_ID,), needs)
    for name, stem in {"line break": "un\nit", "escape": "\x1b[2J", "colon": "a:b", "con": "con"}.items():
        path = f"{FOLDER}/evidence/{stem}.txt"
        needs = "" if stem == "con" else "odd-names"
        yield Case("evidence name", name, wrote(path, "x"), path, (BAD_ID,), needs)
    twins = {"case": ("Unit.txt", "unit.txt"), "accents": ("caf\u00e9.txt", "cafe\u0301.txt"),
             "sharp s": ("stra\u00dfe.txt", "strasse.txt")}  # fmt: skip
    for name, pair in twins.items():
        paths = sorted(f"{FOLDER}/evidence/{each}" for each in pair)

        def act(root: Path, paths: list[str] = paths) -> None:
            for path in paths:
                (root / path).write_text("x", encoding="utf-8")

        yield Case("twins", name, act, paths[1], (BAD_ID,), "odd-names")
    for name, path in {"record ends in .yml": f"{FOLDER}/plan.yml", "misspelt": f"{FOLDER}/plann.yaml",
                       "record outside": "plan.yaml", "folder in a folder": "people/x/ana-ruiz.yaml",
                       "visit that is no day": f"{FOLDER}/visits/2026-02-30.yaml",
                       "experience 0": f"{FOLDER}/experiences/0.yaml",
                       "experience of 200 digits": f"{FOLDER}/experiences/{'9' * 200}.yaml",
                       "script": "people/run.sh"}.items():  # fmt: skip
        stray = "people/x" if path.startswith("people/x") else path
        yield Case("stray", name, wrote(path, ""), stray, (STRAY,))


def instead(path: str, make: Act) -> Act:
    def act(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        make(root)

    return act


def link(path: str, to: str) -> Act:
    return instead(path, lambda root: (root / path).symlink_to(to))


def closed(path: str) -> Act:
    return lambda root: (root / path).chmod(0)


def listening(path: str) -> Act:
    def make(root: Path) -> None:
        here = Path.cwd()
        os.chdir((root / path).parent)  # a socket's name may be only so long
        try:
            with socket.socket(socket.AF_UNIX) as ear:
                ear.bind(Path(path).name)
        finally:
            os.chdir(here)

    return instead(path, make)


def places() -> Iterator[Case]:
    for name, path, to in (
        ("outside", PLAN, "/etc/passwd"),
        ("to another record", PLAN, "pairing.yaml"),
        ("dangling", PLAN, "nowhere.yaml"),
        ("to itself", PLAN, "plan.yaml"),
        ("to the whole disk", "people/everything", "/"),
        ("to the folder above", f"{FOLDER}/evidence/up", ".."),
        ("to the program", "pairings/2026-2027/again-again", "../.."),
        ("of a person", PERSON, "/etc/hostname"),
        ("of evidence", f"{FOLDER}/evidence/syllabus.txt", "/etc/shadow"),
        ("that is no path", "people/x.yaml", "x" * 200),
    ):
        yield Case("link", name, link(path, to), path, (f"{UNREADABLE}:1:1",), "links")
    yield Case("link", "program.yaml", link(PROGRAM, "/etc/passwd"), PROGRAM, (f"{UNREADABLE}:1:1",),
               "links", stops=True)  # fmt: skip
    for path in (PLAN, PERSON, f"{FOLDER}/evidence/pipe"):
        make = instead(path, lambda root, path=path: os.mkfifo(root / path))  # type: ignore[misc]
        yield Case("pipe", Path(path).name, make, path, (f"{UNREADABLE}:1:1",), "pipes")
    yield Case("pipe", "program.yaml", instead(PROGRAM, lambda root: os.mkfifo(root / PROGRAM)),
               PROGRAM, (f"{UNREADABLE}:1:1",), "pipes", stops=True)  # fmt: skip
    yield Case("pipe", "socket", listening(PLAN), PLAN, (f"{UNREADABLE}:1:1",), "sockets")
    for path in (PLAN, PERSON, MEETING, YEAR):
        make = instead(path, lambda root, path=path: (root / path).mkdir())  # type: ignore[misc]
        yield Case("folder for a file", Path(path).name, make, path, ())
    for path in (PLAN, PERSON, PROGRAM, f"{FOLDER}/experiences", "people"):
        yield Case("closed", Path(path).name, closed(path), path, (f"{UNREADABLE}:1:1",), "refusal",
                   stops=path == PROGRAM)  # fmt: skip


def program() -> Iterator[Case]:
    for code, inputs in {
        UNREADABLE: {"empty bracket": "id: [", "tab": "roles:\n\t- id: x\n", "binary": b"\xff\xfe\x00"},
        MISSING: {"nothing": "", "comments": "# x\n", "id only": "id: ab\n", "no braces": "{}"},
        WRONG: {"list": "- id: ab\n", "word": "program", "roles are a word": "id: ab\nroles: many\n"},
        UNSAFE: {"dashes": "---\nid: ab\n", "escape": 'id: ab\nname: "\\e[2J"\n', "bom": "\ufeffid: ab\n"},
        UNKNOWN: {"other file": "dependencies: []\n"},
        DOUBLE: {"twice": "id: ab\nid: cd\n"},
    }.items():  # fmt: skip
        for name, data in inputs.items():
            yield Case("program.yaml", name, wrote(PROGRAM, data), PROGRAM, (code,), stops=True)

    def one(old: str, code: str, texts: list[str]) -> Iterator[Case]:
        return value("program.yaml", PROGRAM, old, code, texts, stops=True)

    yield from one("year: 2026-2027\n", f"{WRONG}:27:7", [
        f"year: {each}\n" for each in ("2026", "2026/2027", "26-27", "9999-10000", "'2026-2027 '",
                                       '"2026-2027\\n"', "next", "[2026, 2027]")])  # fmt: skip
    yield from one("year: 2026-2027\n", f"{CONTRADICTION}:27:7", [
        f"year: {each}\n" for each in ("2026-2028", "2027-2026", "0000-0001", "9999-0000", "2026-2026")])
    yield from one("year_starts: 07-01", WRONG, [
        f"year_starts: {each}" for each in ("13-01", "07-32", "7-1", "July", "00-00", "2026-07-01")])
    yield from one("timezone: America/Chicago", f"{CONTRADICTION}:30:11", [
        f"timezone: {each}" for each in (
            "Mars/Olympus", "America", "''", "../../etc/passwd", "/etc/passwd", "America/Chicago/x",
            "america chicago", "GMT+25", "{mentee}", "C:\\x", "." , "x" * 5000, "'\u65e5\u672c'",
            "America/Chicag\u00f3", "posixrules/../..", "~")])  # fmt: skip
    yield from one("needs: [plan:approved.on]", CONTRADICTION, [
        f"needs: [{each}]" for each in (
            "''", "plan", "'plan:'", "':on'", "plan:approved", "plan:approved.on.year",
            "plan:__class__", "__class__:__dict__", "plan:content_area", "experiences:achieved",
            "experiences/0:achieved", "experiences/5:achieved", "experiences/01:achieved",
            "'experiences/*:achieved'", f"experiences/{'9' * 5000}:achieved", "visits/1:on",
            "meetings/nowhere:attended", "meetings/kickoff:on", "meetings/kickoff:attended.everybody",
            "year:nothing", "year/1:completers_sent", "year:completers_sent", "'plan:approved.on '",
            "'../people/x:name'", "'{plan}:{on}'", "x" * 5000, '"plan:approved.on\\n"', "log:entries",
            "plan/1:approved.on", "people:name", "'PLAN:approved.on'", "trainings:taken")])  # fmt: skip
    yield from one("needs: [plan:approved.on]", WRONG, ["needs: plan:approved.on", "needs: {a: b}"])
    for number in (10**9, 10**18, 10**400, int("9" * 4299), -1, -(10**18)):
        text = f"{str(number)[:8]} ({len(str(number))} digits)"
        for unit in ("months", "weeks", "days"):
            yield Case("program.yaml", f"a span of {text} {unit}",
                       put(PROGRAM, "due: {date: 12-14}" if False else "date: 12-18",
                           f"after: pairing-start\n      {unit}: {number}"),
                       PROGRAM, (CONTRADICTION,), stops=True)  # fmt: skip
    yield from value("program.yaml", PROGRAM, "due_soon_days: 14", "", [
        f"due_soon_days: {each}" for each in ("-1", str(10**18), "9" * 4300)])
    for number in ("100", str(10**9), str(10**18), "9" * 4300):
        yield Case("program.yaml", f"{len(number)} digits of experiences in a semester",
                   put(PROGRAM, "title: First semester\n      from: 08-01\n      until: 12-31\n      experiences: 2",
                       f"title: First semester\n      from: 08-01\n      until: 12-31\n      experiences: {number}"),
                   PROGRAM, (CONTRADICTION,), stops=True)  # fmt: skip
    for name, term in {"format": "'{mentee.__class__}'", "half a brace": "'{'", "index": "'{0}'",
                       "itself": "'{mentee}'", "conversion": "'{mentee!r:>99999999}'", "percent": "'%s'",
                       "rich": "'[red]'", "html": "'<b>'", "long": "x" * 20_000}.items():  # fmt: skip
        yield Case("program.yaml", f"term {name}", put(PROGRAM, "  mentee: prot\u00e9g\u00e9\n",
                   f"  mentee: {term}\n"), PROGRAM)  # fmt: skip
    yield from value("program.yaml", PROGRAM, "  mentee: prot\u00e9g\u00e9\n", UNSAFE,
                     ['  mentee: "\\e[31m"\n', '  mentee: "\\u202e"\n'], stops=True)
    yield from value("program.yaml", PROGRAM, "coordinators: [iris-nakamura]", CONTRADICTION, [
        "coordinators: [nobody-here]", "coordinators: [con]"])
    yield from value("program.yaml", PROGRAM, "coordinators: [iris-nakamura]", WRONG, [
        "coordinators: iris-nakamura", "coordinators: ['../x']", "coordinators: {a: b}"], stops=True)


def cut_off() -> Iterator[Case]:
    """Files whose saving stopped half-way, at places of every kind."""

    def at(path: str, place: str, keep: int) -> Act:
        def act(root: Path) -> None:
            data = (root / path).read_bytes()
            end = data.index(place.encode()) + keep
            (root / path).write_bytes(data[:end])

        return act

    for name, path, place, keep, finds in (
        ("in a name", PLAN, "experiences:", 4, (UNREADABLE,)),
        ("before a colon", PLAN, "experiences:", 11, (UNREADABLE,)),
        ("behind a colon", PLAN, "slot: 2", 5, (MISSING,)),
        ("behind a dash", PLAN, "- slot: 2", 1, (MISSING,)),
        ("in a day", PLAN, "2026-11-06", 7, (WRONG,)),
        ("in a number", RATINGS, "special-needs-students: 2", 10, (UNREADABLE,)),
        ("in a group", PLAN, "initials: NH", 12, ()),
        ("in a time", LOG, "to: 16:15", 7, (WRONG, MISSING)),
        ("before what must be", LOG, "kind: meeting", 0, (MISSING,)),
        ("in brackets", PERSON, "[mentee]", 4, (UNREADABLE,)),
        ("behind a block's sign", EXPERIENCE, ">-", 2, ()),
        ("in a block of text", EXPERIENCE, "Thorough", 5, ()),
        ("in a letter", VISIT, "Luc\u00eda", 4, (UNREADABLE,)),
        ("at the very beginning", PAIRING, "mentee", 0, (MISSING,)),
        ("program in a list", PROGRAM, "coordinators: [", 15, (UNREADABLE,)),
        ("program in a role", PROGRAM, "title: Content Advisor", 22, (MISSING,)),
        ("meeting behind a dash", MEETING, "- teo-lindqvist", 1, (WRONG,)),
        ("year in a name", YEAR, "noor-haddad: 2027-04-23", 6, (WRONG,)),
    ):
        yield Case("cut off", name, at(path, place, keep), path, finds, stops=path == PROGRAM)


CASES = tuple(case for group in (
    cut_off, encodings, characters, syntax, sizes, kinds_of_value, odd_and_right, names, places,
    program,
) for case in group())  # fmt: skip
