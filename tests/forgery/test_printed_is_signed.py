"""Whatever a signed form prints is changed, line by line, in every file that it can come from."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from support.folders import BASE, PRESET, Once, commit_all
from support.signed import sign_all

from mentorctl.cli.rendering.form_context import form_context
from mentorctl.forms import FORMS, Sheet
from mentorctl.model.signature import SignatureState
from mentorctl.reports.proofs.signature_report import signing_of
from mentorctl.store.errors import StoreError
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

TODAY = dt.date(2027, 5, 3)
TEO = "teo-lindqvist"
PAIRING = f"amara-okafor-{TEO}"
FOLDER = f"pairings/2026-2027/{PAIRING}"
TEMPLATES = PRESET.parents[2] / "forms"
PROGRAMS = PRESET.parents[1]
PRESETS = sorted(each.name for each in PROGRAMS.iterdir())
NEBRASKA = PROGRAMS / "nebraska-child-welfare/program.yaml"
# what a form prints that no signature covers: labels, who is reached how, what comes after
LABELS = {"term", "head", "source", "preset", "year", "title", "kinds", "count", "numbers",
          "short", "staff", "name", "signers", "optional", "reflecting", "reflection_parts",
          "totals", "total", "origin", "origins", "conflicts"}  # fmt: skip
AFTERWARDS = {"approved", "received", "revisions", "achieved", "sent", "copied", "reviewed",
              "signed_off", "approved_by", "approved_on"}  # fmt: skip
SIGNATURES = {"signature_line", "signature_lines", "signatures", "signed_how", "advised"}
AGREEMENT = """\
begins_on: 2026-09-15
meet_at_least: once a week
mentor_phone: 573-555-0100
mentor_email: teo@marlow-tech.example
"""
GUIDE = "tasks:\n  - id: shadow-mentor\n    done_on: 2026-10-02\n    note: two cases\n"
TRAININGS = "taken:\n  - code: SP 511\n    person: teo-lindqvist\n    on: 2026-09-01\n"
Before = tuple[Mapping[str, str], Mapping[tuple[str, str], SignatureState]]
SIGNED = {"agreement", "trainings", "focal-points", "decision-points", "plan", "comment", "guide",
          "log", "visit"}  # fmt: skip


@pytest.fixture(scope="module")
def folder(once: Once) -> Path:
    """A program in which every form that can be signed is signed by mentee and mentor."""

    def make(place: Path) -> None:
        root = place / "program"
        shutil.copytree(BASE, root, ignore=shutil.ignore_patterns("case.yaml"))
        program = root / "program.yaml"
        text = PRESET.read_text(encoding="utf-8")
        text = text.replace("coordinators: []", "coordinators: [iris-nakamura]")
        other = NEBRASKA.read_text(encoding="utf-8")
        both = "\n    signed_by:\n      - mentee\n      - mentor"
        records = "".join(
            f"  {name}:{both}\n"
            for name in ("agreement", "experience", "focal-points", "decision-points", "guide",
                         "log", "plan", "trainings", "visit")
        )  # fmt: skip
        text = re.sub(
            r"(?ms)^records:\n.*?^(?=# CALENDAR)", f"records:\n  pairing: {{}}\n{records}\n", text
        )
        for part in ("agreement", "trainings", "guide", "dates", "confidentiality"):
            found = re.search(rf"(?ms)^{part}:\n.*?\n(?=\S)", other)
            assert found, part
            part_of = re.sub(r"\n    before:\n(      - .*\n)+", "\n", found[0])
            text = re.sub(rf"(?ms)^{part}:\n.*?\n(?=\S)", "", text) + part_of
        program.write_text(text, encoding="utf-8")
        for name, content in (("agreement", AGREEMENT), ("guide", GUIDE), ("trainings", TRAININGS)):
            (root / FOLDER / f"{name}.yaml").write_text(content, encoding="utf-8")
        sign_all(root)
        commit_all(root, "signed", "2027-04-20T16:00:00-0500")

    return once("every form signed", make) / "program"


def _states(folder: Folder) -> dict[tuple[str, str], SignatureState]:
    signing = signing_of(folder, TODAY)
    assert signing is not None
    found = signing.standings(folder.team(PAIRING).recorded)
    return {place: each.state for place, each in found.items()}


def _printed(folder: Folder) -> dict[str, str]:
    """What each signed form prints above its signatures, by the record that is signed."""
    context = form_context(folder, TODAY, "draft")
    team, found = folder.team(PAIRING), dict[str, list[Any]]()
    for form in FORMS:
        if form.of_pairing is None or form.name not in SIGNED:
            continue
        for document in form.of_pairing(team, context):
            for sheet in document.sheets:
                record = sheet.records[0].removeprefix(f"{FOLDER}/")
                values = _shown(sheet)
                if form.name == "log" and values.get("advised"):
                    del values["supervisor_name"]  # in the place of the advisor's only
                entries = values.pop("entries", []) if form.name == "log" else []
                found.setdefault(record, []).append(_kept(values))
                for entry, held in zip(entries, _ids(team), strict=True) if entries else ():
                    found[f"{record}#{held}"] = [_kept(values), _kept(entry)]
    found.pop("log.yaml", None)  # its entries are signed, each by itself
    return {record: json.dumps(each, sort_keys=True) for record, each in found.items()}


def _shown(sheet: Sheet) -> dict[str, Any]:
    """The values that a sheet's template prints."""
    template = (TEMPLATES / sheet.template).read_text(encoding="utf-8")
    return {
        name: each for name, each in sheet.values.items() if re.search(rf"\b{name}\b", template)
    }


def _ids(team: Any) -> list[str]:
    return [each.id for each in sorted(team.log.entries, key=lambda each: (each.on, each.from_))]


def _kept(value: Any, inside: str = "") -> Any:
    """Values without what no signature covers."""
    if isinstance(value, dict):
        if "email_checked" in value:  # a contact block
            return value.get("name")
        left_out = (LABELS if not inside else set()) | AFTERWARDS | SIGNATURES
        return {name: _kept(each, name) for name, each in value.items() if name not in left_out}
    if isinstance(value, (list, tuple)):
        return [_kept(each, inside) for each in value]
    return value


def _lines(root: Path) -> dict[str, list[int]]:
    """Every line with a value in every file that a form can take something from."""
    files = [root / "program.yaml", *sorted((root / "people").glob("*.yaml"))]
    files += sorted(each for each in (root / FOLDER).rglob("*") if each.is_file())
    found: dict[str, list[int]] = {}
    for file in files:
        name = file.relative_to(root).as_posix()
        if "/signatures/" in name or "/evidence/" in name:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            if line.strip() and not line.lstrip().startswith("#"):
                found.setdefault(name, []).append(number)
    return found


# how a file's lines are changed, from one of them on
HOW: dict[str, Callable[[Sequence[str]], list[str] | None]] = {
    "another value": lambda lines: _with_first(lines, _changed(lines[0])),
    "the other choice": lambda lines: _with_first(lines, _other_choice(lines[0])),
    "taken out": lambda lines: [*lines[1:]],
    "two the other way round": lambda lines: [*lines[:2][::-1], *lines[2:]],
}


def _with_first(lines: Sequence[str], line: str | None) -> list[str] | None:
    return None if line is None else [line, *lines[1:]]


def _other_choice(line: str) -> str | None:
    """A line with yes for no, or the role of somebody else."""
    ways = {"yes": "no", "no": "yes", "mentee": "mentor", "mentor": "mentee",
            "supervisor": "advisor", "advisor": "supervisor"}  # fmt: skip
    found = re.match(rf"(.*[:-] )({'|'.join(ways)})$", line)
    return f"{found[1]}{ways[found[2]]}" if found else None


def _changed(line: str) -> str | None:
    """A line with another letter or digit at the end of its value."""
    key = re.match(r"\s*(- )?[\w-]+:(?=\s|$)", line)
    start = key.end() if key else 0
    match = re.search(r"[A-Za-z0-9](?=[^A-Za-z0-9]*$)", line[start:])
    if not match:
        return None
    at = start + match.start()
    old = line[at]
    new = str((int(old) + 1) % 10) if old.isdigit() else ("q" if old.lower() != "q" else "z")
    return f"{line[:at]}{new}{line[at + 1 :]}"


def _with(root: Path, name: str, number: int, how: str) -> Folder | None:
    """The folder as if its files said something else; None where they cannot be read then."""
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    changed = HOW[how](lines[number:])
    if changed is None:
        return None
    text = "".join(f"{line}\n" for line in (*lines[:number], *changed))
    try:
        folder = Folder(root, contents={name: text.encode()})
        folder.team(PAIRING)
        list(folder.people.values())
        ZoneInfo(folder.program.timezone)
    except (StoreError, KeyError):  # of another year there is no such pairing
        return None
    return None if folder.reader.findings else folder


@pytest.fixture(scope="module")
def before(folder: Path) -> Before:
    """What is printed, and how the signatures stand."""
    found = Folder(folder)
    return _printed(found), _states(found)


def test_every_form_is_signed_and_valid(before: Before) -> None:
    printed, states = before
    assert set(states.values()) == {SignatureState.VALID}
    assert {record for record, _ in states} == printed.keys()


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_what_is_printed_above_a_signature_is_never_changed_unseen(
    folder: Path, before: Before, data: st.DataObject
) -> None:
    _changed_unseen(folder, before, data)


def _changed_unseen(folder: Path, before: Before, data: st.DataObject) -> None:
    """Change one line of one file, and see that no signature holds over what reads otherwise."""
    printed, states = before
    lines = _lines(folder)
    name = data.draw(st.sampled_from(sorted(lines)))
    number = data.draw(st.sampled_from(lines[name]))
    there = _with(folder, name, number, data.draw(st.sampled_from(sorted(HOW))))
    assume(there is not None)
    assert there is not None
    now, after = _printed(there), _states(there)
    for record, role in states:
        # who hands the work over attests the work, and not what the mentor says of it
        of_comment = role == "mentee" and name.endswith(record) and "experiences/" in name
        if now.get(record) != printed[record] and not of_comment:
            assert after.get((record, role)) is not SignatureState.VALID, (record, role)


@pytest.fixture(scope="module", params=PRESETS)
def of_preset(once: Once, request: pytest.FixtureRequest) -> Path:
    """A program as its preset has it, in which all who are asked to sign have signed."""

    def make(place: Path) -> None:
        root = place / "program"
        shutil.copytree(BASE, root, ignore=shutil.ignore_patterns("case.yaml"))
        text = (PROGRAMS / request.param / "program.yaml").read_text(encoding="utf-8")
        text = text.replace("coordinators: []", "coordinators: [iris-nakamura]")
        (root / "program.yaml").write_text(text, encoding="utf-8")
        (root / FOLDER / "agreement.yaml").write_text(AGREEMENT, encoding="utf-8")
        pairing = root / FOLDER / "pairing.yaml"
        held = pairing.read_text(encoding="utf-8")
        pairing.write_text(f"{held}supervisor: grace-whitfield\n", encoding="utf-8")
        sign_all(root)
        commit_all(root, "all of it signed")

    return once(f"{request.param} signed", make) / "program"


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_nor_is_it_in_any_preset_by_whoever_signs_there(
    of_preset: Path, data: st.DataObject
) -> None:
    found = Folder(of_preset)
    before = _printed(found), _states(found)
    asked = {(name, role) for name, setting in found.program.records.items()
             for role in setting.signed_by}  # fmt: skip
    assert {role for _, role in asked} == {role for _, role in before[1]}
    assert set(before[1].values()) == {SignatureState.VALID}
    _changed_unseen(of_preset, before, data)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        (f"people/{TEO}.yaml", "email:"),
        (f"people/{TEO}.yaml", "school:"),
        (f"{FOLDER}/experiences/1.yaml", "  sent_to_advisor:"),
        (f"{FOLDER}/plan.yaml", "  initials:"),
        (f"{FOLDER}/visits/2026-11-10.yaml", "sent_to_advisor:"),
        ("program.yaml", "agency:"),
        ("program.yaml", "  comment: Mentor"),
    ],
)
def test_contact_data_what_comes_after_and_labels_void_nothing(
    folder: Path, before: Before, name: str, says: str
) -> None:
    text = (folder / name).read_text(encoding="utf-8").splitlines()
    number = next(at for at, line in enumerate(text) if line.startswith(says))
    there = _with(folder, name, number, "another value")
    assert there is not None
    assert _states(there) == before[1]
