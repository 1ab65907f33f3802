"""South Bay induction: a candidate gets another mentor/coach, by commands alone and in confidence.

The people of `southbay-program/` are invented.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
import subprocess
from pathlib import Path

import pytest
from support.folders import Once, contents, copied, whole
from support.full_disk import fill_disk
from support.histories import plain
from support.keys import needs_openssh
from support.run import Result, mentorctl
from support.schemas import faults_of
from support.signers import as_person, lay_registered

from mentorctl.cli.private import sealed_text
from mentorctl.trail.signatures.statements import OwnSigner
from mentorctl.trail.ssh.openssh import SigningError

pytestmark = needs_openssh

ROSTERS = Path(__file__).parent / "southbay-program"
OLD, NEW = "maya-brandt-odile-krantz", "maya-brandt-rosa-thiel"
LEADER = "lena-ortiz"
ASKED = "2027-01-13"
SEARCH = f"reassignments/{ASKED}-{OLD}.yaml"
WHY = "Our meetings feel like inspections; the word is QUINCE"
MORE = "We have not spoken since the fall; the word is MEDLAR"
ORDER = ["sam-okeke", "piet-vandal", "rosa-thiel", "una-price"]
FOREIGN = re.compile(r"prot[eé]g|missouri|\bDESE\b|content advisor|20-400", re.IGNORECASE)


def _run(folder: Path, today: str, *words: str | Path, code: int = 0, **more: str) -> Result:
    """Run a command as the program leader, whose key proves what they write."""
    result = as_person(LEADER, folder, *words, "--today", today, **more)
    assert result.code == code, f"{words}: {result.out}{result.err}"
    assert not FOREIGN.search(result.out + result.err), result.out + result.err
    return result


def _as_leader(folder: Path, today: str, *words: str | Path) -> Result:
    result = as_person(LEADER, folder, *words, "--today", today)
    assert result.code == 0, result.err
    return result


@pytest.fixture(scope="module")
def begun(once: Once) -> Path:
    """Half a year, in which one inquiry was done; then the question of the middle of the year."""
    return once("southbay", _half_a_year) / "program"


def _half_a_year(place: Path) -> None:
    folder = place / "program"
    preset = ("--preset", "south-bay-induction", "--year", "2026-2027")
    keeper = ("--coordinator-name", "Lena Ortiz", "--coordinator-email", "lena@bluff.example")
    assert mentorctl("init", folder, *preset, *keeper).code == 0
    for roster in ("people.csv", "pairings.csv"):
        _run(folder, "2026-08-24", "import", ROSTERS / roster)
    for file in (folder / "people").iterdir():
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"(#.*\n)*keys: \[\]\n", "", text), encoding="utf-8")
    lay_registered(folder)
    for person, field in (
        ("una-price", "mentoring.since=2020-09-01"),
        ("rosa-thiel", "mentoring.since=2019-09-01"),
        ("piet-vandal", "mentoring.open_to_more=yes"),
    ):
        _run(folder, "2026-09-01", "edit", f"people/{person}", "--set", field)
    _run(folder, "2026-09-02", "attend", "orientation", "maya", "odile", "--on", "2026-09-02")
    plan = [f"experiences.{slot}.catalogue={slot}" for slot in (1, 2)]
    plan += ["experiences.1.target_date=2026-12-11", "experiences.2.target_date=2027-05-07"]
    _run(folder, "2026-09-10", "edit", OLD, "plan", *[w for each in plan for w in ("--set", each)])
    work = folder.parent / "inquiry.md"
    # work can be larger than any record
    work.write_text("# What the first minutes of a lesson do\n" * 30_000, encoding="utf-8")
    hand_in = ("hand-in", OLD, "1", "--on", "2026-12-11", "--evidence", work)
    _run(folder, "2026-12-11", *hand_in)
    _run(folder, "2026-12-15", "extend", OLD, "inquiry-2", "--until", "2027-06-01", "--by",
         LEADER, "--reason", "a term abroad")  # fmt: skip
    _run(folder, "2027-01-12", "reassign", "answer", OLD, "poor", "--words", "-", input=MORE)
    _run(folder, "2027-01-12", "reassign", "answer", "noel", "good")
    _run(folder, ASKED, "reassign", "start", "maya", "--reasons", "-", input=WHY)


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to change."""
    return copied(begun.parent, tmp_path / "copy") / "program"


def _candidates(folder: Path) -> list[dict[str, str | int]]:
    words = ("reassign", "candidates", "maya", "--format", "json")
    second = _run(folder, ASKED, *words, "--schema-version", "2").out
    assert not faults_of("reassign-candidates", 2, json.loads(second))
    told = json.loads(_run(folder, ASKED, *words).out)
    assert not faults_of("reassign-candidates", 1, told)
    rows: list[dict[str, str | int]] = told["candidates"]
    return rows


def _contact(folder: Path, day: str, *words: str, code: int = 0) -> Result:
    return _run(folder, day, "reassign", "contact", "maya", *words, code=code)


def _standing(folder: Path) -> dict[str, str]:
    words = ("reassign", "status", "maya", "--format", "json")
    second = json.loads(_run(folder, ASKED, *words, "--schema-version", "2").out)
    assert not faults_of("reassign-status", 2, second)
    told = json.loads(_run(folder, ASKED, *words).out)
    assert not faults_of("reassign-status", 1, told)
    return {step["id"]: step["state"] for step in told["searches"][0]["steps"]}


def _everything(folder: Path) -> bytes:
    """All that the folder and its history hold, in plain."""
    git = ["git", "-C", str(folder)]
    ids = subprocess.run([*git, "cat-file", "--batch-check", "--batch-all-objects"],
                         check=True, capture_output=True, text=True).stdout  # fmt: skip
    names = "".join(f"{line.split()[0]}\n" for line in ids.splitlines()).encode()
    objects = subprocess.run(
        [*git, "cat-file", "--batch"], check=True, capture_output=True, input=names
    ).stdout
    files = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return objects + files


def test_candidates_come_in_the_order_of_the_policy(begun: Path) -> None:
    rows = _candidates(begun)
    assert [row["mentor_id"] for row in rows] == ORDER
    assert [row["group"] for row in rows] == [
        "one-only", "open-to-more", "mentored-before", "mentored-before",
    ]  # fmt: skip
    assert [(row["load"], row["distance"]) for row in rows] == [(1, 2), (2, 3), (0, 1), (0, 2)]
    assert rows[2]["differs"] == "school"
    table = _run(begun, ASKED, "reassign", "candidates", "maya").out
    assert re.search(r"Sam Okeke +one-only +1 +Music +Cove High +content_area, school", table)


@pytest.mark.parametrize(
    "trait",
    [
        "age: 61", "sex: female", "gender: nonbinary", "race: x", "religion: y", "ethnicity: z",
        "disability: none", "marital_status: single", "orientation: x", "nationality: x",
    ],
)  # fmt: skip
def test_protected_traits_change_nothing(folder: Path, trait: str) -> None:
    before = _candidates(folder)
    for person in ("sam-okeke", "una-price"):
        with (folder / "people" / f"{person}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"{trait}\n")
    assert _candidates(folder) == before
    told = mentorctl("check", "--today", ASKED, cwd=folder).out
    assert "unknown-field" in told


@pytest.mark.parametrize(
    "field",
    [
        "pronunciation=oh-KEH-keh", "position=Dean", "address.street=1 Cliff Road",
        "experience_years=31", "started_on=1994-08-01", "email=s@cove-school.example",
        "email_checked=always", "phones.cell=310-555-0199",
    ],
)  # fmt: skip
def test_nothing_else_about_a_person_is_looked_at(folder: Path, field: str) -> None:
    before = _candidates(folder)
    result = mentorctl("edit", "people/rosa-thiel", "--set", field, cwd=folder)
    assert result.code == 0 or "address" in field, result.err
    assert _candidates(folder) == before


def test_reasons_and_answers_are_nowhere_in_plain(begun: Path) -> None:
    held = _everything(begun)
    assert b"maya-brandt" in held
    for word in (b"QUINCE", b"MEDLAR", b"inspections"):
        assert word not in held, word
    answers = (begun / "reassignments/mid-year/2026-2027.yaml").read_text(encoding="utf-8")
    assert OLD in answers
    assert not re.search("good|mixed|poor", answers)


def test_only_the_leader_opens_them(begun: Path) -> None:
    told = _as_leader(begun, ASKED, "reassign", "status", "--open")
    assert WHY in told.err
    assert f"a quiet word is due: {OLD}" in told.err
    assert MORE in told.err
    assert "noel" not in told.err
    for person in ("maya-brandt", "odile-krantz", "sam-okeke"):
        refused = as_person(person, begun, "reassign", "status", "--open", "--today", ASKED)
        assert refused.code == 3
        assert "QUINCE" not in refused.out + refused.err
    assert "QUINCE" not in _run(begun, ASKED, "reassign", "status", "maya").out


def test_who_writes_the_role_into_their_own_file_becomes_no_reader(folder: Path) -> None:
    _run(folder, ASKED, "edit", "people/odile-krantz", "--set", "roles.+=coordinator")
    said = _run(folder, ASKED, "reassign", "answer", "tess", "mixed")
    assert "sealed for Lena Ortiz; nobody else" in said.err
    refused = as_person("odile-krantz", folder, "reassign", "status", "--open", "--today", ASKED)
    assert refused.code == 3


def test_a_sealed_answer_fits_nowhere_else(folder: Path) -> None:
    path = folder / "reassignments/mid-year/2026-2027.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(OLD, "ravi-sethi-piet-vandal"), encoding="utf-8")
    told = as_person(LEADER, folder, "reassign", "status", "--open", "--today", ASKED)
    assert told.code == 3
    assert "is not about ravi-sethi-piet-vandal" in told.err


def test_without_a_key_to_seal_for_nothing_is_written(folder: Path) -> None:
    program = folder / "program.yaml"
    text = program.read_text(encoding="utf-8")
    program.write_text(text.replace("leader: coordinator", "leader: mentee"), encoding="utf-8")
    people = folder / "people"
    for person in people.iterdir():
        person.write_text(
            person.read_text(encoding="utf-8").replace("mentee", "mentor"), encoding="utf-8"
        )
    refused = _run(folder, ASKED, "reassign", "answer", "ravi", "poor", code=3)
    assert "so nothing was sealed" in refused.err
    assert "ravi" not in (folder / "reassignments/mid-year/2026-2027.yaml").read_text("utf-8")


def test_a_later_step_waits_for_the_ones_before_it(folder: Path) -> None:
    refused = _contact(folder, ASKED, "--step", "everyone", code=2)
    assert "individual comes before everyone" in refused.err
    refused = _contact(folder, ASKED, "quinn", "--answer", "yes", code=2)
    assert "not among those to ask" in refused.err
    refused = _run(
        folder, ASKED, "reassign", "assign", "maya", LEADER, "--called-on", ASKED, code=2
    )
    assert "comes before leader" in refused.err
    skip = ("reassign", "skip", "maya", "individual", "--reason", "all four are on leave")
    _run(folder, ASKED, *skip)
    _contact(folder, ASKED)
    assert _standing(folder)["individual"] == "skipped"
    assert _standing(folder)["everyone"] == "open"


def test_a_step_left_out_by_hand_is_a_finding(folder: Path) -> None:
    change = ("--set", "contacts.+.step=everyone", "--set", f"contacts.1.on={ASKED}")
    _run(folder, ASKED, "edit", SEARCH, *change, "--anyway")
    assert "reassignment-step-skipped" in mentorctl("check", "--today", ASKED, cwd=folder).out


def test_nobody_is_assigned_who_has_not_said_yes(folder: Path) -> None:
    words = ("reassign", "assign", "maya", "rosa", "--called-on", ASKED)
    assert "has not said yes" in _run(folder, ASKED, *words, code=2).err
    assert _standing(folder)["individual"] == "open"


@pytest.fixture
def assigned(folder: Path) -> Path:
    """Three were asked one by one, the third agreed, the candidate was called."""
    before = (folder / f"pairings/2026-2027/{OLD}/plan.yaml").read_bytes()
    _contact(folder, ASKED, "sam-okeke", "--answer", "no")
    _contact(folder, ASKED, "piet", "--answer", "no-answer")
    agreed = _contact(folder, "2027-01-14", "rosa", "--answer", "yes")
    assert "once the candidate was called:" in agreed.err
    assert re.search(r"mentorctl reassign assign \S+ rosa\S* --called-on DATE", agreed.err)
    words = ("reassign", "assign", "maya", "rosa", "--starts", "2027-01-18")
    refused = _run(folder, "2027-01-15", *words, code=2)
    assert "call the candidate first" in refused.err
    assert not (folder / f"pairings/2026-2027/{NEW}").exists()
    out = folder.parent / "both.eml"
    called = (*words, "--called-on", "2027-01-15", "--out", str(out))
    said = as_person(LEADER, folder, *called, "--today", "2027-01-15")
    assert said.code == 0, said.err
    assert (folder / f"pairings/2026-2027/{OLD}/plan.yaml").read_bytes() == before
    return folder


def test_the_new_pairing_goes_on_with_plan_work_and_dates(assigned: Path) -> None:
    old, new = (assigned / "pairings/2026-2027" / each for each in (OLD, NEW))
    for name in ("plan.yaml", "experiences/1.yaml", "experiences/2.yaml", "evidence/inquiry.md"):
        assert (new / name).read_bytes() == (old / name).read_bytes()
    told = (old / "pairing.yaml").read_text("utf-8"), (new / "pairing.yaml").read_text("utf-8")
    assert "state: reassigned" in told[0]
    assert "ends: 2027-01-17" in told[0]
    assert f"followed_by: {NEW}" in told[0]
    assert f"follows: {OLD}" in told[1]
    assert "starts: 2027-01-18" in told[1]
    assert "until: 2027-06-01" in told[1]
    found = json.loads(_run(assigned, "2027-01-20", "status", NEW, "--format", "json").out)
    rows = {each["id"]: each["state"] for each in found["pairings"][0]["milestones"]}
    assert rows["inquiry-1"] == "met"
    assert rows["inquiry-2"] == "due"


def test_it_is_one_commit_signed_by_the_leader(assigned: Path) -> None:
    log = ["git", "-C", str(assigned), "log", "-1", "--format=%s", "--name-only"]
    said = subprocess.run(log, check=True, capture_output=True, text=True).stdout.split("\n")
    assert said[0] == f"pairing {NEW} takes over from {OLD} on 2027-01-18"
    assert {SEARCH, f"pairings/2026-2027/{OLD}/pairing.yaml"} <= set(said)
    raw = ["git", "-C", str(assigned), "cat-file", "commit", "HEAD"]
    held = subprocess.run(raw, check=True, capture_output=True, text=True).stdout
    assert "BEGIN SSH SIGNATURE" in held


def test_nothing_is_wrong_afterwards(assigned: Path) -> None:
    _run(assigned, "2027-01-16", "edit", SEARCH, "--set", "assigned.emailed_on=2027-01-15")
    told = json.loads(
        mentorctl("check", "--format", "json", "--today", "2027-01-20", cwd=assigned).out
    )
    wrong = [
        each
        for each in told["findings"]
        if each["severity"] != "note" and ("maya" in each["path"] or "reassign" in each["code"])
    ]
    assert wrong == []


def test_the_year_ends_on_the_list_of_completers(assigned: Path) -> None:
    _run(assigned, "2027-05-20", "hand-in", NEW, "2", "--on", "2027-05-20")
    edit = ("edit", NEW, "pairing", "--set", "state=completed", "--set", "ends=2027-06-10")
    _run(assigned, "2027-06-10", *edit)
    told = json.loads(_run(assigned, "2027-06-10", "completers", "--format", "json").out)
    (row,) = (each for each in told["completers"] if each["mentee_id"] == "maya-brandt")
    assert (row["mentor_id"], row["completed_on"]) == ("rosa-thiel", "2027-05-20")


def test_a_change_of_the_closed_pairing_is_a_finding(assigned: Path) -> None:
    check = ("check", "--format", "json", "--today", "2027-01-20")
    assert "changed-after-closing" not in mentorctl(*check, cwd=assigned).out
    path = assigned / f"pairings/2026-2027/{OLD}/plan.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"# a remark\n{text}", encoding="utf-8")
    assert "changed-after-closing" not in mentorctl(*check, cwd=assigned).out
    path.write_text(text.replace("2026-12-11", "2026-12-10"), encoding="utf-8")
    (found,) = (
        each
        for each in json.loads(mentorctl(*check, cwd=assigned).out)["findings"]
        if each["code"] == "changed-after-closing"
    )
    assert (found["pairing"], found["severity"]) == (OLD, "warning")


def test_the_email_to_both_is_a_draft(assigned: Path) -> None:
    data = (assigned.parent / "both.eml").read_bytes()
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert mail["To"] == "maya.brandt@harbor-school.example, rosa.thiel@cove-school.example"
    assert mail["From"] == "lena@bluff.example"
    assert mail["X-Unsent"] == "1"
    body = mail.get_body()
    assert body is not None
    assert "Rosa Thiel is the mentor/coach of Maya Brandt" in body.get_content()


def test_the_message_to_all_names_nobody(begun: Path) -> None:
    told = _contact(begun, ASKED, "--letter").out
    head, _, text = told.partition("\n\n")
    assert head.count("@") == 6
    assert head.startswith("Bcc: ")
    for name in ("Maya", "Brandt", "Odile", "Krantz", "Harbor"):
        assert name not in text
    assert "Field: Art. District: Bluff Unified." in text


def test_in_the_end_the_leader_takes_over(folder: Path) -> None:
    for person in ORDER:
        _contact(folder, ASKED, person, "--answer", "no")
    _contact(folder, "2027-01-15")
    _contact(folder, "2027-01-19", "quinn", "--answer", "no")
    _contact(folder, "2027-01-20", "--answer", "no")
    assert _standing(folder)["everyone"] == "through"
    _contact(folder, "2027-01-20")
    _contact(folder, "2027-01-22", "--answer", "no")
    assert _standing(folder)["leader"] == "open"
    words = ("reassign", "assign", "maya", LEADER, "--called-on", "2027-01-22")
    _run(folder, "2027-01-25", *words)
    assert "- mentor" not in (folder / f"people/{LEADER}.yaml").read_text("utf-8")
    told = (folder / f"pairings/2026-2027/maya-brandt-{LEADER}/pairing.yaml").read_text("utf-8")
    assert f"mentor: {LEADER}" in told
    findings = mentorctl("check", "--today", "2027-01-25", cwd=folder).out
    assert "reassignment" not in findings
    assert LEADER not in findings
    # who steps in at the end is nobody to ask in the next search, not even as a mentor on a list
    _run(folder, "2027-02-01", "edit", f"people/{LEADER}", "--set", "roles.+=mentor")
    _run(folder, "2027-02-01", "reassign", "start", "noel")
    told = _run(folder, "2027-02-01", "reassign", "candidates", "noel").out
    assert "Lena Ortiz" not in told
    assert "Rosa Thiel" in told


def test_one_search_at_a_time(folder: Path) -> None:
    refused = _run(folder, ASKED, "reassign", "start", "maya", code=2)
    assert "is open already" in refused.err
    refused = _run(folder, ASKED, "reassign", "start", "noel", "--by", "sam-okeke", code=2)
    assert "neither the candidate nor leads the search" in refused.err


def test_reasons_in_the_shared_folder_are_refused(folder: Path) -> None:
    plain = folder / "why.txt"
    plain.write_text("the word is QUINCE", encoding="utf-8")
    words = ("reassign", "start", "noel", "--reasons", plain)
    assert "is in a program folder, which others share" in _run(folder, ASKED, *words, code=2).err
    _run(folder, ASKED, *words[:-1], folder.parent / "none.txt", code=2)


def test_a_request_can_be_taken_back(folder: Path) -> None:
    _run(folder, "2027-01-14", "edit", SEARCH, "--set", "withdrawn_on=2027-01-14")
    status = ("reassign", "status")
    assert "withdrawn on 2027-01-14" in _run(folder, "2027-01-14", *status).out
    assert _run(folder, "2027-01-14", *status, "--advisor", "odile-krantz").out == ""
    refused = _contact(folder, "2027-01-14", "rosa", "--answer", "yes", code=2)
    assert "is over" in refused.err
    _run(folder, "2027-01-14", "reassign", "start", "maya", "--wanted", "school=")
    told = (folder / f"reassignments/2027-01-14-{OLD}.yaml").read_text(encoding="utf-8")
    assert "content_area: Art" in told
    assert "school:\n" in told


def test_a_program_without_steps_says_how_to_get_them() -> None:
    sample = Path(__file__).parents[1] / "sample-program"
    refused = mentorctl("-C", sample, "reassign", "start", "kayla")
    assert refused.code == 3
    assert "does not say how another mentor is looked for" in refused.err
    assert "under reassignment" in refused.err


@pytest.mark.parametrize(
    "words",
    [
        ("answer", "noel", "poor", "--words", "-"),
        ("contact", "maya", "sam-okeke", "--answer", "no-answer"),
        ("skip", "maya", "individual", "--reason", "all four are on leave"),
    ],
    ids=lambda words: words[0],
)
def test_with_dry_run_no_search_changes(folder: Path, words: tuple[str, ...]) -> None:
    before = whole(folder.parent)
    done = _run(folder, ASKED, "reassign", *words, "--dry-run", input=MORE)
    assert "would be" in done.err
    assert whole(folder.parent) == before


PROMPTS = {
    ("reassign", "start", "tess", "--reasons", "-"): "Why is another one asked for?",
    ("reassign", "answer", "tess", "poor", "--words", "-"): "What is there to say of it?",
    ("withdraw", "tess", "--reasons", "-"): "\x1b[?1049h",
}


SAID = {
    "nobody to read it": "has a registered key that can open anything",
    "an older state": "an older state of its history",
    "no room": "so nothing was changed",
    "a passphrase": "the passphrase is wrong",
    "not theirs": "nothing was changed: it is not yours to write",
    "only shown": "would be done",
}


@pytest.mark.parametrize("what", SAID)
@pytest.mark.parametrize("words", PROMPTS)
def test_nobody_confides_anything_in_vain(
    begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], what: str
) -> None:
    folder = copied(begun, tmp_path / "program")
    more: tuple[str, ...] = ("--today", ASKED)
    who = LEADER
    if what == "nobody to read it":
        monkeypatch.setattr(sealed_text, "_keys", lambda _state: [])
    elif what == "an older state":
        plain(folder, "checkout", "-q", "--detach")
    elif what == "not theirs":
        who = "una-price"
    elif what == "only shown":
        more += ("--dry-run",)
    fault = SigningError("the passphrase is wrong", "type it again")
    if what == "a passphrase":
        monkeypatch.setattr(OwnSigner, "unlock", lambda _: (_ for _ in ()).throw(fault))
    if what == "no room":
        fill_disk(monkeypatch)
    before = contents(folder)
    done = as_person(who, folder, *words, *more, input=f"{WHY}\n.\n", terminal=True)
    assert (done.code == 0) == (what == "only shown"), done.err
    assert SAID[what] in " ".join(done.err.split()), done.err
    assert PROMPTS[words] not in done.err, done.err
    assert contents(folder) == before


def test_before_the_new_pairing_begins_the_candidate_stands_in_each_list_once(
    assigned: Path,
) -> None:
    told = _run(assigned, "2027-01-16", "status").out
    assert "on track, reassigned after 2027-01-17" in told
    assert "begins 2027-01-18" not in told
    assert "begins 2027-01-18; 1 of 2" in _run(assigned, "2027-01-16", "status", NEW).out
    rows = json.loads(_run(assigned, "2027-01-16", "status", "--format", "json").out)["pairings"]
    moves = {row["pairing"]: row["next"] for row in rows if row["mentee_id"] == "maya-brandt"}
    assert moves.keys() == {OLD}
    assert moves[OLD] is not None
    for day, names in (("2027-01-16", {OLD}), ("2027-01-18", {OLD, NEW})):
        made = json.loads(_run(assigned, day, "completers", "--format", "json").out)
        listed = [row["pairing"] for row in (*made["completers"], *made["others"])]
        assert {each for each in listed if "maya" in each} == names
    due = json.loads(_run(assigned, "2027-01-16", "due", "--format", "json").out)
    owed = [(row["pairing"], row["milestone"]) for row in due["due"] if "maya" in row["pairing"]]
    assert {pairing for pairing, _ in owed} <= {OLD}, owed
    assert len(owed) == len(set(owed))
    # from its first day on it is the new one that owes
    due = json.loads(_run(assigned, "2027-01-18", "due", "--format", "json").out)
    assert {row["pairing"] for row in due["due"] if "maya" in row["pairing"]} <= {NEW}


def _at_administrator(folder: Path) -> None:
    for step in ("individual", "everyone"):
        _run(folder, ASKED, "reassign", "skip", "maya", step, "--reason", "all are on leave")
    for name, school in (("Dana Whitlow", "Harbor High"), ("Omar Reyes", "Pier Middle")):
        words = ("--name", name, "--school", school, "--role", "administrator", "--email")
        person = name.lower().replace(" ", "-")
        _run(folder, ASKED, "person", "add", person, *words, f"{person}@schools.example")


def test_the_administrators_are_asked_and_not_all_mentors(folder: Path, tmp_path: Path) -> None:
    refused = _contact(folder, ASKED, "--step", "administrator", "--letter", code=3)
    assert "Site Administrator or District Representative of Harbor High" in refused.err
    _at_administrator(folder)
    out = tmp_path / "ask.eml"
    _contact(folder, ASKED, "--letter", "--out", str(out))
    mail = email.message_from_bytes(out.read_bytes(), policy=email.policy.default)
    assert mail["To"] == "dana-whitlow@schools.example"
    assert mail["Bcc"] is None
    text = str(mail.get_content())
    assert "whom you would recommend" in text
    assert "Maya" not in text
    assert "Odile" not in text


def test_who_has_recommended_somebody_is_kept(folder: Path) -> None:
    _at_administrator(folder)
    _contact(folder, "2027-01-20")
    refused = _contact(folder, "2027-01-21", "tess", "--answer", "yes", code=2)
    assert "say who has recommended tess-moran: --recommended-by PERSON" in refused.err
    unknown = _contact(folder, "2027-01-21", "tess", "--recommended-by", "dna", code=2)
    assert "dana-whitlow" in unknown.err
    _contact(folder, "2027-01-21", "tess", "--recommended-by", "dana")
    _contact(folder, "2027-01-22", "tess", "--answer", "no")
    _contact(folder, "2027-01-22", "ravi", "--answer", "yes", "--recommended-by", "Vera  Noll")
    told = _run(folder, "2027-01-22", "reassign", "status", "maya").out
    assert "Tess Moran: no, recommended by Dana Whitlow" in told
    assert "Ravi Sethi: yes, recommended by Vera Noll" in told
    record = (folder / SEARCH).read_text("utf-8")
    assert record.count("recommended_by: dana-whitlow") == 2
    assert _standing(folder)["administrator"] == "found"


def test_statements_of_the_agency_stand_on_its_papers_word_for_word(
    folder: Path, tmp_path: Path
) -> None:
    text = "Equal admission opportunities for all; 375 Via Alma, (310) 555-0069."
    notice = ("--set", f"official.notices.+.text={text}")
    wrong = _run(folder, ASKED, "edit", "program", *notice, "--set",
                 "official.notices.+.on.+=agrement", code=1)  # fmt: skip
    assert "did you mean agreement?" in wrong.err
    _run(folder, ASKED, "edit", "program", *notice, "--set",
         "official.notices.+.on.+=responsibilities")  # fmt: skip
    printed = {}
    for form, *of in (("responsibilities",), ("plan", OLD)):
        out = tmp_path / f"{form}.html"
        _run(folder, ASKED, "render", form, *of, "--draft", "--to", "html", "--out", str(out))
        printed[form] = " ".join(out.read_text(encoding="utf-8").split())
    assert text in printed["responsibilities"]
    assert text not in printed["plan"]


def test_who_has_not_answered_in_the_middle_of_the_year_is_said_and_never_what(begun: Path) -> None:
    early = _run(begun, "2027-01-08", "reassign", "status").err
    assert "the question of the middle of the year is asked on 2027-01-11" in early
    told = json.loads(_run(begun, ASKED, "reassign", "status", "--format", "json").out)
    assert told["asked_on"] == "2027-01-11"
    answered = set(told["asked"]) - set(told["not_answered"])
    assert OLD in answered
    assert len(answered) == 2
    said = _run(begun, ASKED, "reassign", "status").err
    assert f"{len(answered)} of {len(told['asked'])} candidates have answered" in said
    assert all(each in said for each in told["not_answered"])


def test_the_leaders_quiet_notes_are_sealed_together_and_tell_nobody_whom_they_are_about(
    folder: Path,
) -> None:
    for pairing, words in (("maya", "TANGELO: we meet on Friday"), ("noel", "all is well")):
        done = as_person(LEADER, folder, "reassign", "note", pairing, "--words", "-",
                         "--today", ASKED, input=words)  # fmt: skip
        assert done.code == 0, done.err
    held = _everything(folder)
    assert b"TANGELO" not in held
    assert b"all is well" not in held
    kept = (folder / "reassignments/mid-year/2026-2027.yaml").read_text(encoding="utf-8")
    assert kept.count("notes: |") == 1
    told = _as_leader(folder, ASKED, "reassign", "status", "--open")
    assert "TANGELO: we meet on Friday" in told.err
    assert f"a quiet word was had: {OLD}" in told.err
    refused = as_person("sam-okeke", folder, "reassign", "note", "maya", "--words", "-",
                        "--today", ASKED, input="x")  # fmt: skip
    assert refused.code == 3
