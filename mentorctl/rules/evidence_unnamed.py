"""A file in the evidence folder is named by no record.

What it finds
    A file in a pairing's folder evidence/ that no record of an experience lists under
    `evidence`, and that is no scan of a page signed by hand. What editors and systems leave behind
    is passed over.

Why it matters
    Nobody can tell what the file belongs to, and it is not part of what was handed over.

Example
    The folder has `lesson-plan.docx`, and experiences/1.yaml says:

        evidence: [syllabus.pdf]

How to mend it
    Add the name to the experience it belongs to, or move the file out of the folder.
"""

from __future__ import annotations

from mentorctl.rules._lookups import is_ignored
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:  # noqa: ARG001 - every rule is called alike
    """Find evidence that is there and not named."""
    if not team.evidence:
        return
    if any(path.startswith(("experiences/", "signatures/", "visits/")) for path in team.broken):
        # A record that cannot be read may well name it.
        return
    named = {name for experience in team.experiences.values() for name in experience.evidence}
    left = {
        name for name in team.evidence - named if not is_ignored(name.rpartition("/")[2])
    }  # fmt: skip
    # a scan of a page signed by hand is named by the signature
    scans = {
        each.statement.paper.scan.file
        for file in (team.recorded.signatures.values() if left else ())
        for each in file.signed
        if each.statement.paper is not None
    }
    scans |= {
        each.administrator.signed.scan or ""
        for each in team.visits.values()
        if each.administrator is not None and each.administrator.signed is not None
    }
    for name in sorted(left - scans):
        yield Hit(
            f"evidence/{name}",
            (),
            "no experience names this file as evidence",
            f"add it to its experience: mentorctl edit {team.id} experiences/N; or move it away",
        )


RULE = TeamRule("evidence-unnamed", "warning", check)
