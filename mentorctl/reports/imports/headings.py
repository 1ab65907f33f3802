"""What the headings of a sheet mean, however people write them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from mentorctl.reports.imports.import_columns import (
    ADDRESS_PARTS,
    NAME_PARTS,
    OF_KIND,
    Column,
    Kind,
    labels,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from mentorctl.model.words import Words

__all__ = ["LEFT_OUT", "Headings", "folded", "is_of_web_form"]

# how a person says that a column is not wanted
LEFT_OUT = "-"
# what tells a kind of sheet, the most telling first
NEEDED: tuple[tuple[Kind, tuple[frozenset[str], ...]], ...] = (
    ("log", (frozenset({"pairing", "on", "from", "to"}),)),
    ("plans", (frozenset({"pairing", "experience"}),)),
    ("trainings", (frozenset({"person", "training"}),)),
    ("attendance", (frozenset({"meeting", "person"}),)),
    ("years", (frozenset({"fact", "on"}),)),
    ("pairings", (frozenset({"mentee", "mentor"}),)),
    ("people", (frozenset({"name"}), frozenset({"first_name", "last_name"}))),
)
# other names, as school systems and web forms have them; without capitals, blanks and marks
SYNONYMS: dict[Kind, dict[str, str]] = {
    "people": {
        "name": "fullname full_name participant participantname teacher teachername staffname"
        " employeename displayname contactname legalname firstandlastname namefirstandlast"
        " namelastfirst lastnamefirstname lastfirst firstlast teachersname nameofteacher"
        " nameofparticipant staffmember employee",
        "first_name": "firstname first givenname forename fname legalfirstname namefirst",
        "middle_name": "middlename middle middleinitial mi mname namemiddle",
        "last_name": "lastname last surname familyname lname legallastname namelast",
        "name_suffix": "suffix namesuffix",
        "roles": "role participantrole programrole roleinprogram roleintheprogram",
        "email": "emailaddress mail eaddress schoolemail schoolemailaddress workemail"
        " workemailaddress districtemail contactemail emailschool emailwork username emailaddr"
        " email1value primaryemail",
        "email_checked": "emailchecked",
        "phone_cell": "cellphone cell mobile mobilephone mobilenumber cellnumber cellphonenumber"
        " cellular phonemobile mobilephonenumber contactphonecell",
        "phone_school": "schoolphone schoolphonenumber schoolnumber",
        "phone_work": "workphone officephone workphonenumber businessphone phoneoffice"
        " officenumber worknumber",
        "school": "schoolname nameofschool building campus site worksite schoolbuilding"
        " schoolsite buildingname homeschool bldg bldgname schoolbldg",
        "district": "schooldistrict districtname nameofdistrict lea schooldistrictname",
        "position": "jobtitle currentposition job",
        "content_area": "subject subjectarea subjecttaught teachingarea teachingcontentarea"
        " contentareas programarea",
        "address": "mailingaddress homeaddress postaladdress fulladdress",
        "vendor_number": "vendor vendorno vendorid vendornum suppliernumber supplierno supplierid",
        "contract_number": "contract contractno contractid contractnum",
        "street": "streetaddress address1 addressline1 addressstreet",
        "city": "town addresscity",
        "state": "st addressstate",
        "zip": "zipcode postalcode postcode addresszip zippostalcode",
        "experience_years": "yearsofexperience yearsexperience experience yearsteaching"
        " yearsofteaching yrsexp yrsexperience yrsofexperience yearsexp expyears yrs yrsteaching"
        " teachingexperience totalyears yearsofteachingexperience yearsinprofession"
        " yearsintheprofession",
        "started_on": "startdate hiredate dateofhire datehired hired firstday startedon"
        " startingdate begindate dateofhiring dateemployed start",
        "open_to_more": "opentomore",
        "mentoring_since": "mentorsince",
    },
    "pairings": {
        "mentee": "menteename menteeid menteeemail newteacher newteachername beginningteacher"
        " beginningteachername",
        "mentor": "mentorname mentorid mentoremail",
        "starts": "startdate begins start beginson",
    },
    "plans": {
        "pairing": "pairingid team pair mentee menteename",
        "experience": "slot experienceno experiencenumber exp expno no number",
        "catalogue": "cataloguenumber catalognumber catalog experiencecatalogue catalogueno",
        "planned": "experienceplanned plan what",
        "target_date": "targetdate target due duedate plannedfor",
        "notes": "note notesandcomments comments",
        "own_title": "owntitle",
        "own_description": "owndescription",
    },
    "log": {
        "pairing": "pairingid team pair mentee menteename",
        "on": "date day dateofcontact contactdate",
        "from": "start starttime timestarted begin begintime timein",
        "to": "end endtime until timeended timeout",
        "kind": "type contacttype typeofcontact kindofcontact",
        "where": "place location",
        "topics": "topic discussed subject",
        "actions": "action nextsteps followup",
    },
    "attendance": {
        "person": "personid name who participant attendee email emailaddress",
        "meeting": "meetingid event session",
        "attended": "present attendance here",
        "held_on": "on date day heldon meetingdate",
        "where": "place location",
    },
    "trainings": {
        "person": "personid name who participant email emailaddress",
        "training": "code trainingcode course trainingname",
        "completed_on": "completedon on date completed completiondate datecompleted taken",
        "pairing": "pairingid team",
    },
    "years": {
        "fact": "what year date_of milestone item",
        "person": "personid who name by",
        "on": "date day sent senton",
    },
}  # fmt: skip
_OF_FORMS = frozenset({"timestamp", "completiontime", "starttime", "lastmodifiedtime",
                       "submissiondate", "submittedat", "submissionid", "responseid", "score",
                       "totalpoints", "quizfeedback", "ipaddress", "collectorid",
                       "respondentid"})  # fmt: skip
_FORM_MARKS = (frozenset({"timestamp"}), frozenset({"starttime", "completiontime"}),
               frozenset({"submissiondate"}), frozenset({"submittedat"}),
               frozenset({"respondentid", "collectorid"}), frozenset({"responseid"}))  # fmt: skip
# which of the three it is, only a person can say
_ANY_PHONE = frozenset({"phone", "phonenumber", "phoneno", "telephone", "telephonenumber", "tel",
                        "contactnumber", "contactphone"})  # fmt: skip
# plain numbers of rows
_NUMBERING = frozenset({"#", "no", "nr", "row", "rownumber", "srno", "sno"})
_LEADING = re.compile(
    r"^(?:(?:please\s+)?(?:enter|provide|write|type|give|select|choose|indicate)\s+)?"
    r"(?:(?:what(?:\s+is|'s|’s|s)|which\s+is|who\s+is|how\s+many(?:\s+full)?)\s+)?"
    r"(?:your|the|my|their|a|an|full)\s+|^(?:what(?:\s+is|'s|’s)|how\s+many(?:\s+full)?|please"
    r"\s+(?:enter|provide|write|type|give))\s+",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\s+(?:do|does|did|have|has|are|is)\s+you\b.*$", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LAST_WORDS = re.compile(
    r"\s+(?:in the program|at school|optional|required|as it should .*|on forms)$", re.IGNORECASE
)
# the table of a school system that a field is of: TEACHERS.LastFirst
_TABLE = re.compile(r"^[A-Za-z_]{3,}\.(?=[A-Za-z_]{3,})")
_NUMBERED = ("number", "type", "code", "id", "status", "count", "title")
LONGEST = 120


def folded(text: str) -> str:
    """A name without capitals, accents, blanks and punctuation."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", "", plain.lower()) or text.casefold().strip()


def is_of_web_form(headings: Iterable[str]) -> bool:
    """Whether a sheet holds the answers to a web form, which asks more than records hold."""
    present = {folded(heading) for heading in headings}
    return any(marks <= present for marks in _FORM_MARKS)


class Headings:
    """What headings mean in one program's words.

    Args:
        words: The program's terms.
        kept: What the folder keeps, or a person has said: columns by heading.
    """

    def __init__(self, words: Words, kept: Mapping[str, str]) -> None:
        self.words = words
        self.kept = {folded(heading): column for heading, column in kept.items()}
        self._names: dict[Kind, dict[str, Column]] = {}

    def columns(self, kind: Kind) -> dict[str, Column]:
        """Every column of a kind of sheet by our name of it."""
        parts = (*NAME_PARTS, *ADDRESS_PARTS) if kind == "people" else ()
        return {column.name: column for column in (*OF_KIND[kind], *parts)}

    def meaning(self, kind: Kind, heading: str) -> Column | str | None:
        """The column that a heading means, `LEFT_OUT`, or None where it is not known."""
        said = self.kept.get(folded(heading))
        if said == LEFT_OUT:
            return LEFT_OUT
        if said is not None:
            return self.columns(kind).get(said)
        names = self.names(kind)
        for way in _ways(heading):
            if way in names:
                return names[way]
        return LEFT_OUT if self.is_noise(heading) else None

    def is_noise(self, heading: str) -> bool:
        """Whether a column is about the sheet or the web form itself, not about anybody."""
        return folded(heading) in _OF_FORMS | _NUMBERING

    def known(self, kind: Kind, headings: Iterable[str]) -> set[str]:
        """Our names of the columns that some headings mean."""
        found = (self.meaning(kind, heading) for heading in headings if heading)
        return {each.name for each in found if isinstance(each, Column)}

    def kind_of(self, headings: Collection[str], wanted: Kind | None = None) -> Kind | None:
        """What a sheet with these headings lists, or None where it cannot be told."""
        for kind, ways in NEEDED:
            if wanted is None or kind == wanted:
                known = self.known(kind, headings)
                if any(way <= known for way in ways):
                    return kind
        return None

    def close(self, kind: Kind, heading: str) -> str:
        """Our names of the columns that a heading is most like; empty where it is like none."""
        if len(heading) > LONGEST:
            return ""
        said = folded(_TABLE.sub("", heading))
        if kind == "people" and (said in _ANY_PHONE or "phone" in said):
            return "phone_cell, phone_school or phone_work"
        close = difflib.get_close_matches(said, self.names(kind), n=1, cutoff=0.7)
        # the number of somebody is not their name
        if close and any(said.endswith(end) != close[0].endswith(end) for end in _NUMBERED):
            return ""
        return self.names(kind)[close[0]].name if close else ""

    def names(self, kind: Kind) -> dict[str, Column]:
        """Every way to write a column's name."""
        if kind not in self._names:
            self._names[kind] = self._all_names(kind)
        return self._names[kind]

    def _all_names(self, kind: Kind) -> dict[str, Column]:
        columns = self.columns(kind)
        titles = {where: self.words.say(title) for where, title in labels(kind).items()}
        found = {
            folded(titles[column.where]): column
            for column in OF_KIND[kind]
            if column.where in titles
        }
        for name, others in SYNONYMS[kind].items():
            found |= dict.fromkeys(others.split(), columns[name])
        for side in ("mentee", "mentor", "advisor", "supervisor"):
            term = folded(self.words[side])
            column = columns.get(side)
            if column is None and side == "mentee":  # who stands for their pairing, or themselves
                column = columns.get("person") or columns.get("pairing")
            for end in ("", "name", "id", "email", "sname", "semail") if column else ():
                found[f"{term}{end}"] = column  # type: ignore[assignment] # it is there
        if kind == "people":
            found |= dict.fromkeys(self._either_role(), columns["roles"])
        found |= {folded(".".join(map(str, each.where))): each for each in OF_KIND[kind]}
        return {**found, **{folded(name): column for name, column in columns.items()}}

    def _either_role(self) -> Iterator[str]:
        """Headings that name the roles to choose from: `Mentor / Protégé`, `Mentor or mentee?`."""
        for mentee in {folded(self.words["mentee"]), "mentee"}:
            for one, other in ((mentee, "mentor"), ("mentor", mentee)):
                yield f"{one}{other}"
                yield f"{one}or{other}"
                yield f"areyoua{one}ora{other}"
                yield f"areyoua{one}or{other}"
                yield f"iama{one}ora{other}"


@cache
def _ways(heading: str) -> tuple[str, ...]:
    """The heading without what web forms put around it, step by step, the whole of it first."""
    return tuple(dict.fromkeys(folded(each) for each in _shorter(heading[:LONGEST]) if each))


def _shorter(heading: str) -> Iterator[str]:
    yield heading
    yield _TABLE.sub("", heading)
    text = heading.strip(" *:?.#\t")
    yield text
    bare = _BRACKETS.sub(" ", text).strip(" *:?.")
    yield bare
    for each in (text, bare):
        short = _LAST_WORDS.sub("", _LEADING.sub("", _LEADING.sub("", each)))
        yield short
        asked = _ASKED.sub("", short)
        yield asked
        if re.search(
            r"years?\b.*\bexperience|years?\b.*\b(?:taught|teaching)", each, re.IGNORECASE
        ):
            yield "years of experience"
    for part in re.split(r"\s+[/|–—-]\s+", bare):
        if part != bare:
            yield part
