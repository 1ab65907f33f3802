"""A questionnaire of every type of question, and sheets that answer it."""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from support.signers import as_person, lay_registered
from support.trails import as_yaml

from mentorctl.model.question import written
from mentorctl.model.questionnaire import AnswerSheet, Questionnaire

if TYPE_CHECKING:
    from collections.abc import Sequence

    from support.run import Result

    from mentorctl.model.question import Value

__all__ = ["AREAS", "COLLECTOR", "COUNTER", "DAY", "QUESTIONNAIRE", "lay_evaluation", "sheets"]

SAMPLE = Path(__file__).parents[2] / "sample-program"
COUNTER, COLLECTOR = "angela-mcnally", "theodore-runge"
DAY = "2027-04-05"
AREAS = ("Agriculture", "Business", "Health")
# those of the sample program in their place
SAMPLE_AREAS = (
    "Agricultural Education",
    "Business, Marketing and Information Technology",
    "Family Consumer Sciences and Human Services",
)
_ASKED = {
    "id": "year-end",
    "title": "The year in the program",
    "purpose": "What you think of it",
    "asked": ["mentee", "mentor"],
    "opens": {"date": "04-01"},
    "closes": {"date": "04-08"},
    "summarised_by": "content_area",
    "questions": [
        {
            "id": "trust",
            "text": "There was trust between us",
            "type": "scale",
            "required": "yes",
            "scale": {"labels": {"1": "never", "5": "always"}},
        },
        {"id": "again", "text": "Would you take part again?", "type": "yes-no"},
        {
            "id": "contact",
            "text": "How often were you in contact?",
            "type": "choice",
            "options": [
                {"id": "weekly", "title": "once a week or more"},
                {"id": "monthly", "title": "every month"},
                {"id": "rarely", "title": "less than that"},
            ],
        },
        {
            "id": "benefits",
            "text": "What did it bring you?",
            "type": "several",
            "options": [
                {"id": "teaching", "title": "ideas for teaching"},
                {"id": "colleague", "title": "a colleague"},
            ],
        },
        {"id": "hours", "text": "How many hours a month?", "type": "number", "lowest": 0},
        {"id": "first-met", "text": "When did you first meet?", "type": "date"},
        {"id": "learned", "text": "What was most worth learning?", "type": "text"},
        {"id": "else", "text": "What else should the program know?", "type": "long-text"},
    ],
}
QUESTIONNAIRE = msgspec.convert(_ASKED, Questionnaire)


def sheets(sizes: Sequence[int], seed: int = 1) -> list[AnswerSheet]:
    """Answers of so many in each of `AREAS`; behind these, of so many who name none."""
    rng = random.Random(seed)  # noqa: S311 - nothing is kept secret here
    found = []
    for area, size in zip((*AREAS, None), sizes, strict=False):
        for at in range(size):
            answers: dict[str, Value] = {
                "trust": rng.choice([2, 3, 4, 4, 5, 5]),
                "again": rng.random() < 0.8,
                "contact": rng.choice(["weekly", "monthly", "monthly", "rarely"]),
                "benefits": tuple(rng.sample(["teaching", "colleague"], rng.randint(0, 2))),
                "hours": Decimal(rng.randint(0, 12)),
                "first-met": dt.date(2026, 8, 20) + dt.timedelta(days=rng.randint(0, 60)),
            }
            if at % 2:
                answers["learned"] = f"Lesson {at} of {area}"
            found.append(AnswerSheet(area, answers))
    rng.shuffle(found)
    return found


def lay_evaluation(
    root: Path, given: Sequence[AnswerSheet], *, publish: bool = True, close: bool = True
) -> Path:
    """Hold the questionnaire in a copy of the sample program: begun, answered, closed, shown.

    Args:
        root: Where the program goes.
        given: The answers, one for each of those who are asked, as many as there are.
        publish: Whether its counter shows what was answered.
        close: Whether it is closed.
    """
    shutil.copytree(SAMPLE, root)
    rules = root / "program.yaml"
    before, _, rest = rules.read_bytes().partition(b"# QUESTIONNAIRES\n")
    after = rest.partition(b"# CHECK\n")[2]
    rules.write_bytes(before + after + as_yaml({"questionnaires": [_ASKED]}))
    lay_registered(root)
    _done(COLLECTOR, root, "evaluate", "begin", "year-end", "--counter", COUNTER, "--today", DAY)
    asked = json.loads(
        _done(COLLECTOR, root, "evaluate", "open", "--format", "json", "--today", DAY).out
    )
    people = [each["person_id"] for each in asked["questionnaires"][0]["waiting"]]
    box = root.parent / "box"
    box.mkdir()
    for person, sheet in zip(people, given, strict=False):
        group = SAMPLE_AREAS[AREAS.index(sheet.group)] if sheet.group else None
        text = {"group": group, "answers": {
            name: written(value) for name, value in sheet.answers.items()
        }}  # fmt: skip
        held, sealed = box / f"{person}.json", box / f"{person}.sealed"
        held.write_text(json.dumps(text), encoding="utf-8")
        told = ("--answers", held, "--out", sealed, "--today", DAY)
        _done(person, root, "evaluate", "answer", "year-end", *told)
    sealed_files = sorted(box.glob("*.sealed"))
    _done(COLLECTOR, root, "evaluate", "collect", *sealed_files, "--today", DAY)
    if close:
        _done(COLLECTOR, root, "evaluate", "close", "year-end", "--early", "--today", DAY)
    if publish:
        _done(COUNTER, root, "evaluate", "publish", "year-end", "--yes", "--today", DAY)
    return root


def _done(person: str, root: Path, *words: str | Path) -> Result:
    done = as_person(person, root, *words)
    assert done.code == 0, (words, done.err)
    return done
