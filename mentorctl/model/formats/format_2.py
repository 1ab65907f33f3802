"""Format 2: program.yaml says which format it is, and holds what the toolkit's own rules stood for.

Until then a program that left out its days of grace, say, was judged by a number in the toolkit's
code, which another version could have changed. What stood there is written down here, once.
"""

from __future__ import annotations

from mentorctl.model.formats import format_1
from mentorctl.model.formats.definition import Format, Tree

__all__ = ["FORMAT"]

PROGRAM = "program"
RULES = {
    "completion": {"late": "does-not-count"},
    "trail": {"grace_days": "30"},
    "signing": {
        "intent": "I have read this [record] and sign it as [role]:"
        " to the best of my knowledge it is true and complete.",
        "consent": "I agree to sign electronically. This signature, made with my own key, binds me"
        " as one by hand would.",
        "refusal": "I have read this [record] and decline to sign it as [role].",
        "attestation": "I have seen this [record] signed by hand by [person] as [role], and the"
        " scan shows it.",
    },
    "check": {"due_soon_days": "14"},
}
REMARKS = {
    "trail": "How many days after a fact its record may come into the history; later, `audit`\n"
    "names it as backdated.",
    "signing": "What a person agrees to who signs. [record], [role] and [person] are filled in.",
    "check": "How strict `mentorctl check` is, and how many days ahead it names what falls due.",
    "completion": "What makes a completer.",
}


def forward(kind: str, tree: Tree) -> Tree:
    """Write out in program.yaml what it left to the toolkit."""
    if kind != PROGRAM or not isinstance(tree, dict):
        return tree
    found = dict(tree)
    for group, rules in RULES.items():
        held = found.get(group) or {}
        # whoever asks nothing of a completer says nothing of late work
        if isinstance(held, dict) and (held or group != "completion"):
            missing = {name: rule for name, rule in rules.items() if held.get(name) is None}
            found[group] = {**held, **missing}
    return found


FORMAT = Format(
    2,
    "0.1.0",
    "program.yaml names its format and holds each rule that it had left to the toolkit",
    format_1.RECORDS,
    changes=frozenset({PROGRAM}),
    forward=forward,
    remarks={(PROGRAM, name): remark for name, remark in REMARKS.items()},
)
