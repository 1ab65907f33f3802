"""A program as data: `program.yaml`. No rule, date, role name or wording of one is in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mentorctl.model.attribution import OfficialWording, Source, SourceName
from mentorctl.model.contact_setting import ContactSetting
from mentorctl.model.grievance import GrievanceSetting
from mentorctl.model.handout import Handout
from mentorctl.model.payments import Payments
from mentorctl.model.program_settings import (
    CheckSetting,
    Holiday,
    Phase,
    ReflectionPart,
    ReminderSetting,
    SigningSetting,
    TrailSetting,
)
from mentorctl.model.questionnaire import Questionnaire
from mentorctl.model.reassignment import ReassignmentSetting
from mentorctl.model.record import (
    MonthDay,
    NeedPointer,
    Record,
    Slug,
    Text,
    Year,
    YesNo,
    says,
)
from mentorctl.model.record_setting import RecordSetting
from mentorctl.model.requirements import (
    CaseSetting,
    Confidentiality,
    Criterion,
    GuideSetting,
    OwnDate,
    TrainingSetting,
)
from mentorctl.model.retention import RetentionRule

if TYPE_CHECKING:
    from mentorctl.model.record import Lines


class Duty(Record, frozen=True):
    """One responsibility of a role, with what in the records shows that it is done."""

    identity = ("duty",)
    duty: Annotated[Text, says("Duty", "In own words")]
    shown_by: Annotated[
        tuple[Text, ...], says("Shown by", "Needs (RECORD:FIELD) or checks like log:meeting>=1")
    ] = ()
    in_part: Annotated[
        YesNo, says("In part", "yes: what shows it shows a part of it only, never all")
    ] = "no"
    own: Annotated[YesNo, says("Own", "yes: this program's own, not in the role's source")] = "no"


class Role(Record, frozen=True):
    """A role that a person can hold in this program."""

    identity = ("id",)
    id: Annotated[
        Slug, says("Id", "mentee, mentor, advisor and supervisor are fields of a pairing")
    ]
    title: Annotated[Text, says("Title")]
    duties: Annotated[
        tuple[Text | Duty, ...], says("Duties", "In the source's order, in own words")
    ] = ()
    source: SourceName = None
    stands_for: Annotated[Slug | None, says("Stands for", "Its name in standards")] = None
    positions: Annotated[
        tuple[Text, ...], says("Positions", "What a person in this role works as; none: anything")
    ] = ()

    @property
    def responsibilities(self) -> tuple[Duty, ...]:
        """Its duties, also the ones that nothing in the records shows."""
        return tuple(Duty(each) if isinstance(each, str) else each for each in self.duties)


class Due(Record, frozen=True, rename={"from_": "from"}):
    """When a milestone is due: exactly one of `date`, `target` and `after`."""

    date: Annotated[MonthDay | None, says("Date", "Month and day of the program year, MM-DD")] = (
        None
    )
    from_: Annotated[MonthDay | None, says("From", "First day of its window, MM-DD")] = None
    target: Annotated[
        int | None, says("Target", "The team's own target date of the experience in this slot")
    ] = None
    after: Annotated[
        Literal["pairing-start", "mentee-start"] | None, says("After", "Where a span begins")
    ] = None
    months: Annotated[int, says("Months", "Length of the span")] = 0
    weeks: Annotated[int, says("Weeks", "Length of the span")] = 0
    days: Annotated[int, says("Days", "Length of the span")] = 0
    says: Annotated[
        Text | None, says("Says", "What the official calendar prints in place of the date")
    ] = None
    own: Annotated[YesNo, says("Own", "yes: the day is this program's own, not the source's")] = (
        "no"
    )


class Milestone(Record, frozen=True):
    """One row of the program's calendar."""

    identity = ("id",)
    id: Annotated[Slug, says("Id")]
    title: Annotated[Text, says("Title", "As the official calendar has it")]
    due: Annotated[Due, says("Due")]
    # msgspec 0.22 walks wrongly through a union of patterned text and a list, and crashes in the
    # end; whether a single role exists is looked up anyway
    owner: Annotated[Text | tuple[Slug, ...], says("Owner", "The role, or roles, whose move it is")]
    needs: Annotated[tuple[NeedPointer, ...], says("Needs", "RECORD:FIELD, each a dated fact")]
    required: Annotated[
        YesNo, says("Required", "no: a reminder only, never held against anyone")
    ] = "yes"
    applies: Annotated[
        YesNo, says("Applies", "no: this program does not do it this year ('if applicable')")
    ] = "yes"
    source: SourceName = None
    note: Annotated[Text | None, says("Note", "What to know of it; where sources disagree")] = None
    conflict: Annotated[
        Text | None, says("Conflict", "Where its source disagrees with itself; [due] is the day")
    ] = None

    @property
    def owners(self) -> tuple[str, ...]:
        """The roles whose move it is."""
        return (self.owner,) if isinstance(self.owner, str) else self.owner


class RequiredMeeting(Record, frozen=True, rename={"from_": "from"}):
    """A meeting that people must attend, and the window it falls in."""

    identity = ("id",)
    id: Annotated[Slug, says("Id")]
    title: Annotated[Text, says("Title")]
    from_: Annotated[MonthDay, says("From", "First day of its window, MM-DD")]
    until: Annotated[MonthDay, says("Until", "Last day of its window, MM-DD")]
    attended_by: Annotated[tuple[Slug, ...], says("Attended by", "Roles that must be there")] = (
        "mentee",
        "mentor",
    )
    source: SourceName = None
    own: Annotated[YesNo, says("Own", "yes: the window is this program's own")] = "no"
    note: Annotated[Text | None, says("Note")] = None


class Semester(Record, frozen=True, rename={"from_": "from"}):
    """A part of the year with its share of the experiences."""

    identity = ("number",)
    number: Annotated[int, says("Number")]
    title: Annotated[Text, says("Title")]
    from_: Annotated[MonthDay, says("From", "First day, MM-DD")]
    until: Annotated[MonthDay, says("Until", "Last day, MM-DD")]
    experiences: Annotated[int, says("Experiences", "How many a plan has in it")]


class CatalogueEntry(Record, frozen=True):
    """One suggested experience."""

    identity = ("number",)
    number: Annotated[int, says("Number")]
    title: Annotated[Text, says("Title")]
    parts: Annotated[tuple[Text, ...], says("Parts", "What it includes, in order")] = ()
    own: Annotated[
        YesNo, says("Own", "yes: the place for an experience of the team's own making")
    ] = "no"


class Experiences(Record, frozen=True):
    """How many experiences, in which semester, from which catalogue."""

    semesters: Annotated[tuple[Semester, ...], says("Semesters")] = ()
    own_needs: Annotated[
        tuple[Literal["title", "description", "approved"], ...],
        says("Own needs", "What an experience outside the catalogue must have"),
    ] = ()
    catalogue: Annotated[tuple[CatalogueEntry, ...], says("Catalogue")] = ()
    source: SourceName = None

    @property
    def count(self) -> int:
        """How many experiences a full year has."""
        return sum(semester.experiences for semester in self.semesters)


class Item(Record, frozen=True):
    """One line of a checklist."""

    identity = ("id",)
    id: Annotated[Slug, says("Id", "Names the line in the records")]
    title: Annotated[Text, says("Title", "As the form prints it")]


class ItemGroup(Record, frozen=True):
    """A heading of a checklist and the lines under it."""

    identity = ("title",)
    title: Annotated[Text, says("Title")]
    items: Annotated[tuple[Item, ...], says("Items")]


class Rating(Record, frozen=True):
    """One level of a rated checklist."""

    identity = ("value",)
    value: Annotated[int, says("Value")]
    title: Annotated[Text, says("Title")]


class Checklist(Record, frozen=True):
    """A checklist of the first meeting."""

    meeting: Annotated[Slug | None, says("Meeting", "Id of the one where it is filled in")] = None
    ratings: Annotated[tuple[Rating, ...], says("Ratings")] = ()
    groups: Annotated[tuple[ItemGroup, ...], says("Groups")] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All lines, in order."""
        return tuple(item for group in self.groups for item in group.items)

    @property
    def lines(self) -> Lines:
        """What each line is called by its id, under its heading."""
        return [
            (group.title, {item.id: item.title for item in group.items}) for group in self.groups
        ]


class Clause(Record, frozen=True):
    """One provision of the agreement, in the toolkit's or the program's own words."""

    identity = ("id",)
    id: Annotated[Slug, says("Id")]
    text: Annotated[Text, says("Text", "Each of its blanks stands in it as [NAME]")]
    blanks: Annotated[
        tuple[Text, ...], says("Blanks", "Fields of the agreement, or names of the program's own")
    ] = ()


class AgreementSetting(Record, frozen=True):
    """The agreement's clauses."""

    clauses: Annotated[tuple[Clause, ...], says("Clauses")] = ()
    source: SourceName = None


class MentorSetting(Record, frozen=True):
    """Who can be a mentor, and of how many."""

    years: Annotated[int, says("Years", "Experience that a {mentor} must have")] = 0
    recommended_years: Annotated[int, says("Recommended years", "Fewer is a warning")] = 0
    same_content_area: Annotated[
        Literal["required", "preferred", "no"], says("Same content area")
    ] = "no"
    same_school: Annotated[Literal["required", "preferred", "no"], says("Same school")] = "no"
    recommended_pairings: Annotated[
        int | None, says("Recommended pairings", "More at once is a warning")
    ] = None
    most_pairings: Annotated[int | None, says("Most pairings", "More at once is an error")] = None
    criteria: Annotated[
        tuple[Criterion, ...], says("Criteria", "What the {supervisor} vouches for, with the day")
    ] = ()


class CompletionNeed(Record, frozen=True):
    """One thing a completer has done."""

    identity = ("need",)
    title: Annotated[Text, says("Title", "As a reason names it: Kickoff Meeting attended by both")]
    need: Annotated[NeedPointer, says("Need")]


class Completion(Record, frozen=True):
    """What makes a completer."""

    late: Annotated[
        Literal["does-not-count", "counts"],
        says("Late", "Whether work after its milestone, with no extension, still counts"),
    ] = "does-not-count"
    needs: Annotated[tuple[CompletionNeed, ...], says("Needs")] = ()
    source: SourceName = None


class Program(Record, frozen=True, kw_only=True):
    """All of `program.yaml`."""

    known_by_names = True

    format: Annotated[
        int | None, says("Format", "How this folder is written; mentorctl upgrade raises it")
    ] = None
    needs_mentorctl: Annotated[
        Text | None, says("Needs mentorctl", "The first one that knows this format")
    ] = None
    id: Annotated[Slug, says("Id", "Random, made by init; never changes")]
    name: Annotated[Text, says("Name")]
    agency: Annotated[Text, says("Agency")]
    year: Annotated[Year, says("Year", "The program year, 2026-2027")]
    year_starts: Annotated[MonthDay, says("Year starts", "First day of a program year, MM-DD")]
    timezone: Annotated[Text, says("Time zone", "IANA name, America/Chicago")]
    preset: Annotated[Slug, says("Preset", "What this file was made from")]
    source: Annotated[Text | None, says("Source", "Document the program follows")] = None
    sources: Annotated[
        dict[Slug, Source], says("Sources", "What comes from where, as forms print it")
    ] = msgspec.field(default_factory=dict)
    labels: Annotated[
        dict[Slug, Slug], says("Labels", "For each form, the name of the source of its labels")
    ] = msgspec.field(default_factory=dict)
    official: Annotated[
        OfficialWording, says("Official", "Wording that law or the agency fixes, word for word")
    ] = OfficialWording()
    terms: Annotated[dict[Slug, Text], says("Terms", "The program's own words")] = msgspec.field(
        default_factory=dict
    )
    roles: Annotated[tuple[Role, ...], says("Roles")]
    coordinators: Annotated[
        tuple[Slug, ...], says("Coordinators", "Ids of people who may change key registers")
    ] = ()
    records: Annotated[dict[Slug, RecordSetting], says("Records", "Records a pairing has")]
    calendar: Annotated[tuple[Milestone, ...], says("Calendar")]
    meetings: Annotated[tuple[RequiredMeeting, ...], says("Meetings")] = ()
    holidays: Annotated[
        tuple[Holiday, ...], says("Holidays", "rollover names a day that falls on one")
    ] = ()
    experiences: Annotated[Experiences, says("Experiences")] = Experiences()
    focal_points: Annotated[Checklist, says("Focal points")] = Checklist()
    decision_points: Annotated[Checklist, says("Decision points")] = Checklist()
    contact: Annotated[
        tuple[ContactSetting, ...], says("Contact", "What is to happen again and again")
    ] = ()
    reflection: Annotated[tuple[ReflectionPart, ...], says("Reflection")] = ()
    phases: Annotated[tuple[Phase, ...], says("Phases")] = ()
    handouts: Annotated[tuple[Handout, ...], says("Handouts", "Sheets to hand out")] = ()
    agreement: Annotated[AgreementSetting, says("Agreement")] = AgreementSetting()
    mentors: Annotated[MentorSetting, says("Mentors", "Who can be a {mentor}")] = MentorSetting()
    trainings: Annotated[tuple[TrainingSetting, ...], says("Trainings")] = ()
    guide: Annotated[GuideSetting, says("Guide", "The learning guide")] = GuideSetting()
    dates: Annotated[
        tuple[OwnDate, ...], says("Dates", "Days of each pairing that no form has a place for")
    ] = ()
    cases: Annotated[
        CaseSetting | None, says("Cases", "Kept where the {mentee} is given cases")
    ] = None
    confidentiality: Annotated[
        Confidentiality | None, says("Confidentiality", "As the forms print it")
    ] = None
    class_period: Annotated[int | None, says("Class period", "In minutes, for the log")] = None
    standards: Annotated[
        tuple[Slug, ...], says("Standards", "Ids of the standards in standards/rules/")
    ] = ()
    grievance: Annotated[
        GrievanceSetting, says("Grievance", "Steps and form; the grievances are in a vault")
    ] = GrievanceSetting()
    questionnaires: Annotated[
        tuple[Questionnaire, ...], says("Questionnaires", "What people are asked, without names")
    ] = ()
    completion: Annotated[Completion, says("Completion")] = Completion()
    late_start: Annotated[
        Literal["keep", "skip", "prorate"],
        says(
            "Late start",
            "Milestones before a pairing's first day: keep (owed all the same), skip (not owed), "
            "prorate (owed as long after its start as after the year's)",
        ),
    ] = "keep"
    reassignment: Annotated[
        ReassignmentSetting, says("Reassignment", "How another {mentor} is looked for")
    ] = ReassignmentSetting()
    retention: Annotated[
        tuple[RetentionRule, ...], says("Retention", "How long records are kept; none: not settled")
    ] = ()
    payments: Annotated[Payments, says("Payments", "What invoices ask for")] = Payments()
    trail: Annotated[TrailSetting, says("Trail")] = TrailSetting()
    signing: Annotated[SigningSetting, says("Signing", "What people agree to who sign")] = (
        SigningSetting()
    )
    check: Annotated[CheckSetting, says("Check")] = CheckSetting()
    reminders: Annotated[
        ReminderSetting, says("Reminders", "When messages to people are drafted")
    ] = ReminderSetting()

    def source_named(self, name: str | None) -> Source | None:
        """The source with a name; a text that is no name of one is its title; None for none."""
        return self.sources.get(name, Source(title=name)) if name else None
