"""`mentorctl evaluate publish`: what the counter shows of the answers, and everybody reads."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import msgspec
import pytest
from support.evaluations import COLLECTOR, COUNTER, DAY, lay_evaluation, sheets
from support.folders import commit_all, copied
from support.histories import plain
from support.keys import key_of, needs_openssh
from support.schemas import VERSIONS, faults_of
from support.signers import as_person

from mentorctl.cli.evaluation.beginning import record_lines
from mentorctl.model.evaluation_summary import (
    NAMESPACE_OF_SUMMARIES,
    EvaluationSummary,
    ShownAnswers,
    ShownQuestion,
    ShownRest,
    to_sign,
)
from mentorctl.reports.evaluation.shown_summaries import evaluations
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from support.folders import Once
    from support.run import Result

pytestmark = needs_openssh

FILE = "evaluations/summaries/2026-2027-year-end.yaml"
HOSTILE = (
    '=HYPERLINK("http://x.example")', "<script>alert(1)</script>", "::error::gone",
    "@SUM(A1)", "{{ 7 * 7 }} *stars* # no heading", "Kayla Dunning helped me",
)  # fmt: skip


@pytest.fixture(scope="module")
def closed(once: Once) -> Path:
    """Ten have answered, and nothing was shown yet."""

    def lay(place: Path) -> None:
        given = sheets([6, 2, 1, 1])
        texts = iter(HOSTILE)
        for at, sheet in enumerate(given):
            more = {"learned": f"Lesson {at}"} if at < 7 else {}
            text = next(texts, "")
            more |= {"else": text} if text else {}
            answers = {name: each for name, each in sheet.answers.items() if name != "learned"}
            given[at] = sheet._replace(answers={**answers, **more})
        lay_evaluation(place / "p", given, publish=False)

    return once("closed-evaluation", lay) / "p"


@pytest.fixture
def root(closed: Path, tmp_path: Path) -> Path:
    return copied(closed, tmp_path / "p")


def publish(root: Path, *words: str, by: str = COUNTER, **options: str | bool) -> Result:
    return as_person(by, root, "evaluate", "publish", "--today", DAY, *words, **options)


def summary(root: Path, *words: str | Path) -> Result:
    return as_person("devon-marsh", root, "evaluate", "summary", *words)


def test_looking_first_shows_what_is_shown_and_writes_nothing(root: Path) -> None:
    looked = publish(root, "--dry-run", "--without", "else")
    assert looked.code == 0
    assert not (root / FILE).exists()
    done = publish(root, "--yes", "--without", "else")
    assert done.code == 0, done.err
    assert done.out == looked.out
    read = summary(root)
    assert read.code == 0
    assert read.out == done.out


def test_what_is_shown_is_signed_and_nobody_objects(root: Path) -> None:
    assert publish(root, "--yes", "--without", "else").code == 0
    said = as_person(COLLECTOR, root, "audit", "--format", "json")
    found = json.loads(said.out)["findings"]
    assert [each for each in found if each["path"] and "summaries" in each["path"]] == []
    checked = as_person(COLLECTOR, root, "check", "evaluations", "--today", DAY)
    assert checked.code == 0, checked.out
    again = publish(root, "--yes", "--without", "else")
    assert "nothing to show that was not shown before" in again.err
    assert len(evaluations(Folder(root))) == 1


@pytest.mark.parametrize("person", [COLLECTOR, "devon-marsh"])
def test_only_the_counter_shows_anything(root: Path, person: str) -> None:
    done = publish(root, "--yes", by=person)
    assert done.code == 3
    assert "you do not have the key that opens the answers" in done.err
    assert done.out == ""
    assert not (root / FILE).exists()


def test_a_question_can_be_shown_later(root: Path) -> None:
    assert publish(root, "--yes", "--without", "else", "--without", "learned").code == 0
    first = json.loads(summary(root, "--format", "json").out)
    later = publish(root, "--yes", "--without", "else")
    assert later.code == 0, later.err
    second = json.loads(summary(root, "--format", "json").out)
    told = [[each["id"] for each in said["results"] if each["told"]] for said in (first, second)]
    assert set(told[1]) - set(told[0]) == {"learned"}
    numbers = [[each["answers"] for each in said["results"]] for said in (first, second)]
    assert numbers[0] == numbers[1]
    assert (root / FILE).read_text("utf-8").count("on: 2027-04-05") == 2


def test_texts_that_name_somebody_are_looked_at_first(root: Path) -> None:
    refused = publish(root, "--yes")
    assert refused.code == 1
    assert "Kayla Dunning: Kayla Dunning helped me" in refused.err
    assert "--despite-names else" in refused.err
    assert not (root / FILE).exists()
    asked = publish(root, input="n\ny\n", terminal=True)
    assert asked.code == 0, asked.err
    assert "Kayla" not in (root / FILE).read_text("utf-8")
    wanted = publish(root, "--yes", "--despite-names", "else")
    assert wanted.code == 0, wanted.err
    assert "Kayla Dunning helped me" in summary(root).out


def test_whoever_declines_has_shown_nothing(root: Path) -> None:
    done = publish(root, "--without", "else", input="n\n", terminal=True)
    assert done.code == 1
    assert not (root / FILE).exists()
    assert summary(root).code == 1


def test_ended_input_is_no_answer_and_says_so(root: Path) -> None:
    nobody = publish(root)
    assert (nobody.code, "somebody has to look at else first" in nobody.err) == (1, True)
    stopped = publish(root, input="n\n", terminal=True)
    assert (stopped.code, "stopped: the question was not answered" in stopped.err) == (130, True)
    assert not (root / FILE).exists()


def test_texts_of_others_stay_harmless_wherever_they_go(root: Path) -> None:
    assert publish(root, "--yes", "--despite-names", "else").code == 0
    rows = list(csv.DictReader(io.StringIO(summary(root, "--format", "csv").out)))
    told = {row["written"] for row in rows if row["question"] == "else"}
    assert told == {each if each[0] not in "=@" else f"'{each}" for each in HOSTILE}
    for line in summary(root).out.splitlines():
        assert not line.startswith(("::", "=", "@"))
    out = root.parent / "s.html"
    assert summary(root, "--out", out).code == 0
    page = out.read_text("utf-8")
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }} *stars* # no heading" in page
    for name in ("s.docx", "s.pdf", "s.xlsx"):
        assert summary(root, "--out", root.parent / name).code == 0
        assert (root.parent / name).stat().st_size > 1000


def test_a_summary_that_was_changed_is_not_shown_anywhere(root: Path) -> None:
    assert publish(root, "--yes", "--without", "else").code == 0
    file = root / FILE
    text = file.read_text("utf-8")
    file.write_text(text.replace("answers: 10", "answers: 11"), "utf-8")
    assert file.read_text("utf-8") != text
    done = summary(root)
    assert done.code == 1
    assert "is not what its counter signed" in done.err
    found = as_person(COLLECTOR, root, "check", "evaluations", "--today", DAY)
    assert f"{FILE}:1:1: error: 2026-2027-year-end.yaml of the questionnaire year-end" in found.out
    assert "[questionnaire-changed]" in found.out
    assert evaluations(Folder(root)) == ()
    assert "nothing more is shown" in publish(root, "--yes", "--without", "else").err
    page = as_person(COLLECTOR, root, "report", "--format", "json", "--today", DAY)
    assert json.loads(page.out)["evaluations"] == []


def _forged(root: Path, like: EvaluationSummary, answers: int = 10) -> None:
    """What somebody with the counter's key writes past all that mentorctl looks at."""
    (rest,) = like.answering
    rested = ShownRest(groups=rest.groups, unnamed="yes" if rest.unnamed else "no", answers=answers)
    said = msgspec.structs.replace(like, parts=(), rest=rested)
    signature = key_of(COUNTER).sign(to_sign(said), NAMESPACE_OF_SUMMARIES)
    (root / FILE).parent.mkdir(exist_ok=True)
    text = record_lines(msgspec.structs.replace(said, signature=signature), FILE)
    (root / FILE).write_text(text, "utf-8")
    commit_all(root, "what was answered")


def _published(root: Path) -> EvaluationSummary:
    assert publish(root, "--yes", "--without", "else").code == 0
    found = Folder(root).each(EvaluationSummary)[FILE]
    rest = ShownRest(groups=(), unnamed="yes", answers=10)
    texts = (ShownAnswers(on=found.shown[0].on, questions=(
        ShownQuestion(id="else", texts=tuple("abcdef")),)),)  # fmt: skip
    return msgspec.structs.replace(found, parts=(), rest=rest, shown=texts)


def test_nobody_counts_more_than_was_closed(root: Path) -> None:
    like = _published(root)
    _forged(root, like)
    assert "10 answered" in summary(root).out
    _forged(root, like, 11)
    assert "tells of more answers than were closed" in summary(root).err
    found = as_person(COLLECTOR, root, "check", "evaluations", "--today", DAY)
    assert "[questionnaire-changed]" in found.out


def test_nothing_is_counted_before_it_is_closed(root: Path, tmp_path: Path) -> None:
    like = _published(copied(root, tmp_path / "published"))
    plain(root, "reset", "-q", "--hard", "HEAD~1")
    _forged(root, like)
    assert "is of a questionnaire that is not closed" in summary(root).err
    assert evaluations(Folder(root)) == ()


def test_a_key_that_was_revoked_shows_nothing_more(root: Path) -> None:
    like = _published(root)
    path = root / "people" / f"{COUNTER}.yaml"
    was = path.read_text("utf-8")
    path.write_text(
        re.sub(r"(?m)^( +added: .*\n)", r"\1    revoked: 2027-04-06\n", was, count=1), "utf-8"
    )
    assert as_person(COLLECTOR, root, "save", "--anyway").code == 0
    assert Folder(root).people[COUNTER].keys[0].revoked is not None
    # what it showed before stays, also where somebody takes it out and puts it back
    text = (root / FILE).read_text("utf-8")
    for _ in range(2):
        assert "10 answered" in summary(root).out
        plain(root, "rm", "-q", FILE)
        plain(root, "commit", "-q", "-m", "out")
        (root / FILE).parent.mkdir(exist_ok=True)
        (root / FILE).write_text(text, "utf-8")
        commit_all(root, "in again")
    _forged(root, like)
    assert "is signed with a key that does not count" in summary(root).err


def test_the_counter_is_told_of_sheets_that_nobody_handed_over(tmp_path: Path, once: Once) -> None:
    """Whoever takes the sheets could have made them up."""
    laid = once("closed-evaluation-again", lambda place: _with_nameless(place / "p")) / "p"
    done = publish(copied(laid, tmp_path / "p"), "--dry-run")
    assert "30 of the 35 sheets came without anybody being named" in done.err
    assert "through Theodore Runge, who has read them" in done.err
    assert "35 sheets are more than the " in done.err


def test_where_everybody_handed_theirs_over_nothing_is_said_of_it(root: Path) -> None:
    said = publish(root, "--dry-run").err
    assert "came without anybody" not in said
    assert "more than the" not in said


def _with_nameless(root: Path) -> None:
    """Five have answered, and whoever takes the sheets adds thirty."""
    lay_evaluation(root, sheets([5]), publish=False, close=False)
    made = []
    for number in range(30):
        path = root.parent / "box" / f"{number}.yaml"
        path.write_text(f"answers:\n  trust: 3\n  else: made up {number}\n", "utf-8")
        made.append(path)
    todo: tuple[tuple[str | Path, ...], ...] = (
        ("collect", *made), ("close", "year-end", "--early"),
    )  # fmt: skip
    for words in todo:
        done = as_person(COLLECTOR, root, "evaluate", *words, "--today", DAY)
        assert done.code == 0, done.err


def test_a_summary_by_somebody_else_is_none(root: Path) -> None:
    """Whoever writes one in their own name, signed as they like, shows nothing."""
    assert publish(root, "--yes", "--without", "else").code == 0
    file = root / FILE
    file.write_text(file.read_text("utf-8").replace(COUNTER, "devon-marsh"), "utf-8")
    assert "was not made by whoever counts the answers" in summary(root).err
    saved = as_person("devon-marsh", root, "save")
    assert saved.code == 1
    assert "[questionnaire-changed]" in saved.out


def test_what_is_there_already_is_not_taken_over_by_its_words(root: Path) -> None:
    assert publish(root, "--yes", "--without", "else").code == 0
    file = root / FILE
    file.write_text(file.read_text("utf-8").replace("answers: 10", "answers: 12"), "utf-8")
    saved = as_person("devon-marsh", root, "save")
    assert saved.code == 1
    assert "[questionnaire-changed]" in saved.out


def test_a_question_that_is_not_there_is_named(root: Path) -> None:
    done = publish(root, "--without", "elsewhere")
    assert done.code == 2
    assert "year-end has no question elsewhere" in done.err
    assert "its questions are trust, again" in done.err


def test_scripts_are_told_what_was_shown(root: Path) -> None:
    done = publish(root, "--yes", "--without", "else", "--format", "json")
    said = json.loads(done.out)
    assert said["questionnaire"] == "year-end"
    assert said["shown"][:2] == ["trust", "again"]
    for version in VERSIONS:
        words = ("--format", "json", "--schema-version", str(version))
        found = json.loads(summary(root, *words).out)
        assert faults_of("evaluate-summary", version, found) == []
        page = json.loads(as_person(COLLECTOR, root, "report", "--today", DAY, *words).out)
        assert faults_of("report", version, page) == []
        assert [each["id"] for each in page["evaluations"]] == ["year-end"]
