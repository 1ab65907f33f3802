"""The mentoring agreement: who does what, the provisions with their blanks, three signatures.

Labels, order of parts and numbers are those of the child welfare mentoring agreement; provisions,
duties and criteria are the program's own words from program.yaml.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from mentorctl.forms.answers import RequiredAnswers
from mentorctl.forms.attribution import OWN, labelled, sourced
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.signature_lines import signature_line
from mentorctl.forms.wording import written
from mentorctl.forms.year_end import role_title
from mentorctl.model.agreement import Agreement
from mentorctl.model.roles import THE_PAIR

if TYPE_CHECKING:
    from mentorctl.model.program import Clause
    from mentorctl.model.team import Team

__all__ = ["AGREEMENT"]

NAME = "Mentoring Agreement"
# the page that is signed
CLAUSES, OFFICIAL = "agreement: clauses", "official: agreement: yes"
SIGNED = "Mentoring Agreement: Provisions and Signatures"


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The agreement of a pairing, who does what and then what is signed; a blank one for any."""
    setting = context.program.records.get("agreement")
    blank = context.mode == "blank"
    if setting is None or (not blank and (team.pairing is None or team.agreement is None)):
        return []
    pair, signers = Pair.of(team, context), setting.signed_by or THE_PAIR
    shared: dict[str, Value] = {
        **pair.values(),
        "parties": [
            {"role": role_title(context, role), "name": context.name(pair.holder(role))}
            for role in signers
        ],
    }
    sheets = (_duties(pair, signers, shared), _provisions(pair, signers, shared))
    return [FormDocument("agreement", team.id, pair.title(NAME), sheets)]


def _duties(pair: Pair, signers: tuple[str, ...], shared: dict[str, Value]) -> Sheet:
    """Who does what, and who can be a mentor."""
    context, mentors = pair.context, pair.context.program.mentors
    asked = bool(mentors.criteria)  # what is recommended stands among them
    values: dict[str, Value] = {
        **shared,
        "roles": _roles(context, signers),
        "criteria": [each.title for each in mentors.criteria],
        "positions": _positions(context) if asked else [],
        "near": asked and mentors.same_school != "no",
        "recommended_years": _years(mentors.recommended_years) if asked else "",
        "origin": [
            *labelled(context, "agreement", "Headings", rest="Explanations"),
            *_duties_from(context, signers),
        ],
    }
    records = (pair.team.path("agreement.yaml"),)
    return Sheet("agreement", NAME, pair.who, "agreement.html", records, values)


def _provisions(pair: Pair, signers: tuple[str, ...], shared: dict[str, Value]) -> Sheet:
    """What is signed."""
    context, record = pair.context, pair.team.path("agreement.yaml")
    answers = RequiredAnswers(context)
    agreement = (None if answers.blank else pair.team.agreement) or Agreement()
    values: dict[str, Value] = {
        **shared,
        "title": SIGNED,
        "clauses": [
            _clause(each, agreement, answers, record) for each in context.program.agreement.clauses
        ],
        "signature_lines": [
            signature_line(
                context, f"{role_title(context, role)} Signature", record, role, pair.holder(role)
            )
            for role in signers
        ],
        "origin": _provisions_from(context),
    }
    template = "agreement-provisions.html"
    return Sheet("agreement", SIGNED, pair.who, template, (record,), values, answers.gaps)


def _duties_from(context: FormContext, signers: tuple[str, ...]) -> list[str]:
    """Where the duties of those who sign come from, a sentence a source."""
    by_source: dict[str | None, list[str]] = {}
    for role in context.program.roles:
        if role.id in signers and role.duties:
            by_source.setdefault(role.source, []).append(role.title)
    said = [
        sourced(context, f"Duties of the {' and '.join(titles)}", source)
        for source, titles in by_source.items()
    ]
    listed = (role for role in context.program.roles if role.id in signers)
    if any(duty.own == "yes" for role in listed for duty in role.responsibilities):
        said.append(f"* This duty is {OWN}.")
    return said


def _provisions_from(context: FormContext) -> list[str]:
    """Where the provisions come from, and where official ones belong that are not there."""
    program = context.program
    said = labelled(context, "agreement", "Blanks and signatures", rest="")
    if not program.agreement.clauses:
        return [*said, f"No provisions: they belong into program.yaml, {CLAUSES}."]
    if program.official.agreement == "yes":
        return said
    named = program.source_named(program.agreement.source)
    if named is None:
        return [*said, f"The provisions are {OWN}."]
    return [
        *said,
        sourced(context, "The provisions", program.agreement.source),
        f"The official text belongs into program.yaml, {CLAUSES}, with {OFFICIAL}.",
    ]


def _clause(
    clause: Clause, agreement: Agreement, answers: RequiredAnswers, record: str
) -> list[Value]:
    """A provision in pieces: its text, and each blank with what was agreed."""
    pieces: list[Value] = []
    names = "|".join(map(re.escape, clause.blanks)) or "(?!)"
    for piece in re.split(rf"\[({names})\]", clause.text):
        if piece in clause.blanks:
            where = (piece,) if piece in Agreement.__struct_fields__ else ("blanks", piece)
            value = answers.need(_said(agreement, piece), piece.replace("_", " "), record, *where)
            pieces.append({"blank": True, "value": value})
        elif piece:
            pieces.append({"blank": False, "value": piece})
    return pieces


def _said(agreement: Agreement, blank: str) -> str:
    fixed = blank in Agreement.__struct_fields__
    value = getattr(agreement, blank) if fixed else agreement.blanks.get(blank)
    return written(value) if isinstance(value, dt.date) else value or ""


def _roles(context: FormContext, signers: tuple[str, ...]) -> list[Value]:
    """The duties of those who sign, a role each, in the program's order."""
    return [
        {
            "id": role.id,
            "title": role.title,
            "duties": [
                f"{each.duty} *" if each.own == "yes" else each.duty
                for each in role.responsibilities
            ],
        }
        for role in context.program.roles
        if role.id in signers and role.duties
    ]


def _positions(context: FormContext) -> list[str]:
    """What mentees work as."""
    roles = [role for role in context.program.roles if role.id == "mentee"]
    return [each for role in roles for each in role.positions]


def _years(number: int) -> str:
    return "" if not number else f"{number} year{'' if number == 1 else 's'}"


AGREEMENT = Form("agreement", "mentoring agreement", "mentorctl new {pairing} agreement", view)
