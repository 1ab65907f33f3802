"""The fault codes of `audit`, each with its severity and remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.ledger.trust_on_first_use import WHO_FOUNDED_IT

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GROUPS", "HINTS", "MEANINGS", "PAPER_STALE", "SIGNED_ANEW", "AuditCode", "founded_by"]


class AuditCode(NamedTuple):
    """One fault that the audit found.

    Attributes:
        code: Its kind, a key of `HINTS`.
        message: What is wrong, in words.
        hint: What to do next.
        path: The file, or the record with its entry; empty where it is about none.
        pairing: The pairing's id, or empty.
        role: The role of the signature, or empty.
        person: Whose key it is about, or empty.
        key: The key's fingerprint, or empty.
        commit: Since which commit; empty where that is not saved or not known.
        day: The commit's day in the program's time zone, or empty.
        fields: The ways to the values that changed, under a stale signature.
    """

    code: str
    message: str
    hint: str
    path: str
    pairing: str
    role: str
    person: str
    key: str
    commit: str
    day: str
    fields: tuple[tuple[str | int, ...], ...] = ()


# the story of that day tells each change with its id
_STORY = "mentorctl history --since {day}"
_LOOK = f"see what it changed: {_STORY}"
_COUNT_FROM = "once that is settled, look only at what came after: mentorctl audit --after {commit}"

# of `forbidden-change` where that is of signatures: nobody confirms one for somebody else
SIGNED_ANEW = (
    f"{_LOOK}; whose signature was to stand there signs anew: mentorctl sign {{pairing}};"
    " to take it back: mentorctl undo {commit}"
)

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "where the history begins and ends",
        ("newer-format", "no-keys", "history-cut", "other-root", "history-rewritten"),
    ),
    (
        "signatures",
        (
            "signature-stale",
            "signature-invalid",
            "signature-unknown",
            "signature-replayed",
            "signature-taken-out",
            "unreadable-signatures",
            "unreadable-record",
            "scan-changed",
            "frozen-list-changed",
        ),
    ),
    ("keys", ("key-change", "key-waits", "unreadable-person", "program-change")),
    (
        "who made the commits",
        (
            "unsigned-commit",
            "bad-commit-signature",
            "unknown-key",
            "revoked-key",
            "other-author",
            "forbidden-change",
            "late-change",
        ),
    ),
    ("dates", ("backdated", "commit-order", "future-commit")),
    ("merges", ("merge-dropped", "too-many-sides")),
)

HINTS = {
    "newer-format": "install the newer one; until then nobody can say what else it would name",
    "no-keys": "each sees whether their computer can sign: mentorctl key doctor;"
    " then the coordinator registers the first key: mentorctl key add PERSON",
    "history-cut": "bring in all of it: git fetch --unshallow",
    "other-root": WHO_FOUNDED_IT,
    "history-rewritten": "ask who keeps the shared copy why it was rewritten, and compare it with"
    " your own; if it is right as it is: mentorctl audit --accept",
    "signature-stale": "see what changed: mentorctl history {pairing} {record}; if that is right,"
    " they sign again: mentorctl sign {pairing} {record}",
    "signature-invalid": "ask the person who is named; to sign it they run:"
    " mentorctl sign {pairing} {record}",
    "signature-unknown": "{todo}",
    "signature-replayed": "see where it comes from: mentorctl history {pairing}; take it out of"
    " {path}",
    "signature-taken-out": f"see who did it: {_STORY}; to bring it back: mentorctl undo {{commit}}",
    "unreadable-signatures": "see what is wrong with it: mentorctl check {path}",
    "unreadable-record": "see what is wrong with it: mentorctl check {path}",
    "scan-changed": "put the scan back that was vouched for, or vouch anew: mentorctl attest;"
    " who vouched when is told by mentorctl history {pairing}",
    "frozen-list-changed": "see by which change it was edited: mentorctl history (save first what"
    " is not saved); to take it back: mentorctl undo CHANGE",
    "key-change": f"see what was changed: {_STORY}; if it is right, a coordinator"
    " registers it: mentorctl key add PERSON FILE",
    "key-waits": "if it is theirs, a coordinator says so: mentorctl key confirm {key}; if not:"
    " mentorctl key revoke {person} {key}",
    "unreadable-person": "see what is wrong with it: mentorctl check {path}",
    "program-change": f"see what was changed: {_STORY}; if it is right, a coordinator"
    " makes the change once more",
    "unsigned-commit": f"{_LOOK}; {_COUNT_FROM}",
    "bad-commit-signature": f"{_LOOK}; {_COUNT_FROM}",
    "unknown-key": f"{_LOOK}; if you know whose key it is, a coordinator registers it:"
    " mentorctl key add PERSON FILE",
    "revoked-key": f"{_LOOK}; ask the person whether they made it",
    "other-author": f"{_LOOK}; who signed it made it, whatever name it carries",
    "forbidden-change": f"{_LOOK}; it counts for nothing until somebody who may write it saves a"
    " change of that file and leaves it there; to take it back: mentorctl undo {commit}",
    "late-change": f"{_LOOK}; whether it stands is for a coordinator to say; to take it back:"
    " mentorctl undo {commit}",
    "backdated": 'ask for what shows the day, or have "Grace days" changed (trail in program.yaml);'
    f" see when it came in: {_STORY}",
    "commit-order": f"a clock was wrong, or somebody set it back; ask who made it: {_STORY}",
    "future-commit": f"a clock was wrong, or somebody set it ahead; ask who made it: {_STORY}",
    "merge-dropped": f"see what is missing: {_STORY}; bring it back by hand, and save it",
    "too-many-sides": f"go back to the state before it: {_STORY}; then bring in what is"
    " wanted, one side at a time: mentorctl sync",
}
# what to do about one on paper that is stale
PAPER_STALE = (
    "see what changed: mentorctl history {pairing} {record}; if that is right, they sign a page"
    " as it is now: mentorctl attest {pairing} {record} {role} --scan FILE --signed-on DATE"
)

# what `explain` says of the codes that are no finding of `check`
MEANINGS = {
    "no-keys": "No coordinator has a key yet, so nothing proves who made the commits",
    "history-cut": "This copy begins in the middle of the history, so no signature can be judged",
    "other-root": "Another key founded the register than the one that was seen, or asked for",
    "history-rewritten": "The last commit that was seen here is no longer in the history",
    "signature-replayed": "A signature lies where it was not given: at another record or role",
    "signature-taken-out": "A signature that was in the history is not in its file any more",
    "unreadable-signatures": "A file of signatures cannot be read, so nobody can say what they are",
    "unreadable-record": "A record cannot be read, so nobody can say what it holds",
    "scan-changed": "The scan of a page signed by hand is not the one that was vouched for",
    "key-change": "Somebody who is no coordinator changed whose key is whose, which counts not",
    "key-waits": "A key counts for nothing until a coordinator has confirmed whose it is",
    "unreadable-person": "A person's file cannot be read, so their keys are not known",
    "program-change": "Somebody who is no coordinator changed what the trust in keys rests on",
    "unsigned-commit": "A commit has no signature, although keys were registered by then",
    "bad-commit-signature": "A commit has a signature that does not fit it",
    "unknown-key": "A commit is signed with a key that nobody has registered",
    "revoked-key": "A commit is signed with a key that had been revoked, or did not count yet",
    "other-author": "A commit names another author than the person who signed it",
    "backdated": "A record claims a day that is long before the commit that brought it in",
    "commit-order": "A commit is dated before one that it follows",
    "future-commit": "A commit is dated in the future",
    "forbidden-change": "Somebody changed what is not theirs to change; it counts for nothing",
    "late-change": "By the guard's clock, a change came in when the right to it had ended",
    "merge-dropped": "A merge left out what only one of its sides had changed",
    "too-many-sides": "A merge brings together more sides than can be judged; it counts not",
}


def founded_by(founders: Mapping[str, str]) -> str:
    """Who founded a key register, by whose keys, and that this must be asked of them."""
    who = ", ".join(f"{person} with {key}" for key, person in founders.items())
    return (f"the key register was founded by {who}; ask them, not by this folder, whether that is"
            " their key")  # fmt: skip
