"""The two people of a pairing, as every form of a pairing names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.forms.wording import headlines

if TYPE_CHECKING:
    from mentorctl.forms.answers import RequiredAnswers
    from mentorctl.forms.form import FormContext, Value
    from mentorctl.model.team import Team

__all__ = ["Pair"]


class Pair(NamedTuple):
    """A pairing and the program around it; nobody in particular on a form for anybody.

    Attributes:
        team: Its records.
        context: The program around it.
        mentee_id: Who is mentored, or None.
        mentor_id: Who mentors, or None.
        advisor_id: Who advises the two, or None.
    """

    team: Team
    context: FormContext
    mentee_id: str | None
    mentor_id: str | None
    advisor_id: str | None

    @classmethod
    def of(cls, team: Team, context: FormContext) -> Pair:
        """The pairing of a team; without people while it has no readable `pairing.yaml`."""
        pairing = team.pairing
        if pairing is None:
            return cls(team, context, None, None, None)
        return cls(team, context, pairing.mentee, pairing.mentor, pairing.advisor)

    @property
    def mentee(self) -> str:
        """The mentee's name as it stands on forms."""
        return self.context.name(self.mentee_id)

    @property
    def mentor(self) -> str:
        """The mentor's name as it stands on forms."""
        return self.context.name(self.mentor_id)

    @property
    def who(self) -> str:
        """Both names, for running headers; empty on a form for anybody."""
        return " and ".join(filter(None, (self.mentee, self.mentor)))

    def title(self, form: str) -> str:
        """The title of a form's file: `Mentor Comment Form 1, 2026-2027: A and B`."""
        return ": ".join(filter(None, (f"{form}, {self.context.year}", self.who)))

    def values(self) -> dict[str, Value]:
        """What every form of a pairing shows."""
        context = self.context
        return {
            "year": context.year,
            "preset": context.program.preset,
            "source": context.program.source or "",
            "term": dict(context.words),
            "head": headlines(context.words),
            "mentee_name": self.mentee,
            "mentor_name": self.mentor,
            "advisor_name": context.name(self.advisor_id),
            "advised": self.advised,
            "supervisor_name": context.name(self.holder("supervisor")),
            "confidentiality": _confidentiality(context),
        }

    @property
    def advised(self) -> bool:
        """Whether somebody advises on a program area; else there is none to name either."""
        return self.advisor_id is not None or self.context.has_role("advisor")

    def holder(self, role: str) -> str | None:
        """The id of the person who holds a role in the pairing, or None."""
        person = getattr(self.team.pairing, role.replace("-", "_"), None)
        return person if isinstance(person, str) else None

    def program_area(self, answers: RequiredAnswers) -> Value:
        """The program area: the pairing's, else the plan's."""
        pairing, plan = self.team.pairing, self.team.plan
        area = (pairing.content_area if pairing else None) or (plan.content_area if plan else None)
        return answers.known(
            area or "", "Program Area", self.team.path("pairing.yaml"), "content_area"
        )


def _confidentiality(context: FormContext) -> dict[str, Value]:
    """What program.yaml says on confidentiality; nothing where it says nothing."""
    said = context.program.confidentiality
    if said is None:
        return {}
    return {
        "evaluation": said.evaluation,
        "text": said.text,
        "source": said.source or "",
        "shown_on": list(said.shown_on),
    }
