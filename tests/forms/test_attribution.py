"""What forms say of where their labels, rows, days and wording come from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec
import pytest
from render.people import CONTEXT, TEAM

from mentorctl.data import data
from mentorctl.forms import FORMS, FormContext, form_named
from mentorctl.forms.attribution import labelled, sourced
from mentorctl.model.attribution import NoticedForm, OfficialWording, Source
from mentorctl.model.team import Team
from mentorctl.model.words import Words
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.program import Program

PRESETS = sorted(path.name for path in data("templates", "programs").iterdir() if path.is_dir())
SOURCES = Path(__file__).parents[3] / "shared/sources"
FILES = {
    "Career Education Mentoring Manual": "career-education-mentoring-manual.txt",
    "Mentoring Agreement": "child-welfare-mentoring-agreement.txt",
    "School Counseling Mentoring Program": "school-counseling-grievance-process.txt",
    "Mentoring Program Grievance Process": "school-counseling-grievance-process.txt",
    "Mentor/Coach Re-Assignment Policy": "mentor-coach-reassignment-policy.txt",
}


def preset(name: str) -> Program:
    return Folder(data("templates", "programs", name)).program


PROGRAM = preset("missouri-career-education")


def blank(program: Program) -> FormContext:
    return msgspec.structs.replace(
        CONTEXT, program=program, words=Words(program.terms), mode="blank"
    )


def origins(program: Program, form: str, team: Team | None = None) -> str:
    """All that a blank form says of where it comes from."""
    view, context = form_named(form), blank(program)
    nobody = team or Team(id="", year=context.year, folder="")
    made = view.of_pairing(nobody, context) if view.of_pairing else []
    made = made or (view.of_program(context) if view.of_program else [])
    return " ".join(
        str(said)
        for document in made
        for sheet in document.sheets
        for said in sheet.values.get("origin", ())  # type: ignore[union-attr] # a list of texts
    )


class TestWhatNamesNoSource:
    def test_is_the_program_s_own(self) -> None:
        bare = msgspec.structs.replace(PROGRAM, sources={}, labels={})
        context = msgspec.structs.replace(CONTEXT, program=bare)
        assert sourced(context, "The tasks", None) == "The tasks are this program’s own."

    @pytest.mark.parametrize("form", ["plan", "comment", "visit", "focal-points"])
    def test_claims_no_labels_of_any_document(self, form: str) -> None:
        assert origins(msgspec.structs.replace(PROGRAM, labels={}), form, TEAM) == ""

    def test_a_row_of_a_program_s_own_is_named_beside_those_of_the_source(self) -> None:
        first, *others = PROGRAM.calendar
        own = msgspec.structs.replace(first, source=None, title="Orientation of the district")
        said = origins(msgspec.structs.replace(PROGRAM, calendar=(own, *others)), "calendar")
        assert "“Orientation of the district” is this program’s own." in said
        assert "Other rows as in: Career Education Mentoring Manual" in said


def test_another_program_s_form_is_said_to_be_one() -> None:
    for name in ("south-bay-induction", "missouri-career-education"):
        assert "after another program’s form: Mentoring Agreement" in origins(
            preset(name), "agreement"
        )
    assert "another program" not in origins(preset("nebraska-child-welfare"), "agreement")


def test_days_that_a_preset_added_are_marked() -> None:
    context = blank(preset("nebraska-child-welfare"))
    view = form_named("calendar").of_program
    assert view is not None
    (document,) = view(context)
    rows = document.sheets[0].values["rows"]
    marked = [row["what"] for row in rows if row["own_day"]]  # type: ignore[index, union-attr, call-overload] # rows are mappings
    assert len(marked) == 7
    assert "End of the probationary period, and of formal mentoring" in marked
    assert "* This day is this program’s own." in origins(context.program, "calendar")


class TestOfficialProvisions:
    def test_ours_are_said_to_be_ours_and_where_the_official_ones_go(self) -> None:
        said = origins(preset("nebraska-child-welfare"), "agreement")
        assert "The provisions in this program’s own words, after: Mentoring Agreement" in said
        assert "agreement: clauses, with official: agreement: yes" in said

    def test_official_ones_get_no_such_line(self) -> None:
        program = msgspec.structs.replace(
            preset("nebraska-child-welfare"), official=OfficialWording(agreement="yes")
        )
        assert "provisions" not in origins(program, "agreement")

    def test_without_any_the_form_says_where_they_go(self) -> None:
        program = preset("nebraska-child-welfare")
        agreement = msgspec.structs.replace(program.agreement, clauses=())
        said = origins(msgspec.structs.replace(program, agreement=agreement), "agreement")
        assert "No provisions: they belong into program.yaml, agreement: clauses." in said


def test_what_is_added_to_a_form_is_named_apart() -> None:
    context = blank(PROGRAM)
    said = labelled(context, "visit", own=["Reflection", "Administrator informed"])
    assert "“Reflection” and “Administrator informed” are this program’s own." in said


def _claimed(program: Program) -> Iterator[tuple[Source, str]]:
    """Every text that a preset says is in a source, letter for letter."""
    rows = [(row.source, row.title) for row in program.calendar]
    rows += [(row.source, row.title) for row in program.meetings]
    for named, title in rows:
        yield from _exact(program, named, [title])
    for form in ("focal_points", "decision_points"):
        checklist = getattr(program, form)
        source = program.labels.get(form.replace("_", "-"))
        texts = [each.title for each in checklist.items]
        yield from _exact(program, source, [*texts, *(each.title for each in checklist.groups)])
    texts = [text for each in program.trainings for text in (each.code, each.title)]
    yield from _exact(program, program.labels.get("trainings"), texts)
    sheet = program.grievance.form
    labels = [sheet.title, sheet.name, sheet.region, sheet.steps, sheet.description]
    yield from _exact(
        program, program.labels.get("grievance"), [*labels, *program.grievance.regions]
    )


def _exact(program: Program, name: str | None, texts: list[str]) -> Iterator[tuple[Source, str]]:
    source = program.source_named(name)
    if source is not None and source.wording == "exact":
        yield from ((source, text) for text in texts)


@pytest.mark.parametrize("name", PRESETS)
def test_what_is_claimed_to_stand_in_a_source_stands_there(name: str) -> None:
    if not SOURCES.is_dir():
        pytest.skip("the sources are not here")
    for source, text in _claimed(preset(name)):
        file = next(file for title, file in FILES.items() if source.title.startswith(title))
        held = " ".join((SOURCES / file).read_text("utf-8").replace("*", "").split())
        plain = held.replace("<i>", "").replace("</i>", "")
        assert " ".join(text.split()) in plain, f"{source.title} has no {text!r}"


@pytest.mark.parametrize("name", PRESETS)
def test_every_source_of_a_preset_is_used_and_every_label_is_of_a_form(name: str) -> None:
    program = preset(name)
    forms = {form.name for form in FORMS} | {"grievance"}
    assert set(program.labels) <= forms
    used = {each.source for each in program.roles}
    used |= {each.source for each in program.calendar}
    used |= {each.source for each in program.meetings}
    used |= {each.source for each in program.meetings}
    used |= {each.source for each in program.questionnaires}
    used |= {each.source for each in program.handouts}
    used |= {each.source for each in program.handouts}
    used |= {part.source for part in (program.experiences, program.agreement, program.guide)}
    assert set(program.sources) <= used | set(program.labels.values())


def test_statements_of_the_agency_can_stand_on_every_form_for_paper() -> None:
    # a certificate hangs on the wall, and a packet is made of other forms
    names = {form.name for form in FORMS} - {"certificate", "packet"}
    assert set(get_args(NoticedForm)) == names
