"""What somebody writes about another person who may not is printed and counted nowhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.histories import plain
from support.keys import key_of
from support.run import mentorctl
from support.signers import as_person
from support.story import AMARA, FIRST, IRIS, NOOR, TEO, Story, matters

if TYPE_CHECKING:
    from pathlib import Path

PAYEE, MENTEE = f"people/{NOOR}.yaml", f"people/{AMARA}.yaml"
PAIRING, YEAR = FIRST.rpartition("/")[2], "years/2026-2027.yaml"
HOME = "18 Alder Street, Sedalia, MO 65301"
PAID = {"payee_address": HOME, "vendor_number": "V0042605", "contract_number": None}
DAY = ("--today", "2027-05-03")


def owing() -> Story:
    """A history in which somebody is owed what she laid out."""
    story = Story()
    story.put(PAYEE, "address: ", "vendor_number: V0042605\naddress: ")
    story.files[YEAR] += (
        f"reimbursements:\n  - person: {NOOR}\n    what: Travel\n    amount: 48\n"
        f"    on: 2026-10-02\n    approved:\n      by: {IRIS}\n      on: 2026-10-05\n"
    ).encode()
    story.commit(IRIS, "2026-10-05T09:00")
    return story


def moves(story: Story) -> None:
    story.put(PAYEE, HOME, "1 Mallory Lane, Springfield, MO 65801")
    story.put(PAYEE, "V0042605", "V0066666\ncontract_number: C-1")


def takes_out(story: Story) -> None:
    story.put(PAYEE, f"address: {HOME}\n", "")
    story.put(PAYEE, "vendor_number: V0042605\n", "")


def asked(root: Path, *command: str) -> dict[str, Any]:
    result = mentorctl(*command, "--format", "json", *DAY, cwd=root)
    found: dict[str, Any] = json.loads(result.out)
    return found


def invoice_of(root: Path) -> dict[str, object]:
    made = asked(root, "invoices")["invoices"]
    return next(each for each in made if each["payee_id"] == NOOR)


def paid(root: Path) -> dict[str, object]:
    invoice = invoice_of(root)
    return {name: invoice[name] for name in PAID}


def printed(root: Path) -> str:
    made = mentorctl("render", "invoice", NOOR, "--format", "html", *DAY, "--out", "o", cwd=root)
    assert made.code == 0, made.err
    (page,) = (root / "o").glob("*.html")
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("by", [TEO, "mallory", None])
@pytest.mark.parametrize("how", [moves, takes_out])
def test_everybody_is_paid_where_they_rightly_are(how: Any, by: str | None, tmp_path: Path) -> None:
    story, root = owing(), tmp_path / "program"
    how(story)
    story.commit(by, "2026-10-06T09:00")
    story.lay_in(root)
    assert paid(root) == PAID
    page = printed(root)
    assert "V0042605" in page
    assert "Alder" in page
    assert "Mallory" not in page
    assert "C-1" not in page


def test_it_counts_once_they_or_a_coordinator_leave_it_there(tmp_path: Path) -> None:
    for by in (NOOR, IRIS):
        story, root = owing(), tmp_path / by
        moves(story)
        story.commit(TEO, "2026-10-06T09:00")
        story.files[PAYEE] += b"# seen\n"
        story.commit(by, "2026-10-07T09:00")
        story.lay_in(root)
        found = paid(root)
        assert (found["vendor_number"], found["contract_number"]) == ("V0066666", "C-1"), by


def breaks(story: Story) -> None:
    story.files[PAYEE] = b"name: [\n"


def deletes(story: Story) -> None:
    del story.files[PAYEE]


def moves_on(story: Story) -> None:
    story.put(PAYEE, "1 Mallory Lane", "2 Mallory Lane")
    story.put(PAYEE, "V0066666\ncontract_number: C-1", "V0077777")


@pytest.mark.parametrize("then", [breaks, deletes, moves_on])
def test_nobody_has_it_count_by_what_they_do_to_the_file_next(then: Any, tmp_path: Path) -> None:
    """Nor by having a coordinator take that back, who has not been shown what stood before it."""
    story, root = owing(), tmp_path / "program"
    moves(story)
    story.commit("mallory", "2026-10-06T09:00")
    then(story)
    story.commit(TEO, "2026-10-07T09:00")
    last = story.lay_in(root)[-1]
    assert paid(root) == PAID
    done = as_person(IRIS, root, "undo", last, "--yes", *DAY)
    assert done.code == 0, done.err
    assert "1 Mallory Lane" in (root / PAYEE).read_text(encoding="utf-8")
    assert paid(root) == PAID
    told = " ".join(done.err.split())
    assert "what somebody whom nothing proves wrote there and may not (vendor number" in told
    assert "still counts for nothing" in told
    # what a coordinator leaves there, having read the file, counts
    with (root / PAYEE).open("ab") as file:
        file.write(b"# looked through\n")
    assert as_person(IRIS, root, "save", "--anyway", *DAY).code == 0
    assert paid(root)["vendor_number"] == "V0066666"


def test_whoever_puts_the_file_back_by_hand_is_told_what_counts_with_it(tmp_path: Path) -> None:
    story, root = owing(), tmp_path / "program"
    moves(story)
    story.commit("mallory", "2026-10-06T09:00")
    held = story.files[PAYEE]
    deletes(story)
    story.commit(TEO, "2026-10-07T09:00")
    story.lay_in(root)
    (root / PAYEE).write_bytes(held)
    done = as_person(IRIS, root, "save", "--anyway", *DAY)
    assert done.code == 0, done.err
    assert "what somebody whom nothing proves wrote there" in done.err
    assert "counts from now on" in done.err


def test_whoever_takes_back_that_a_file_was_broken_is_told_of_nothing_more(tmp_path: Path) -> None:
    story, root = owing(), tmp_path / "program"
    breaks(story)
    story.commit(TEO, "2026-10-07T09:00")
    last = story.lay_in(root)[-1]
    done = as_person(IRIS, root, "undo", last, "--yes", *DAY)
    assert done.code == 0, done.err
    assert "counts for nothing" not in done.err
    assert paid(root) == PAID


def test_whoever_takes_it_back_leaves_what_stood(tmp_path: Path) -> None:
    story, root = owing(), tmp_path / "program"
    moves(story)
    story.commit(TEO, "2026-10-06T09:00")
    story.go_to(len(story.commits) - 2)
    story.commit(TEO, "2026-10-07T09:00")
    story.lay_in(root)
    assert paid(root) == PAID


def test_one_value_that_no_record_takes_brings_no_other_in(tmp_path: Path) -> None:
    story, root = owing(), tmp_path / "program"
    story.put(PAYEE, "email: noor.haddad@fcs-advisors.example", "email: nobody")
    story.commit(NOOR, "2026-10-06T09:00")
    story.put(PAYEE, "email: nobody", "email: mallory@evil.example")
    moves(story)
    story.commit(TEO, "2026-10-07T09:00")
    story.lay_in(root)
    assert invoice_of(root)["payee_email"] is None
    assert paid(root) == PAID


def test_lists_name_people_as_they_rightly_are(tmp_path: Path) -> None:
    story, root = Story(), tmp_path / "program"
    story.put(MENTEE, "school: Hollis Creek High School", "school: Mallory Academy")
    story.put(MENTEE, "amara.okafor@hollis-creek", "mallory@evil")
    story.put(MENTEE, "name: Amara Okafor", "name: Mallory")
    story.commit(TEO, "2026-10-06T09:00")
    story.lay_in(root)
    (found,) = asked(root, "completers")["completers"]
    assert (found["mentee"], found["school"], found["mentee_email"]) == (
        "Amara Okafor", "Hollis Creek High School", "amara.okafor@hollis-creek.example",
    )  # fmt: skip
    (found,) = asked(root, "completers", "--school", "hollis")["completers"]
    assert found["pairing"] == PAIRING
    assert "Mallory" not in mentorctl("status", PAIRING, *DAY, cwd=root).out
    assert "mallory" not in json.dumps(asked(root, "due", PAIRING)).casefold()


def test_a_mentee_begins_on_no_other_day_than_a_coordinator_says(tmp_path: Path) -> None:
    story = Story()
    text = story.files["program.yaml"].decode()
    before, _, rest = text.partition("  - id: experiences-1-2\n")
    rest = rest.replace("date: 12-14", "after: mentee-start\n      days: 60", 1)
    story.files["program.yaml"] = f"{before}  - id: experiences-1-2\n{rest}".encode()
    story.commit(IRIS, "2026-10-05T09:00")
    story.lay_in(tmp_path / "before")
    due = asked(tmp_path / "before", "status", PAIRING)
    assert "2026-10-09" in json.dumps(due)
    story.put(MENTEE, "started_on: 2026-08-10", "started_on: 2026-12-01")
    story.commit(AMARA, "2026-10-06T09:00")
    story.lay_in(tmp_path / "program")
    assert asked(tmp_path / "program", "status", PAIRING)["pairings"] == due["pairings"]


def signed_forms(place: Path) -> Path:
    """A history in which somebody wrote the mentee's name anew who may not, after a signature."""
    story, root = Story(), place / "program"
    story.lay_in(root)
    for by, record in ((NOOR, "plan"), (TEO, "experiences/1")):
        done = as_person(by, root, "sign", PAIRING, record, "--yes", *DAY)
        assert done.code == 0, done.err
    return root


def renames(root: Path, by: str = TEO) -> None:
    file = root / MENTEE
    text = file.read_text(encoding="utf-8").replace("name: Amara Okafor", "name: Mallory")
    file.write_text(text, encoding="utf-8")
    plain(root, "add", "-A")
    tree = plain(root, "write-tree")
    commit = plain(root, "commit-tree", "-p", "HEAD", "-m", "x", tree)
    raw = (plain(root, "cat-file", "commit", commit) + "\n").encode()
    made = key_of(by).sign_commit(raw)
    name = plain(root, "hash-object", "-t", "commit", "-w", "--stdin", data=made)
    plain(root, "reset", "-q", "--hard", name)


def test_nobody_voids_a_signature_by_writing_somebody_elses_name(tmp_path: Path) -> None:
    root = signed_forms(tmp_path)
    renames(root)
    told = mentorctl("audit", *DAY, cwd=root)
    assert "changed since" not in told.out
    assert "only a coordinator changes it" in told.out
    found = mentorctl("check", *DAY, cwd=root).out
    assert "signature-stale" not in found
    assert "changed-after-approval" not in found


def test_what_is_signed_meanwhile_holds_when_the_name_is_put_right(tmp_path: Path) -> None:
    root = signed_forms(tmp_path)
    renames(root)
    forged = plain(root, "rev-parse", "HEAD")
    done = as_person(TEO, root, "sign", PAIRING, "experiences/2", "--yes", *DAY)
    assert "Amara Okafor (amara-okafor)" in done.err
    assert "Mallory (" not in done.err
    assert as_person(IRIS, root, "undo", forged, "--yes", *DAY).code == 0
    assert "signature-stale" not in mentorctl("check", *DAY, cwd=root).out
    assert "changed since" not in mentorctl("audit", *DAY, cwd=root).out


def test_a_name_that_a_coordinator_leaves_there_voids_it_as_ever(tmp_path: Path) -> None:
    root = signed_forms(tmp_path)
    renames(root, IRIS)
    assert "signature-stale" in mentorctl("check", *DAY, cwd=root).out


@pytest.mark.parametrize(("by", "counts"), [(TEO, False), (IRIS, True)])
def test_who_gives_themselves_a_role_signs_nothing_in_it(
    by: str, counts: bool, tmp_path: Path
) -> None:
    story, root = Story(), tmp_path / "program"
    head, plan, rest = story.files["program.yaml"].partition(b"  plan:\n    signed_by:\n")
    assert plan
    story.files["program.yaml"] = head + plan + b"      - staff\n" + rest
    story.commit(IRIS, "2026-10-05T09:00")
    story.put(f"people/{TEO}.yaml", "roles: [mentor]", "roles: [mentor, staff]")
    story.commit(by, "2026-10-06T09:00")
    story.sign("plan.yaml", "staff", TEO, "2026-10-07T10:00:00-05:00")
    story.commit(TEO, "2026-10-07T12:00")
    report = story.audit(root)
    found = matters(report, "signature-invalid")
    assert bool(found) is not counts
    if not counts:
        assert "does not hold the role staff" in found[0].message
