"""The forms of child welfare mentoring in Nebraska as a person opens them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

import msgspec
import pypdf
import pytest
from render.sample_year import not_in_order, sample_context, sample_team, squeezed, words_of
from support.rendered import render
from support.teams import having, team_of

from mentorctl.data import data
from mentorctl.forms import FORMS, FormContext, form_named
from mentorctl.model.agreement import (
    Agreement,
    Guide,
    GuideTask,
    PlannedTraining,
    SignOff,
    Training,
    Trainings,
)
from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person
from mentorctl.model.team import Team
from mentorctl.render import FORMATS
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import Mode

AGREEMENT = (
    "Mentoring Agreement",
    "Mentee:",
    "Mentor:",
    "Supervisor:",
    "Overview",
    "Mentoring as a Valued Element in Staff Development",
    "SW 020 Foundations of Social Work Case Manager Practice",
    "Relationship of Mentoring to Staff Appraisal and Performance Management",
    "Supervisor Roles and Responsibilities",
    "SP 503",
    "Supervisor Criteria for Mentor Selection",
    "2 years",
    "meets or exceeds expectations in their performance evaluation",
    "proficiency in Child Welfare Model of Practice and policy",
    "Good attendance",
    "Mentor Roles and Responsibilities",
    "SP 511",
    "Mentee Roles and Responsibilities",
    "SP 512",
    "Mentoring Survey six months after the start date",
    "We have read and understand the Mentoring Agreement Document.",
    "Therefore, we agree that:",
    "The mentoring relationship will begin on",
    "We will meet minimally",
    "telephone number:",
    "email:",
    "performance stays between the supervisor, the mentor and the mentee",
    "end Performance Evaluation",
    "Confidential, and may be used in evaluation:",
    "Mentee Signature",
    "Mentor Signature",
    "Supervisor Signature",
)
TRAININGS = (
    "Trainings",
    "Code",
    "Training",
    "For",
    "Completed on",
    "SP 503",
    "Mentoring Program Overview for Supervisors",
    "SP 511",
    "Partnering for Success: What to Expect as a Mentor",
    "SP 512",
    "Partnering for Success: What to Expect as a Mentee",
    "SW 020",
    "Foundations of Social Work Case Manager Practice",
)
GUIDE = (
    "Field Experience Learning Guide",
    "Mentee:",
    "Mentor:",
    "Supervisor:",
    "Confidential, and may be used in evaluation:",
    "No.",
    "Task",
    "Completed on",
    "Notes",
    "Observe an assessment interview held by the mentor, and take notes",
    "Dates",
    "Reviewed at the start",
    "Mentee Self-Assessment reviewed",
    "New case assignments approved",
    "Supervisor Signature",
)
LABELS = {"agreement": AGREEMENT, "trainings": TRAININGS, "guide": GUIDE}
VALUES = {
    "agreement": (
        "Wren Castillo",
        "Rosa Kimball",
        "September 10, 2026",
        "every Tuesday at 9:00",
        "308-555-0123",
        "dolores@plains-office.example",
    ),
    "trainings": ("Dolores Finch", "August 28, 2026"),
    "guide": ("October 14, 2026", "The Harts, second visit", "February 26, 2027"),
}
PAGES = {"agreement": 3, "trainings": 1, "guide": 1}
PEOPLE = {
    "wren-castillo": Person(name="Wren Castillo", roles=("mentee",)),
    "dolores-finch": Person(name="Dolores Finch", roles=("mentor",)),
    "rosa-kimball": Person(name="Rosa Kimball", roles=("supervisor",)),
}
TEAM = team_of(
    "castillo-finch",
    "2026-2027",
    "pairings/2026-2027/castillo-finch",
    pairing=Pairing(
        mentee="wren-castillo",
        mentor="dolores-finch",
        supervisor="rosa-kimball",
        starts=dt.date(2026, 9, 8),
        dates={"survey": dt.date(2027, 3, 1)},
    ),
    agreement=Agreement(
        begins_on=dt.date(2026, 9, 10),
        meet_at_least="every Tuesday at 9:00",
        mentor_phone="308-555-0123",
        mentor_email="dolores@plains-office.example",
    ),
    trainings=Trainings(taken=(Training("SP 511", "dolores-finch", dt.date(2026, 8, 28)),)),
    guide=Guide(
        tasks=(
            GuideTask(
                id="observe-interview",
                title="Observe an assessment interview held by the mentor, and take notes",
                done_on=dt.date(2026, 10, 14),
                note="The Harts, second visit",
            ),
        ),
        reviewed=SignOff("rosa-kimball", dt.date(2026, 9, 11)),
        signed_off=SignOff("rosa-kimball", dt.date(2027, 2, 26)),
    ),
)
NOBODY = Team(id="", year="2026-2027", folder="")


@cache
def context(mode: Mode = "filled") -> FormContext:
    folder = Folder(data("templates", "programs", "nebraska-child-welfare"))
    return FormContext(
        program=folder.program,
        words=folder.words,
        people=PEOPLE,
        year="2026-2027",
        today=dt.date(2027, 3, 5),
        mode=mode,
    )


@pytest.mark.parametrize("form", LABELS)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_form_has_every_label_in_order_and_every_value(
    kind: str, form: str, tmp_path: Path
) -> None:
    (path,) = render(form, TEAM, context(), [kind], tmp_path)
    assert path.name == f"2026-2027_castillo-finch_{form}.{kind}"
    words = words_of(path)
    assert not_in_order(LABELS[form], words) == []
    assert [value for value in VALUES[form] if squeezed(value) not in words] == []
    if kind == "pdf":
        assert len(pypdf.PdfReader(path).pages) == PAGES[form]


@pytest.mark.parametrize("form", LABELS)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_form_has_every_label_and_no_answer(kind: str, form: str, tmp_path: Path) -> None:
    (path,) = render(form, NOBODY, context("blank"), [kind], tmp_path)
    words = words_of(path)
    assert not_in_order(LABELS[form], words) == []
    assert [value for value in VALUES[form] if squeezed(value) in words] == []
    if form == "agreement":
        end = words[words.index("MenteeSignature") :]
        assert end.count("Date") == 3
        assert words.count("_" * 24) >= (3 if kind == "pdf" else 4)


def test_an_agreement_with_a_blank_in_it_is_not_handed_in(tmp_path: Path) -> None:
    team = having(TEAM, agreement=Agreement(begins_on=dt.date(2026, 9, 10)))
    of_pairing = form_named("agreement").of_pairing
    assert of_pairing is not None
    (document,) = of_pairing(team, context())
    gaps = [gap.where for sheet in document.sheets for gap in sheet.gaps]
    assert gaps == [("meet_at_least",), ("mentor_phone",), ("mentor_email",)]
    (path,) = render("agreement", team, context("draft"), ["html"], tmp_path)
    assert squeezed("meet at least: missing") in words_of(path)


def test_a_blank_of_the_program_s_own_is_printed(tmp_path: Path) -> None:
    program = context().program
    clause = program.agreement.clauses[0]
    own = msgspec.structs.replace(
        clause, text="We meet at [place], from [begins_on] on.", blanks=("place", "begins_on")
    )
    setting = msgspec.structs.replace(program.agreement, clauses=(own,))
    program = msgspec.structs.replace(program, agreement=setting)
    changed = msgspec.structs.replace(context(), program=program)
    agreement = Agreement(begins_on=dt.date(2026, 9, 10), blanks={"place": "<b>Room 4</b>"})
    team = having(TEAM, agreement=agreement)
    (path,) = render("agreement", team, changed, ["html"], tmp_path)
    assert squeezed("We meet at <b>Room 4</b>, from September 10, 2026 on.") in words_of(path)


@pytest.mark.parametrize("kind", FORMATS)
def test_what_people_write_stays_text(kind: str, tmp_path: Path) -> None:
    hostile = '<script>alert("x")</script> #read("/etc/passwd") {{ 7*7 }} ]] ) } ]#['
    task = GuideTask(id="one", title=hostile, note=hostile)
    agreement = msgspec.structs.replace(TEAM.agreement, meet_at_least=hostile)  # type: ignore[type-var] # it is there
    team = having(TEAM, guide=Guide(tasks=(task,)), agreement=agreement)
    for form in ("guide", "agreement"):
        (path,) = render(form, team, context(), [kind], tmp_path)
        assert squeezed(hostile) in words_of(path)


def test_a_training_plan_stands_on_the_form(tmp_path: Path) -> None:
    planned = (
        PlannedTraining("Court reports", until=dt.date(2027, 3, 31)),
        PlannedTraining("Safety plans", done_on=dt.date(2027, 2, 4)),
    )
    team = having(TEAM, trainings=Trainings(planned=planned))
    (path,) = render("trainings", team, context(), ["html"], tmp_path)
    rows = ["Training plan", "Court reports", "March 31, 2027", "Safety plans", "February 4, 2027"]
    assert not_in_order(rows, words_of(path)) == []


def test_another_program_has_none_of_these_forms() -> None:
    for form in set(LABELS) - {"agreement"}:
        of_pairing = form_named(form).of_pairing
        assert of_pairing is not None
        assert of_pairing(sample_team(), sample_context("blank")) == []


def test_what_becomes_of_confidences_is_the_program_s_own_to_say(tmp_path: Path) -> None:
    for form in ("log", "visit"):
        (path,) = render(form, sample_team(), sample_context(), ["html"], tmp_path)
        words = words_of(path)
        assert squeezed("Confidential, and no evaluation:") in words
        assert squeezed("5 CSR 20-400.380 (1)(E)1") in words
    said = sample_context().program.confidentiality
    assert said is not None
    on_the_log = msgspec.structs.replace(said, shown_on=("log",))
    program = msgspec.structs.replace(sample_context().program, confidentiality=on_the_log)
    changed = msgspec.structs.replace(sample_context(), program=program)
    (path,) = render("visit", sample_team(), changed, ["html"], tmp_path)
    assert squeezed("no evaluation:") not in words_of(path)


def test_the_forms_can_be_asked_for_by_name() -> None:
    assert set(LABELS) <= {form.name for form in FORMS}
