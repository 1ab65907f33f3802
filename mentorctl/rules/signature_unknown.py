"""Nobody can tell what a signature is worth.

What it finds
    A signature that can neither be counted nor refused: the folder has no history, or only a part
    of it, or one that is damaged; the record, the signature's file or the pairing's cannot be
    read; or a newer toolkit made it, and this one does not know what it says.

Why it matters
    It counts for nothing until it can be judged, and nobody should be paid, or refused, by it.
    Lists call what rests on it unknown.

Example
    A folder that somebody sent as a ZIP file, without its history.

How to mend it
    Work in a copy with its whole history: `mentorctl help sharing`. Mend the file that cannot be
    read, or install the newer toolkit.
"""

from __future__ import annotations

from collections import defaultdict

from mentorctl.model.paths import record_name
from mentorctl.model.signature import SignatureState, Standing
from mentorctl.rules._signatures import each, signer
from mentorctl.rules.base import Context, Hit, Hits, Team, TeamRule


def check(team: Team, ctx: Context) -> Hits:
    """Find signatures of which nobody can tell what they are worth."""
    found = defaultdict[tuple[str, str, str], list[tuple[str, Standing]]](list)
    for path, standing in each(team, SignatureState.UNKNOWN):
        file, _, entry = path.partition("#")
        found[file, standing.why, standing.hint].append((entry, standing))
    # one fault is told once, however many signatures it is the fault of
    for (file, why, hint), some in found.items():
        what, (entry, standing) = record_name(file), some[0]
        if len(some) == 1:
            what = f"{what}, entry {entry}" if entry else what
            whose = f"the signature of {what} by {signer(standing, ctx)}"
        else:
            whose = f"{len(some)} signatures of {what}"
        yield Hit(file, (), f"{whose} cannot be judged: {why}", hint)


RULE = TeamRule("signature-unknown", "warning", check)
