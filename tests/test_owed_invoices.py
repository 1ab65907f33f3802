"""Who owes an invoice: every command says whom `invoices` pays, and nobody else."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import FOLDER, change
from support.folders import commit_all, copied
from support.run import mentorctl

from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLE = Path(__file__).parents[1] / "sample-program"
YEAR = "years/2026-2027.yaml"
DAYS = ("2026-11-30", "2027-03-20", "2027-04-20", "2027-04-27", "2027-05-02", "2027-06-20")
ROW = "invoices"


def _answer(root: Path, day: str, *words: str) -> Any:
    done = mentorctl(*words, "--format", "json", "--today", day, cwd=root)
    assert done.code in {0, 1}, done.err
    return json.loads(done.out)


def _day_sent(root: Path) -> dict[str, str]:
    facts = Folder(root).shared.year
    assert facts is not None
    return {person: str(day) for person, day in facts.invoices_sent.items() if day}


def _named(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[a-z]+(?:-[a-z]+)+", text)}


@pytest.fixture(params=range(3))
def year(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The sample, and the same with some of the work of some pairings not handed over."""
    root = copied(SAMPLE, tmp_path / "program")
    chance = random.Random(request.param)  # noqa: S311 - the same each time
    pairings = sorted(root.glob("pairings/2026-2027/*"))
    for pairing in chance.sample(pairings, 5 * request.param):
        work = pairing / "experiences/4.yaml"
        if work.exists():
            text = re.sub("(?m)^sent_to_mentor:.*", "sent_to_mentor:", work.read_text("utf-8"))
            work.write_text(text, encoding="utf-8")
    return root


@pytest.mark.one_in(2)
@pytest.mark.parametrize("day", DAYS)
def test_whoever_invoices_pays_owes_one_and_nobody_else(year: Path, day: str) -> None:
    paid = {each["payee_id"] for each in _answer(year, day, "invoices")["invoices"]}
    sent = {person for person, on in _day_sent(year).items() if on <= day}

    due = _answer(year, day, "due", "--within", "366d")["due"]
    told = {each["person_id"] for each in due if each["milestone"] == ROW}
    assert told == paid - sent

    reminded = _answer(year, day, "remind", "--within", "366d")["messages"]
    asked = {
        each["person_id"] for each in reminded for item in each["items"] if item["milestone"] == ROW
    }
    assert asked == paid - sent

    rows = _answer(year, day, "report")["calendar"]
    (counts,) = (each["counts"] for each in rows if each["id"] == ROW)
    assert counts["due"] + counts["missed"] == len(paid - sent)
    assert sum(counts.values()) == len(paid)


def test_check_names_the_same(year: Path) -> None:
    text = year.joinpath("program.yaml").read_text("utf-8")
    text = text.replace("due_soon_days: 14", "due_soon_days: 366")
    year.joinpath("program.yaml").write_text(text, encoding="utf-8")
    for day in DAYS:
        paid = {each["payee_id"] for each in _answer(year, day, "invoices")["invoices"]}
        sent = {person for person, on in _day_sent(year).items() if on <= day}
        findings = [
            each
            for each in _answer(year, day, "check")["findings"]
            if "invoices due" in each["message"]
        ]
        assert bool(findings) == bool(paid - sent), day
        assert _named(each["message"].rpartition("open for ")[2] for each in findings) <= paid
    # who has all but one person's is told whose
    last = max(paid)
    sent_all = "".join(f"  {person}: 2027-04-29\n" for person in sorted(paid - {last}))
    facts = year.joinpath(YEAR).read_text("utf-8")
    facts = re.sub(r"invoices_sent:\n(  .*\n)+", f"invoices_sent:\n{sent_all}", facts)
    year.joinpath(YEAR).write_text(facts, encoding="utf-8")
    found = [each["message"] for each in _answer(year, "2027-05-02", "check")["findings"]]
    (about,) = (each for each in found if "invoices due" in each and "still open" in each)
    assert about.endswith(f"was due on 2027-04-30, and is still open for {last}")


def test_a_true_fact_is_kept_though_an_invoice_is_late_by_it(program: Path) -> None:
    """The last comment comes in after the day of the invoices, dated before it."""
    program.joinpath(YEAR).unlink()
    change(program, f"{FOLDER}/experiences/4.yaml", ("comment", "sent_to_advisor"), None)
    commit_all(program, "one comment is not in yet")
    today = "2027-05-10"
    before = mentorctl("mark", "invoices-sent", "--by", "lindqvist", "--today", today, cwd=program)
    assert before.code == 2
    assert "owed once a pairing has completed" in " ".join(before.err.split())
    words = ("comment", "okafor", "4", "--sent", "2027-04-16", "--today", today)
    done = mentorctl(*words, cwd=program)
    assert done.code == 0, done.err
    due = _answer(program, today, "due")["due"]
    assert {each["person_id"] for each in due if each["milestone"] == ROW} == {
        "noor-haddad", "teo-lindqvist",
    }  # fmt: skip
    after = mentorctl("mark", "invoices-sent", "--by", "lindqvist", "--today", today, cwd=program)
    assert after.code == 0, after.err
