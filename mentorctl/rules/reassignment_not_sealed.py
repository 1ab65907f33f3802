"""Something confidential about a relationship stands in the folder for all to read.

What it finds
    Reasons of a search in reassignments/, or an answer of the middle of the year, that are not
    sealed.

Why it matters
    Everybody who has this folder can read it, and its history keeps what was in it once. Why
    somebody asks for another mentor is for whoever leads the program alone.

Example
    reasons: We cannot work together

How to mend it
    Take the words out and put them in with mentorctl reassign start --reasons FILE, or
    mentorctl reassign answer, which seal them. What was saved already stays in the history: tell
    whoever leads the program.
"""

from __future__ import annotations

from mentorctl.model.paths import pairing_file
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

# the first line of age's armour (age-encryption.org/v1)
_SEALED = "-----BEGIN AGE ENCRYPTED FILE-----\n"


def check(book: Book, ctx: Context) -> Hits:
    """Look at the first line of all that should be sealed."""
    for path, record in sorted(book.reassignments.items()):
        if record.reasons is not None and not record.reasons.startswith(_SEALED):
            yield Hit(
                path,
                ("reasons",),
                "the reasons are not sealed, and everybody with this folder can read them",
                "take them out: they are sealed when mentorctl reassign start --reasons FILE"
                " puts them in",
            )
    for path, year in sorted(book.mid_year.items()):
        for pairing, answer in year.answers.items():
            if answer is not None and not answer.sealed.startswith(_SEALED):
                yield Hit(
                    path,
                    ("answers", pairing, "sealed"),
                    f"the answer about {pairing} is not sealed",
                    f"take it out, and note it anew: mentorctl reassign answer {pairing} REPLY",
                )
    for name, ended in sorted(book.pairings.items()):
        held = ended.withdrawn.sealed if ended.withdrawn else None
        if held is not None and not held.startswith(_SEALED):
            yield Hit(
                pairing_file(ctx.program.year, name),
                ("withdrawn", "sealed"),
                f"why {name} was withdrawn is not sealed, and everybody with this folder can read"
                " it",
                f"take it out, and note it anew: mentorctl withdraw {name} --reasons FILE",
            )


RULE = ProgramRule("reassignment-not-sealed", "error", check)
