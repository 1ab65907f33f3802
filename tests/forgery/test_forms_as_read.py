"""What is printed above a signature is what was signed: all of it, wherever it comes from."""

from __future__ import annotations

import hashlib
import html
import json
import re
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, commit_all, copied
from support.histories import plain
from support.keys import needs_openssh
from support.run import mentorctl
from support.signers import as_person, commit_as, lay_registered
from support.trails import SENTENCE, signatures, statement

from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.model.canonical import Data

pytestmark = needs_openssh

TODAY = ("--today", "2027-05-03")
WREN, DOLORES, ROSA = "wren-castillo", "dolores-finch", "rosa-kimball"
TEAM = f"{WREN}-{DOLORES}"
FOLDER = f"pairings/2026-2027/{TEAM}"
PEOPLE = {WREN: "Wren Castillo", DOLORES: "Dolores Finch", ROSA: "Rosa Kimball"}


def _begun(place: Path) -> Path:
    """A pairing of the child welfare preset whose agreement is filled in."""
    folder = place / "program"
    words = ("--preset", "nebraska-child-welfare", "--year", "2026-2027")
    assert mentorctl("init", folder, *words, "--coordinator-name", "Ada Lindgren").code == 0
    for (person, name), role in zip(
        PEOPLE.items(), ("mentee", "mentor", "supervisor"), strict=True
    ):
        done = mentorctl(
            "person",
            "add",
            person,
            "--name",
            name,
            "--role",
            role,
            "--email",
            f"{person}@office.example",
            cwd=folder,
        )
        assert done.code == 0, done.err
    words = ("--supervisor", ROSA, "--starts", "2026-09-01")
    paired = mentorctl("pair", WREN, DOLORES, *words, *TODAY, cwd=folder)
    assert paired.code == 0, paired.err
    for file in (folder / "people").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(#.*\n)*keys: \[\]\n", "", text), encoding="utf-8")
    sets = {"begins_on": "2026-09-10", "meet_at_least": "every Tuesday at 9:00",
            "mentor_phone": "308-555-0123"}  # fmt: skip
    done = mentorctl(
        "edit", TEAM, "agreement", *(each for name, value in sets.items()
                                     for each in ("--set", f"{name}={value}")),
        *TODAY, cwd=folder,
    )  # fmt: skip
    assert done.code == 0, done.err
    return lay_registered(folder)


@pytest.fixture(scope="module")
def signed(once: Once) -> Path:
    """The same, signed by all three."""

    def make(place: Path) -> None:
        folder = _begun(place)
        for person in PEOPLE:
            done = as_person(person, folder, "sign", TEAM, "agreement", "--yes", *TODAY)
            assert done.code == 0, done.err
            (place / f"{person}.txt").write_text(done.err, encoding="utf-8")

    return once("agreement", make)


@pytest.fixture
def agreed(signed: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to change."""
    return copied(signed / "program", tmp_path / "program")


def _signatures(folder: Path) -> list[dict[str, object]]:
    done = mentorctl("status", TEAM, "--format", "json", *TODAY, cwd=folder)
    assert done.code == 0, done.err
    found = json.loads(done.out)["pairings"][0]["signatures"]
    return [each for each in found if each["record"].endswith("/agreement.yaml")]


def test_what_is_signed_is_shown_with_its_provisions(signed: Path) -> None:
    for person in PEOPLE:
        shown = (signed / f"{person}.txt").read_text(encoding="utf-8")
        said = " ".join(shown.split())
        form = shown.partition("(wren-castillo-dolores-finch)\n")[2].partition("\n\n")[0]
        assert max(map(len, form.splitlines())) <= 80
        for provision in (
            "1. The mentoring relationship will begin on September 10, 2026. Together with",
            "2. We will meet minimally every Tuesday at 9:00. These meetings",
            "The mentor can be reached at telephone number: 308-555-0123 and email:",
            "4. What concerns the mentee's performance stays between",
            "5. What comes up in the program may be used in the end Performance Evaluation",
            "Mentor: Dolores Finch (dolores-finch)",
            "confidential, and may be used in evaluation",
        ):
            assert provision in said, said


def test_nothing_is_signed_that_was_not_shown(signed: Path) -> None:
    folder = Folder(signed / "program")
    team = folder.team(TEAM)
    record = team.recorded.records["agreement.yaml"]
    shown = " ".join((signed / f"{WREN}.txt").read_text(encoding="utf-8").split())
    values = [_texts(each.value) for each in folder.recorded.sources.surroundings(
        record, "mentee", team.folder)]  # fmt: skip
    values.append(_texts(record.covered("mentee")))
    for text in (each for some in values for each in some):
        # a provision is shown with what was agreed in its blanks
        for part in re.split(r"\[\w+\]", text):
            assert " ".join(part.split()) in shown, part


def _texts(value: Data | None) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        # the names of blanks stand for what was agreed
        return [text for name, each in value.items() if name != "blanks" for text in _texts(each)]
    return [text for each in value or () for text in _texts(each)]


def test_a_receipt_proves_what_the_form_took_from_elsewhere(signed: Path, tmp_path: Path) -> None:
    words = ("receipt", TEAM, "agreement", "--out", tmp_path, "--to", "html", *TODAY)
    done = mentorctl(*words, cwd=signed / "program")
    assert done.code == 0, done.err
    (proof,) = (each for each in tmp_path.iterdir() if each.is_dir())
    for role in ("mentee", "mentor", "supervisor"):
        said = json.loads((proof / f"{role}.json").read_text(encoding="utf-8"))
        around = (proof / f"{role}.context.json").read_bytes()
        assert hashlib.sha256(around).hexdigest() == said["context"]["sha256"]
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    assert "What concerns the mentee's performance stays between" in html.unescape(page)


def test_one_word_of_a_provision_makes_every_signature_stale(agreed: Path, tmp_path: Path) -> None:
    assert [each["state"] for each in _signatures(agreed)] == ["valid"] * 3
    program = agreed / "program.yaml"
    text = program.read_text(encoding="utf-8")
    old = "What concerns the mentee's performance stays between the supervisor"
    assert old in text
    program.write_text(text.replace(old, old.replace("stays", "is told")), encoding="utf-8")
    commit_as("ada-lindgren", agreed, "another word")

    found = _signatures(agreed)
    assert [each["state"] for each in found] == ["stale"] * 3
    what = "provision 4 of the agreement (program.yaml)"
    assert all(what in str(each) for each in found), found
    checked = mentorctl("check", *TODAY, cwd=agreed)
    assert checked.out.count(f"no longer holds: {what} changed on") == 3
    audited = mentorctl("audit", *TODAY, cwd=agreed)
    assert audited.out.count(what) == 3, audited.out
    made = mentorctl(
        "render",
        "agreement",
        TEAM,
        "--to",
        "html",
        "--out",
        tmp_path,
        "--draft",
        *TODAY,
        cwd=agreed,
    )
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    assert made.code == 0, made.err
    assert page.count(what) == 3, page[page.find("signature") :]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("      - mentor\n      - supervisor\n", "      - supervisor\n      - mentor\n"),
        ("      - supervisor\n", "      - supervisor\n      - advisor\n"),
    ],
)
def test_other_parties_of_the_agreement_make_every_signature_stale(
    agreed: Path, old: str, new: str
) -> None:
    program = agreed / "program.yaml"
    text = program.read_text(encoding="utf-8")
    head, begins, rest = text.partition("  agreement:\n    signed_by:\n")
    assert old in rest
    program.write_text(head + begins + rest.replace(old, new, 1), encoding="utf-8")
    commit_as("ada-lindgren", agreed, "other parties")

    found = [each for each in _signatures(agreed) if each["person"] in PEOPLE]
    assert {str(each["state"]) for each in found if each["state"] != "missing"} == {"stale"}
    assert all("who signs the agreement (program.yaml)" in str(each)
               for each in found if each["state"] == "stale"), found  # fmt: skip


BASE_PAIR = "pairings/2026-2027/amara-okafor-teo-lindqvist"


@pytest.fixture
def commented(program: Path) -> Path:
    """The small program, with a comment on the third experience that its mentor signed."""
    lay_registered(program)
    done = as_person(
        "teo-lindqvist", program, "sign", "okafor", "experiences/3", "--yes", *TODAY
    )  # fmt: skip
    assert done.code == 0, done.err
    shown = " ".join(done.err.split())
    assert "Mentoring experience: Number: 12 Title: " in shown
    assert re.search("unit-food-safety.txt: [0-9a-f]{64} ", shown)
    return program


def _checked(folder: Path) -> str:
    return mentorctl("check", *TODAY, cwd=folder).out


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        (
            f"{BASE_PAIR}/plan.yaml", "catalogue: 12", "catalogue: 19",
            "number of the experience (plan.yaml) and title of the experience (program.yaml)",
        ),
        (f"{BASE_PAIR}/plan.yaml", "Unit on food", "Unit on fire",
         "experience as planned (plan.yaml)"),
        (f"{BASE_PAIR}/evidence/unit-food-safety.txt", "", "one more line",
         "evidence unit-food-safety.txt (evidence/unit-food-safety.txt)"),
        ("people/teo-lindqvist.yaml", "name: Teo", "name: Theo",
         "name of the mentor (people/teo-lindqvist.yaml)"),
        (f"{BASE_PAIR}/pairing.yaml", "content_area: Family", "content_area: Culinary",
         "program area (pairing.yaml)"),
    ],
)  # fmt: skip
def test_what_a_comment_is_about_is_named_where_it_is_changed(
    commented: Path, file: str, old: str, new: str, what: str
) -> None:
    assert "[signature-stale]" not in _checked(commented)
    path = commented / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) if old else f"{text}{new}\n", encoding="utf-8")

    assert f"no longer holds: {what} changed and not saved yet [signature-stale]" in _checked(
        commented
    )
    path.write_text(text, encoding="utf-8")
    assert "[signature-stale]" not in _checked(commented)


def test_the_end_of_a_long_file_of_evidence_is_signed_too(program: Path) -> None:
    path = program / BASE_PAIR / "evidence" / "unit-food-safety.txt"
    path.write_bytes(b"page\n" * 500_000)
    commit_all(program, "a long unit")
    lay_registered(program)
    words = ("sign", "okafor", "experiences/3", "--yes", *TODAY)
    assert as_person("teo-lindqvist", program, *words).code == 0
    assert "[signature-stale]" not in _checked(program)

    path.write_bytes(b"page\n" * 499_999 + b"pagr\n")

    assert "evidence unit-food-safety.txt" in _checked(program)


def test_nobody_signs_over_what_is_not_saved(program: Path) -> None:
    lay_registered(program)
    path = program / "program.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("title: Content Advisor", "title: Advisor"), encoding="utf-8")

    done = as_person("noor-haddad", program, "sign", "okafor", "plan", "--yes", *TODAY)

    assert done.code == 1
    assert "program.yaml" in done.err + done.out


def test_what_was_signed_before_covers_the_record_only_and_says_so(
    program: Path, tmp_path: Path
) -> None:
    lay_registered(program)
    record = Folder(program).team("amara-okafor-teo-lindqvist").recorded.records["plan.yaml"]
    signed = statement(
        record, f"{BASE_PAIR}/plan.yaml", "advisor", "noor-haddad", program="preset",
        format=record.format if record.format > 1 else None,
    )  # fmt: skip
    path = program / BASE_PAIR / "signatures" / "plan.advisor.yaml"
    path.parent.mkdir()
    path.write_bytes(signatures(signed))
    commit_all(program, "signed by an earlier toolkit")

    status = mentorctl("status", "okafor", *TODAY, cwd=program, env={"COLUMNS": "200"})
    assert "valid: covers the record only" in " ".join(status.out.split())
    program_yaml = program / "program.yaml"
    text = program_yaml.read_text(encoding="utf-8")
    program_yaml.write_text(text.replace("title: Content Advisor", "title: Advisor"), "utf-8")
    assert "[signature-stale]" not in _checked(program)
    words = ("--to", "html", "--draft", "--out", tmp_path, *TODAY)
    assert mentorctl("render", "plan", "okafor", *words, cwd=program).code == 0
    assert "covers the record only" in next(tmp_path.glob("*.html")).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "intent",
    [
        "I have read none of this.",
        f"{SENTENCE} Or so I was told to say.",
        SENTENCE.replace("this record", "this record, which is false; so I read it"),
    ],
)
def test_what_was_signed_in_other_words_than_the_programs_says_so(
    intent: str, program: Path, tmp_path: Path
) -> None:
    lay_registered(program)
    record = Folder(program).team("amara-okafor-teo-lindqvist").recorded.records["plan.yaml"]
    path = program / BASE_PAIR / "signatures" / "plan.advisor.yaml"
    path.parent.mkdir()
    for said in (SENTENCE, intent):
        signed = statement(
            record, f"{BASE_PAIR}/plan.yaml", "advisor", "noor-haddad", program="preset",
            format=record.format, intent=said,
        )  # fmt: skip
        path.write_bytes(signatures(signed))
        commit_all(program, "signed")
        page = ("render", "plan", "okafor", "--to", "html", "--draft", "--out", tmp_path, *TODAY)
        assert mentorctl(*page, cwd=program).code == 0
        told = (
            mentorctl("status", "okafor", *TODAY, cwd=program, env={"COLUMNS": "400"}).out,
            next(tmp_path.glob("*.html")).read_text(encoding="utf-8"),
        )
        for each in told:
            assert ("is in other words than the program" in each) == (said is intent), each


def test_the_day_and_the_person_are_those_of_the_change(commented: Path) -> None:
    """Also where the record came into the history after the file that was changed."""
    path = commented / "program.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}# see the office\n", encoding="utf-8")
    commit_all(commented, "a remark")
    path.write_text(text.replace("title: Mentor\n", "title: Coach\n"), encoding="utf-8")
    commit_as("iris-nakamura", commented, "another word")
    change = plain(commented, "rev-parse", "HEAD").strip()
    (commented / "README.md").write_text("see the office\n", encoding="utf-8")
    commit_all(commented, "a page to read")

    told = json.loads(mentorctl("audit", "--format", "json", *TODAY, cwd=commented).out)

    (found,) = (each for each in told["findings"] if each["code"] == "signature-stale")
    assert "title of the mentor (program.yaml)" in found["message"]
    assert found["commit"] == change


@pytest.mark.parametrize("spelled", ["03", "+3", "0x3", "3.", "0o3", "3.0"])
def test_however_a_number_is_spelled_what_a_comment_is_about_is_signed(
    program: Path, spelled: str
) -> None:
    plan = program / BASE_PAIR / "plan.yaml"
    text = plan.read_text(encoding="utf-8").replace("slot: 3\n", f"slot: {spelled}\n")
    plan.write_text(text.replace("catalogue: 12", "catalogue: 012"), encoding="utf-8")
    lay_registered(program)
    words = ("sign", "okafor", "experiences/3", "--yes", *TODAY)
    shown = " ".join(as_person("teo-lindqvist", program, *words).err.split())
    assert "Mentoring experience: Number: 012 Title: " in shown
    assert "Unit on food safety" in shown
    assert "[signature-stale]" not in _checked(program)
    text = plan.read_text(encoding="utf-8").replace("Unit on food safety", "Nothing at all")
    plan.write_text(text, encoding="utf-8")
    assert "no longer holds: experience as planned (plan.yaml) changed" in _checked(program)
