"""The real yaml-language-server, as editors run it, on good and bad files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.folders import lay_base
from support.language_server import LanguageServer, server_command
from support.run import mentorctl

from mentorctl.model.kinds import KINDS, kind_named, kind_of
from mentorctl.model.words import Words
from mentorctl.store.folder import Folder
from mentorctl.store.parse.reader import examine
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = server_command()
pytestmark = pytest.mark.skipif(
    COMMAND is None,
    reason="no yaml-language-server: npm install yaml-language-server, and say where it is in"
    " MENTORCTL_YAML_LS",
)

PAIRING = "pairings/2026-2027/amara-okafor-teo-lindqvist"
PLACES = {
    "program": "program.yaml",
    "person": "people/ana-ruiz.yaml",
    "meeting": "meetings/2026-2027-midyear.yaml",
    "look": "templates/look.yaml",
    "year": "years/2026-2027.yaml",
    "experience": f"{PAIRING}/experiences/1.yaml",
    "visit": f"{PAIRING}/visits/2026-10-05.yaml",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = lay_base(tmp_path_factory.mktemp("editor") / "program")
    done = mentorctl("schema", cwd=folder)
    assert done.code == 0, done.err
    return folder


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[LanguageServer]:
    assert COMMAND is not None
    with LanguageServer(COMMAND, root) as running:
        yield running


def place(kind: str) -> str:
    return PLACES.get(kind) or f"{PAIRING}/{kind}.yaml"


def headed(kind: str, text: str) -> str:
    up = "../" * place(kind).count("/")
    return f"# yaml-language-server: $schema={up}.mentorctl/schema/{kind}.json\n{text}"


def test_a_whole_good_program_is_good_to_the_editor(root: Path, server: LanguageServer) -> None:
    files = sorted(root.rglob("*.yaml"))
    assert len(files) > 12
    opened = []
    for file in files:
        path = file.relative_to(root).as_posix()
        kind = kind_of(path)
        assert kind is not None
        opened.append((path, headed(kind.name, file.read_text(encoding="utf-8"))))
    told = zip(opened, server.all_diagnostics(opened), strict=True)
    assert [(path, found) for (path, _), found in told if found] == []


def test_a_scaffold_lacks_nothing_but_what_is_blank(root: Path, server: LanguageServer) -> None:
    folder = Folder(root)
    kinds = [kind for kind in KINDS if kind.name != "program"]
    opened = [
        (place(kind.name), record_text(kind, place(kind.name), folder.program, folder.words, {}))
        for kind in kinds
    ]
    blanks = {
        kind.name: {fault.line for fault in examine(text.encode(), kind.model, Words())[1]}
        for kind, (_, text) in zip(kinds, opened, strict=True)
    }
    told = zip(kinds, server.all_diagnostics(opened), strict=True)
    assert {kind.name: {line for line, _ in found} for kind, found in told} == blanks


PAIR = "mentee: a-b\nmentor: c-d\nstarts: 2026-09-08\n"
ENTRY = "entries:\n  - id: a-1\n    on: 2026-09-08\n"
BAD = [
    ("person", "name: Ana\nnme: x\n", {3}),
    ("person", "name: Ana\nroles: [mentor, boss]\nemail: ana\n", {3, 4}),
    ("person", "name: [Ana]\nphones: 573\nexperience_years: five\n", {2, 3, 4}),
    ("person", "name: Ana\nemail_checked: sometimes\nstarted_on: 8/12/2019\n", {3, 4}),
    ("meeting", "meeting: kickof\nattended: [Ana Ruiz]\n", {2, 3}),
    ("year", "evaluation_mailed: soon\ninvoices_sent: {ana-ruiz: 5}\n", {2, 3}),
    ("focal-points", "ratings:\n  ctso: 4\n  ctsos: 1\n", {3, 4}),
    ("decision-points", "points:\n  colour:\n    discussed: yes\n", {3}),
    ("plan", "experiences:\n  - slot: 9\n    semester: 3\n    catalogue: 21\n", {3, 4, 5}),
    ("plan", "approved: {by: Ana, on: 2026-02-30}\n", {2}),
    ("experience", "slot: 7\ncomment:\n  sent: 2026-12-12\n", {2, 4}),
    ("log", ENTRY + "    from: 9.00\n    to: 25:00\n    kind: lunch\n", {5, 6, 7}),
    ("visit", "on: 2026-10-05\nlocation: school\n", {3}),
    ("pairing", PAIR + "state: done\n", {5}),
    ("pairing", PAIR + "extensions:\n  - milestone: kick\n    until: 2026-12-12\n", {6}),
    ("trainings", "taken:\n  - code: SP 511\n    person: Ana\n", {4}),
    ("program", "agency: A\nrecords: {plans: {}}\nyear: 2026\n", {3, 4}),
]  # fmt: skip


def test_bad_values_are_refused_where_they_stand(server: LanguageServer) -> None:
    opened = [(place(kind), headed(kind, text)) for kind, text, _ in BAD]
    for (kind, text, lines), told in zip(BAD, server.all_diagnostics(opened), strict=True):
        refused = {line for line, message in told if "Missing property" not in message}
        assert (text, refused) == (text, lines)
        found = examine(headed(kind, text).encode(), kind_named(kind).model, Words())[1]
        assert {fault.line for fault in found if fault.code != "missing-field"} <= lines


def test_without_the_first_line_the_settings_lead_to_the_schema(root: Path) -> None:
    assert COMMAND is not None
    settings = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))
    with LanguageServer(COMMAND, root, settings["yaml.schemas"]) as server:
        assert server.diagnostics("people/ana-ruiz.yaml", "name: Ana\n") == []
        assert len(server.diagnostics("people/ana-ruiz.yaml", "name: Ana\nnme: x\n")) == 1
        assert len(server.diagnostics(f"{PAIRING}/visits/1.yaml", "on: 2026-10-05\nx: 1\n")) == 1


def test_what_is_missing_is_said(server: LanguageServer) -> None:
    told = server.diagnostics(place("person"), headed("person", "email: a@b.example\n"))
    assert [message for _, message in told] == ['Missing property "name".']


@pytest.mark.parametrize(
    ("kind", "text", "cursor", "offered"),
    [
        ("person", "roles:\n  - \n", (3, 5),
         {"mentor", "mentee", "advisor", "staff", "coordinator"}),
        ("person", "email_checked: \n", (2, 16), {"always", "school-day"}),
        ("person", "school: \n", (2, 9), set()),
        ("focal-points", "ratings:\n  ctso: \n", (3, 9), {"1", "2", "3"}),
        ("plan", "experiences:\n  - slot: 1\n    catalogue: \n", (4, 16),
         {str(number) for number in range(1, 21)}),
    ],
)  # fmt: skip
def test_what_can_stand_there_is_offered(
    kind: str, text: str, cursor: tuple[int, int], offered: set[str], server: LanguageServer
) -> None:
    assert set(server.completions(place(kind), headed(kind, text), *cursor)) == offered


COMMENT = "slot: 1\nachieved: 2026-11-11\ncomment:\n  on: 2026-11-12\n"
POINTS = "ratings:\n  ctso: 2\n"
HOVERS = [
    ("experience", COMMENT, (3, 2), ["#### Date Achieved", "The day on which the work was done",
     "Filled in by the protégé.", "Example: 2026-09-14"]),
    ("experience", COMMENT, (4, 2), ["#### Mentor Comment Form",
     "What the mentor says about the work", "Filled in by the mentor."]),
    ("person", "name: Ana\nschool: 12\n", (2, 2), ["#### Name",
     "As it should stand on forms and lists", "Example: Teo Lindqvist"]),
    ("person", "name: Ana\nschool: 12\n", (3, 2), ["#### School",
     "The school as forms and lists print it",
     "Example: Marlow Technical School"]),
    ("pairing", PAIR, (3, 2), ["#### mentor", "Id of a person in people/", "Example: ana-ruiz"]),
    ("focal-points", POINTS, (3, 4), ["#### Ratings",
     "CTSO's-starting a chapter and advising students", "Allowed Values:",
     ("* `2`: moderate level of concern or interest\n* `1`: low level of concern or interest\n"
      "* `3`: high level of concern or interest")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "cursor", "said"), HOVERS)
def test_a_field_is_explained_once(
    kind: str, text: str, cursor: tuple[int, int], said: list[str], server: LanguageServer
) -> None:
    told = server.hover(place(kind), headed(kind, text), *cursor)
    assert told.rpartition("\n\nSource: ")[0].split("\n\n") == said


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS if kind.name != "program"])
def test_no_help_says_anything_twice(kind: str, root: Path, server: LanguageServer) -> None:
    folder = Folder(root)
    text = record_text(kind_named(kind), place(kind), folder.program, folder.words, {})
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1)
             if line.lstrip("- ")[:1].isalpha()]  # fmt: skip
    for number, line in lines[:12]:
        told = server.hover(place(kind), text, number, len(line) - len(line.lstrip("- ")) + 2)
        assert "||" not in told, told
        parts = [each for each in told.removeprefix("#### ").split("\n\n") if each]
        assert len(parts) == len(set(parts)), told


@pytest.mark.parametrize(
    ("kind", "text", "cursor", "offered"),
    [
        ("focal-points", "ratings:\n  \n", (3, 3),
         {"ctso": "CTSO's-starting a chapter and advising students"}),
        ("focal-points", "ratings:\n  ctso: \n", (3, 9), {"1": "low level of concern or interest"}),
        ("plan", "experiences:\n  - catalogue: \n", (3, 16),
         {"1": "Course syllabus in the district's format"}),
        ("pairing", f"{PAIR}extensions:\n  - milestone: \n", (6, 16),
         {"plan": "Individual Mentoring Plan due to your assigned content advisor(s)"}),
        ("pairing", f"{PAIR}waivers:\n  - need: \n", (6, 11),
         {"experiences/1:achieved": "Target date for completion of Experience 1 by the protégé"}),
        ("log", "entries:\n  - kind: \n", (3, 11),
         {"observation-of-master": "observation of a master educator"}),
        ("visit", "on: 2026-10-05\nlocation: \n", (3, 11),
         {"mentee-school": "the protégé's school"}),
        ("pairing", "mentee: \n", (2, 9), {"teo-lindqvist": "Teo Lindqvist, "}),
        ("meeting", "meeting: kickoff\nattended:\n  - \n", (4, 5),
         {"teo-lindqvist": "Teo Lindqvist, "}),
    ],
)  # fmt: skip
def test_what_a_slug_stands_for_is_said_beside_it(
    kind: str, text: str, cursor: tuple[int, int], offered: dict[str, str], server: LanguageServer
) -> None:
    told = server.completions(place(kind), headed(kind, text), *cursor)
    for label, title in offered.items():
        assert told.get(label, "").startswith(title), told


def test_text_stays_text_whatever_it_looks_like(server: LanguageServer) -> None:
    text = "name: 007\nschool: no\nregion: 12:30\ndistrict: true\nposition: 1.50\naddress: 01234\n"
    assert server.diagnostics(place("person"), headed("person", text)) == []
