"""A small program with one pairing, for the tests of forms."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec
from support.teams import having, team_of

from mentorctl.data import data
from mentorctl.forms import FormContext
from mentorctl.model.checklists import DecisionPoint, DecisionPoints, FocalPoints
from mentorctl.model.experience import Comment, Experience
from mentorctl.model.pairing import Pairing
from mentorctl.model.person import Person, Phones
from mentorctl.model.plan import (
    Initials,
    OwnApproval,
    OwnExperience,
    Plan,
    PlannedExperience,
    Revision,
)
from mentorctl.model.program import (
    CatalogueEntry,
    Completion,
    CompletionNeed,
    Experiences,
    Program,
    Role,
    Semester,
)
from mentorctl.model.record_setting import RecordSetting
from mentorctl.model.team import Team
from mentorctl.model.words import Words
from mentorctl.store.folder import Folder

TODAY = dt.date(2026, 12, 20)

WORDS = Words(
    {
        "mentee": "protégé",
        "mentees": "protégés",
        "advisor": "content advisor",
        "staff": "DESE staff",
        "agency": "DESE",
        "plan": "Individual Mentoring Plan",
        "comment": "Mentor Comment Form",
    }
)

# the checklists are the manual's own
MISSOURI = Folder(data("templates", "programs", "missouri-career-education")).program

PROGRAM = Program(
    id="sample-program-7f3k",
    name="Career Education Mentoring",
    agency="DESE",
    year="2026-2027",
    year_starts="07-01",
    timezone="America/Chicago",
    preset="missouri-career-education",
    source="Missouri Career Education Mentoring Manual",
    roles=(Role(id="mentee", title="Protégé"),),
    records={
        name: RecordSetting() for name in ("plan", "focal-points", "decision-points", "experience")
    },
    calendar=(),
    completion=Completion(needs=(CompletionNeed("Plan approved", "plan:approved.on"),)),
    experiences=Experiences(
        semesters=(
            Semester(number=1, title="First", from_="08-01", until="12-31", experiences=2),
            Semester(number=2, title="Second", from_="01-01", until="06-30", experiences=2),
        ),
        catalogue=(
            *(CatalogueEntry(number=n, title=f"Suggestion {n}") for n in range(1, 20)),
            CatalogueEntry(number=20, title="An experience of the team's own", own="yes"),
        ),
    ),
    focal_points=MISSOURI.focal_points,
    decision_points=MISSOURI.decision_points,
)

PEOPLE = {
    "amara-okafor": Person(
        name="Amara O’Kafor-Núñez",
        roles=("mentee",),
        email="amara.okafor@northriver.example",
        email_checked="always",
        phones=Phones(school="573-555-0101", cell="573-555-0102"),
        school="North River Career Center",
    ),
    "teo-lindqvist": Person(
        name="Teo Lindqvist, Jr.",
        roles=("mentor",),
        email="teo@bluffs.example",
        email_checked="school-day",
        phones=Phones(cell="660-555-0133"),
        school="Bluffs Technical High School",
    ),
    "ines-marsh": Person(
        name="Inés Marsh",
        roles=("advisor",),
        email="ines.marsh@advisors.example",
        phones=Phones(cell="816-555-0170"),
        address="48 Quarry Road, Suite 2, Sedalia, MO 65301",
    ),
    "dana-boone": Person(
        name="Dana Boone",
        roles=("staff",),
        email="dana.boone@state.example",
        phones=Phones(work="573-555-0190"),
    ),
}

RATINGS: tuple[Literal[1, 2, 3], ...] = (1, 2, 3)

TEAM = team_of(
    "okafor-lindqvist",
    "2026-2027",
    "pairings/2026-2027/okafor-lindqvist",
    pairing=Pairing(
        mentee="amara-okafor",
        mentor="teo-lindqvist",
        advisor="ines-marsh",
        content_area="Agricultural Education",
        starts=dt.date(2026, 9, 15),
    ),
    focal_points=FocalPoints(
        on=dt.date(2026, 9, 15),
        ratings={item.id: RATINGS[at % 3] for at, item in enumerate(PROGRAM.focal_points.items)},
    ),
    decision_points=DecisionPoints(
        on=dt.date(2026, 9, 16),
        points={
            item.id: DecisionPoint(discussed="yes", notes=f"Agreed upon, number {at}.")
            if at % 3
            else DecisionPoint(discussed="no")
            for at, item in enumerate(PROGRAM.decision_points.items)
        },
    ),
    plan=Plan(
        content_area="Agricultural Education",
        experiences=(
            PlannedExperience(
                slot=1,
                semester=1,
                catalogue=1,
                planned="Syllabus for Agriscience I, following the district's outline.",
                target_date=dt.date(2026, 10, 30),
                notes="Ask the principal for last year's copy.",
            ),
            PlannedExperience(slot=2, semester=1, catalogue=7, target_date=dt.date(2026, 11, 20)),
            PlannedExperience(
                slot=3,
                semester=2,
                own=OwnExperience(
                    title="Greenhouse record book",
                    description="A record book that students keep for the greenhouse.",
                    approved=OwnApproval(by="ines-marsh", on=dt.date(2026, 10, 2)),
                ),
                target_date=dt.date(2027, 2, 26),
            ),
            PlannedExperience(
                slot=4,
                semester=2,
                catalogue=14,
                planned="Flyer for eighth graders.\n\nPrinted and on the web.",
                target_date=dt.date(2027, 3, 19),
            ),
        ),
        approved=Initials(by="ines-marsh", initials="IM", on=dt.date(2026, 9, 29)),
        received=Initials(by="ines-marsh", initials="I.M.", on=dt.date(2026, 9, 30)),
        revisions=(
            Revision(
                on=dt.date(2026, 12, 1),
                what="Experience 4 is now the flyer.",
                shared_on=dt.date(2026, 12, 3),
            ),
        ),
    ),
    experiences={
        "1": Experience(
            slot=1,
            achieved=dt.date(2026, 10, 28),
            sent_to_mentor=dt.date(2026, 10, 29),
            comment=Comment(
                on=dt.date(2026, 11, 4),
                text=(
                    "Amara's syllabus covers every heading the district asks for, and adds a page\n"
                    "on safety in the shop.\n\n"
                    "It is practical: a substitute could teach from it tomorrow.\n\n\n"
                    "She used it at the open house; two parents signed up to help."
                ),
            ),
        ),
        "2": Experience(
            slot=2,
            achieved=dt.date(2026, 11, 19),
            comment=Comment(on=dt.date(2026, 12, 4), text="A lesson that makes them think."),
        ),
        "3": Experience(slot=3),
    },
)

CONTEXT = FormContext(program=PROGRAM, words=WORDS, people=PEOPLE, year="2026-2027", today=TODAY)
BLANK = msgspec.structs.replace(CONTEXT, mode="blank")
DRAFT = msgspec.structs.replace(CONTEXT, mode="draft")
NOBODY = Team(id="", year="2026-2027", folder="")


def with_text(text: str) -> Team:
    """The same pairing, with a text of somebody's in every field that takes one."""
    assert TEAM.plan is not None
    planned = PlannedExperience(slot=1, catalogue=1, planned=text, notes=text)
    done = Experience(slot=1, comment=Comment(on=TODAY, text=text))
    first = PROGRAM.decision_points.items[0].id
    return having(
        TEAM,
        plan=Plan(content_area=text, experiences=(planned,)),
        experiences={"1": done},
        decision_points=DecisionPoints(points={first: DecisionPoint(discussed="yes", notes=text)}),
    )
