"""The receipt of a signed record: what was signed, by whom and when, and how to check it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.forms.form import FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.wording import written
from mentorctl.forms.year_end import role_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.signature import Standing
    from mentorctl.model.team import Team

__all__ = ["Proven", "Receipt", "ReceiptEvent", "Text", "receipt"]

TITLE = "Receipt of Signatures"
INDENT = "\N{EM SPACE}"


class Text(NamedTuple):
    """One line of what was signed.

    Attributes:
        depth: How far it is indented.
        label: What the form calls it.
        value: What is filled in.
    """

    depth: int
    label: str
    value: str


class Proven(NamedTuple):
    """One signature.

    Attributes:
        person: Whose it is, so that it is told from others'; empty while nobody is to sign.
        standing: How it stands.
        entry: The log entry that it is on, or empty.
        changed: The fields that changed since, in words.
        signed: The digest of what was signed, in hex; empty where nothing proves it.
        command: What checks it, in lines that a shell reads as one; none where nothing does.
    """

    person: str
    standing: Standing
    entry: str
    changed: str
    signed: str
    command: tuple[str, ...]


class ReceiptEvent(NamedTuple):
    """One row of the timeline.

    Attributes:
        at: Day and time, in the program's time zone.
        who: Who did it.
        commit: The commit's id.
        what: What happened, a sentence each.
    """

    at: str
    who: str
    commit: str
    what: tuple[str, ...]


class Receipt(NamedTuple):
    """What a receipt shows.

    Attributes:
        name: What its file is called: `receipt-plan`.
        title: What the record is called.
        path: Its file, relative to the program folder.
        commit: The commit that last changed it.
        folder: The name of the folder beside the receipt that holds the proof.
        texts: What was signed, with whom it was signed by; several where roles sign other parts.
        proven: The signatures.
        timeline: What happened to the record.
        keys: From the founder's key to those that signed: whose, its fingerprint, what lets it
            count.
    """

    name: str
    title: str
    path: str
    commit: str
    folder: str
    texts: Sequence[tuple[str, Sequence[Text]]]
    proven: Sequence[Proven]
    timeline: Sequence[ReceiptEvent]
    keys: Sequence[tuple[str, str, str]]


def receipt(team: Team, context: FormContext, about: Receipt) -> FormDocument:
    """The document of a receipt.

    Args:
        team: The pairing.
        context: The program around it.
        about: What it shows.
    """
    pair = Pair.of(team, context)
    values: dict[str, Value] = {
        **pair.values(),
        "title": TITLE,
        "program": context.program.name,
        "agency": context.program.agency,
        "record": about.title,
        "path": about.path,
        "commit": about.commit,
        "day": written(context.today),
        "folder": about.folder,
        "texts": [
            {"by": by, "lines": [_line(line) for line in lines]} for by, lines in about.texts
        ],
        "signatures": [_signature(each, context) for each in about.proven],
        "keys": [{"who": who, "key": key, "how": how} for who, key, how in about.keys],
        "timeline": [
            {"at": each.at, "who": each.who, "commit": each.commit, "what": list(each.what)}
            for each in about.timeline
        ],
    }
    title = f"{TITLE}: {about.title}"
    sheet = Sheet("receipt", title, pair.who, "receipt.html", (about.path,), values)
    return FormDocument(about.name, team.id, pair.title(title), (sheet,))


def _line(line: Text) -> dict[str, Value]:
    return {"label": INDENT * line.depth + line.label, "value": line.value}


def _signature(proven: Proven, context: FormContext) -> dict[str, Value]:
    standing = proven.standing
    return {
        "person": proven.person or "nobody yet",
        "role": role_title(context, standing.role),
        "entry": proven.entry,
        "at": f"{written(standing.on.date())}, {standing.on:%H:%M %z}" if standing.on else "",
        "state": standing.state.value,
        "why": f"changed since: {proven.changed}" if proven.changed else standing.why,
        "key": standing.key,
        "digest": proven.signed,
        "commit": standing.commit,
        "command": list(proven.command),
    }
