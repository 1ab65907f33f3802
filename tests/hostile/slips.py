"""Slips in good records, each with the line and the cause that a person would name."""

from __future__ import annotations

from typing import NamedTuple

from hostile.case import DECISION, EXPERIENCE, KICKOFF, LOG, MENTOR, PAIRING, PLAN, VISIT

__all__ = ["SLIPS", "Slip"]

NBSP, SHY, WIDE = "\u00a0", "\u00ad", "\uff1a"

BLANK, DASH = "the blank behind the colon of", "the blank behind the dash is missing"
FULL, ODD = "is a full-width one (U+FF1A)", "a no-break space (U+00A0)"
OPEN, BESIDE = "a quote is opened here and not closed", "there is text beside the text in quotes"
COLON, OUT = "has a ': ' in it", "is not indented like the lines of"
TAB, NAMELESS = "a tab stands where only spaces may", "this line has no ': ' after its name"
SHIFTED, DEEP = "is not indented like the ones above and below it", "is indented further than"


class Slip(NamedTuple):
    """One slip.

    Attributes:
        path: The file.
        old: What stands there once.
        new: What is typed instead.
        told: What `check` must say of it.
        below: How many lines further down than the beginning of `new` the person would point.
    """

    path: str
    old: str
    new: str
    told: str
    below: int = 0

    def __str__(self) -> str:
        return f"{self.path.rpartition('/')[2]}: {self.new!r}"


SLIPS = [
    # a blank that is missing
    Slip(MENTOR, "email: teo", "email:teo", BLANK),
    Slip(MENTOR, "  cell: 660", "  cell:660", BLANK),
    Slip(MENTOR, "roles: [mentor]", "roles:[mentor]", BLANK),
    Slip(LOG, "    from: 15:30", "    from:15:30", BLANK),
    Slip(LOG, "    kind: phone", "    kind:phone", BLANK),
    Slip(PLAN, "  initials: NH", "  initials:NH", BLANK),
    Slip(PAIRING, "state: active", "state:active", BLANK),
    Slip(KICKOFF, "meeting: kickoff", "meeting:kickoff", BLANK),
    Slip(LOG, "  - id: 2026-10-13-1", "  -id: 2026-10-13-1", DASH),
    Slip(LOG, "  - id: 2026-10-13-1", "  - id:2026-10-13-1", BLANK),
    # a blank that is none
    Slip(MENTOR, "  cell: 660", f"{NBSP} cell: 660", ODD),
    Slip(MENTOR, "email: teo", f"email:{NBSP}teo", ODD),
    Slip(MENTOR, "experience_years: 11", f"experience_years: 11{NBSP}", ODD),
    Slip(MENTOR, "roles: [mentor]", f"roles: [{NBSP}mentor]", ODD),
    Slip(LOG, "    kind: phone", f"{NBSP}   kind: phone", ODD),
    Slip(LOG, "    kind: phone", f"    kind: phone{NBSP}", ODD),
    Slip(LOG, "    on: 2026-10-13", f"    on:{NBSP}2026-10-13", ODD),
    Slip(LOG, "    from: 15:30", f"    from: {NBSP}15:30", ODD),
    Slip(LOG, "  - id: 2026-10-13-1", f"  -{NBSP}id: 2026-10-13-1", ODD),
    Slip(LOG, "    topics: Two", f"    topics{NBSP}: Two", ODD),
    Slip(PAIRING, "2026-09-14", f"2026-09-14{NBSP}", ODD),
    # letters that nobody sees, or that look like others, in ids and dates
    Slip(PAIRING, "mentor: teo-lindqvist", f"mentor: teo-lind{SHY}qvist", "(U+00AD)"),
    Slip(PAIRING, "2026-09-14", f"2026-{SHY}09-14", "(U+00AD)"),
    Slip(PAIRING, "2026-09-14", "2026\u201109\u201114", "(U+2011)"),
    Slip(PAIRING, "2026-09-14", "2026\u201309\u201314", "(U+2013)"),
    Slip(PAIRING, "2026-09-14", "\u201c2026-09-14\u201d", "(U+201C)"),
    Slip(PAIRING, "mentor: teo", "mentor: te\u043e", "(U+043E, cyrillic small letter o)"),
    Slip(KICKOFF, "amara-okafor", "amara\u2011okafor", "(U+2011)"),
    Slip(LOG, "15:30", f"15{WIDE}30", "(U+FF1A"),
    # a colon that is none
    Slip(MENTOR, "email: teo", f"email{WIDE}teo", FULL),
    Slip(MENTOR, "phones:\n", f"phones{WIDE}\n", FULL),
    Slip(LOG, "    kind: phone", f"    kind{WIDE} phone", FULL),
    Slip(PAIRING, "state: active", f"state{WIDE}active", FULL),
    Slip(MENTOR, "name: Teo", "name; Teo", NAMELESS),
    Slip(MENTOR, "phones:\n", "phones\n", NAMELESS),
    # quotes
    Slip(LOG, "topics: Two students", 'topics: "Two" students', BESIDE),
    Slip(LOG, "topics: Two students", "topics: 'tis two students", OPEN),
    Slip(LOG, "where: video call", "where: 'video call", OPEN),
    Slip(MENTOR, "name: Teo Lindqvist", 'name: "Teo" Lindqvist', BESIDE),
    Slip(MENTOR, "name: Teo Lindqvist", "name: 'Teo Lindqvist", OPEN),
    Slip(LOG, "15:30", '"15:30', OPEN),
    Slip(LOG, "15:30", '"15:30" pm', BESIDE),
    Slip(LOG, "topics: Two students", "topics: Two: students", COLON),
    Slip(DECISION, "notes: after 4 pm", "notes: 'after' 4 pm", BESIDE),
    Slip(KICKOFF, "where: ", "where: 'the ", OPEN),
    # lines that are indented otherwise
    Slip(LOG, "    kind: phone", "kind: phone", SHIFTED),
    Slip(LOG, "    kind: phone", "     kind: phone", SHIFTED),
    Slip(PAIRING, "mentor: teo", " mentor: teo", SHIFTED),
    Slip(PAIRING, "mentor: teo", "   mentor: teo", "indented"),
    Slip(MENTOR, "phones:\n  cell: 660", "phones: 660\n  school: 1\n  cell: 660",
         "phones has a text already"),
    Slip(VISIT, "topics: ", "topics: |\n    one line\n  and another\nstrategies: ", OUT, 2),
    Slip(LOG, "where: video call", "where: |\n      a call\n   by video", OUT, 2),
    Slip(LOG, "where: video call", "where: |\na call", OUT, 1),
    # tabs
    Slip(MENTOR, "  cell: 660", "\tcell: 660", TAB),
    Slip(LOG, "    kind: phone", "\tkind: phone", TAB),
    Slip(LOG, "    kind: phone", "    \tkind: phone", TAB),
    Slip(LOG, "  - id: 2026-10-13-1", "  -\tid: 2026-10-13-1", TAB),
    Slip(PLAN, "  initials: NH", "\tinitials: NH", TAB),
    # lists
    Slip(LOG, "  - id: 2026-10-13-1", "  \u2013 id: 2026-10-13-1", "not with \u2013 (U+2013)"),
    Slip(LOG, "  - id: 2026-10-13-1", "  * id: 2026-10-13-1", "not with * (U+002A)"),
    Slip(LOG, "  - id: 2026-10-13-1", "  id: 2026-10-13-1", "the dash before this item"),
    Slip(MENTOR, "roles: [mentor]", "roles: [mentor", "a bracket is opened and never closed"),
    Slip(MENTOR, "roles: [mentor]", "roles:\n  -mentor", DASH, 1),
    Slip(MENTOR, "  cell: 660", f"  cell{WIDE}660", FULL),
    Slip(EXPERIENCE, "slot: 1\n", "slot: 1\nslot: 1\n", "stands here and in line", 1),
]  # fmt: skip
