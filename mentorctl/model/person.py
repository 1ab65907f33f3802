"""A person of the program: `people/<person-id>.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from mentorctl.model.record import Day, Email, PersonName, Record, Slug, Text, YesNo, says

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class Phones(Record, frozen=True):
    """The numbers a person can be reached at, as the forms ask for them."""

    school: Annotated[
        Text | None, says("School Phone", use="Forms print it", example="573-555-0142")
    ] = None
    cell: Annotated[
        Text | None, says("Cell Phone", use="Forms print it", example="573-555-0142")
    ] = None
    work: Annotated[
        Text | None, says("Work Phone", use="Forms print it", example="573-555-0142")
    ] = None


class Mentoring(Record, frozen=True):
    """What a {mentor} has said about taking on more."""

    open_to_more: Annotated[
        YesNo | None, says("Open to more", "yes when this person would take another {mentee}")
    ] = None
    since: Annotated[Day | None, says("Mentoring since", "First day as a {mentor}")] = None


class KeyStatementFields(Record, frozen=True, kw_only=True):
    """What a coordinator vouches for when a key is registered or revoked."""

    program: Annotated[Text, says("Program", "Its id")]
    person: Annotated[Slug, says("Person", "Id of the person whose key it is")]
    public: Annotated[Text, says("Public key", "Type and key, without the remark")]
    added: Annotated[Day, says("Added")]
    revoked: Annotated[Day | None, says("Revoked", "From this day on it counts no more")] = None
    by: Annotated[Slug, says("By", "Id of the coordinator")]
    signed_at: Annotated[Text, says("Signed at", "Time with offset: 2026-12-14T15:30:00-06:00")]
    key: Annotated[Text, says("Key", "Fingerprint of the coordinator's own key, SHA256:…")]


class VouchFields(Record, frozen=True):
    """A coordinator's word for a key, which holds even where the commit is lost."""

    identity = ("signature",)
    statement: Annotated[KeyStatementFields, says("Statement")]
    signature: Annotated[Text, says("Signature", "SSHSIG, armoured, namespace mentorctl-key")]


class Key(Record, frozen=True):
    """A public key that this person signs with."""

    identity = ("public",)
    public: Annotated[Text, says("Public key", "One line, as in an OpenSSH .pub file")]
    added: Annotated[Day, says("Added")]
    revoked: Annotated[
        Day | None, says("Revoked", "Signatures of this day and later count no more")
    ] = None
    note: Annotated[Text | None, says("Note")] = None
    vouched: Annotated[
        tuple[VouchFields, ...],
        says("Vouched", "By a coordinator, the newest last", unfolded=False),
    ] = ()


class Person(Record, frozen=True):
    """Who a person is and how to reach them (the contact blocks of the plan's first page)."""

    name: Annotated[
        PersonName, says("Name", "As it should stand on forms and lists", example="Teo Lindqvist")
    ]
    pronunciation: Annotated[
        Text | None,
        says(
            "Pronunciation",
            use="How the name is said, so that nobody has to ask",
            example="TAY-oh LIND-kvist",
        ),
    ] = None
    roles: Annotated[tuple[Slug, ...], says("Roles", "Which roles of program.yaml they hold")] = ()
    email: Annotated[
        Email | None,
        says(
            "Email",
            use="Where reminders and official mail go",
            example="teo.lindqvist@marlow-tech.example",
        ),
    ] = None
    email_checked: Annotated[
        Literal["school-day", "always"] | None,
        says("When do you check the above email?", "school-day (only then) or always (24/7)"),
    ] = None
    phones: Annotated[Phones | None, says("Phones", use="Numbers for calls: forms print them")] = (
        None
    )
    school: Annotated[
        Text | None,
        says(
            "School",
            use="The school as forms and lists print it",
            example="Marlow Technical School",
        ),
    ] = None
    district: Annotated[
        Text | None,
        says("District", use="The district as forms and lists print it", example="Marlow R-IV"),
    ] = None
    region: Annotated[
        Text | None,
        says("Region", use="The region that the program counts them in", example="Central"),
    ] = None
    position: Annotated[
        Text | None, says("Position", use="What they work as, as forms print it", example="Teacher")
    ] = None
    content_area: Annotated[
        Text | None,
        says(
            "Teaching Content Area",
            use="What they teach: mentors are matched by it",
            example="Business",
        ),
    ] = None
    address: Annotated[Text | None, says("Mailing Address", "Street, city, state, ZIP")] = None
    vendor_number: Annotated[
        Text | None, says("Vendor number", "By which the agency pays this person")
    ] = None
    contract_number: Annotated[
        Text | None, says("Contract number", "Of the contract under which they are paid")
    ] = None
    experience_years: Annotated[
        int | None,
        says(
            "Years of experience", "Full years in the profession, a whole number", by="coordinator"
        ),
    ] = None
    started_on: Annotated[
        Day | None,
        says(
            "Started on",
            "First day in the position; spans after it count from here",
            by="coordinator",
        ),
    ] = None
    mentoring: Annotated[
        Mentoring | None,
        says(
            "Mentoring",
            use="Whether they would mentor more people: a search for a new {mentor} asks this",
        ),
    ] = None
    keys: Annotated[
        tuple[Key, ...], says("Keys", use="Keys to sign with; mentorctl key add writes them")
    ] = ()

    @classmethod
    def left_out(cls, program: Any) -> Collection[str]:
        """What only invoices print, where they do not ask for it.

        Args:
            program: The `Program`, which looks at people itself.
        """
        return {"vendor_number", "contract_number"} - {*program.payments.asks_for}


def name_of(people: Mapping[str, Person], person_id: str | None) -> str:
    """A person's name; their id where they have no file that can be read; empty for nobody."""
    person = people.get(person_id) if person_id else None
    return person.name if person else person_id or ""
