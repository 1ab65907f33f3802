"""A file that an experience, or the report of a visit, names is not there.

What it finds
    A name under `evidence` in the record of an experience, or of the page that an administrator
    signed (`administrator: signed: scan` in the report of a visit), for which the pairing's
    evidence folder has no file; also a name that is no plain file name, because it leads to another
    folder.

Why it matters
    The evidence is what was handed over. Without it nobody can look at the work again.

Example
    experiences/1.yaml:

        evidence: [syllabus-culinary-arts.pdf]

    The folder evidence/ has only `syllabus.pdf`.

How to mend it
    Put the file into the pairing's folder evidence/, or correct the name. Capitals and the
    ending count. Write the bare name, without a folder before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules._lookups import Guesses
from mentorctl.rules._shared import did_you_mean
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where


def check(team: Team, ctx: Context) -> Hits:  # noqa: ARG001 - every rule is called alike
    """Find evidence that is named and not there."""
    guesses = Guesses(team.evidence)
    for record, where, name in _named(team):
        if _leads_elsewhere(name):
            yield Hit(
                record,
                where,
                f"{name!r} is no plain file name",
                f"put the file into {team.path('evidence')}/ and write its bare name",
            )
        elif name not in team.evidence:
            yield Hit(
                record,
                where,
                f"{name!r} is not in {team.path('evidence')}/",
                did_you_mean(guesses, name, "put the file there, or correct the name"),
            )


def _named(team: Team) -> Iterator[tuple[str, Where, str]]:
    """The files that records name, and where."""
    for key, experience in team.experiences.items():
        for index, name in enumerate(experience.evidence):
            yield f"experiences/{key}.yaml", ("evidence", index), name
    for key, visit in team.visits.items():
        signed = visit.administrator.signed if visit.administrator else None
        if signed is not None and signed.scan is not None:
            yield f"visits/{key}.yaml", ("administrator", "signed", "scan"), signed.scan


def _leads_elsewhere(name: str) -> bool:
    return "/" in name or "\\" in name or name in {"", ".", ".."}


RULE = TeamRule("evidence-missing", "error", check)
