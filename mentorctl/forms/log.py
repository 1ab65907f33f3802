"""The mentor's log: dated, timed contacts, signed by both (5 CSR 20-400.380 (1)(E)13)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentorctl.forms.answers import RequiredAnswers
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.signature_lines import counts, signature_line
from mentorctl.forms.visit import reflected
from mentorctl.forms.wording import headlines, written
from mentorctl.forms.year_end import role_title
from mentorctl.model.log import LOG_KINDS, Log, LogEntry
from mentorctl.model.roles import THE_PAIR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.team import Team

__all__ = ["LOG"]

NOON = 12
HOUR = 60


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The log of a pairing that has an entry in it; on blank forms, rows to fill in."""
    answers = RequiredAnswers(context)
    log = Log() if answers.blank or team.log is None else team.log
    if not answers.blank and (team.pairing is None or not log.entries):
        return []
    pair = Pair.of(team, context)
    record = team.path("log.yaml")
    entries = sorted(log.entries, key=lambda entry: (entry.on, entry.starts))
    setting = context.program.records.get("log")
    signers = (setting.signed_by if setting else ()) or THE_PAIR
    head = headlines(context.words)
    values: dict[str, Value] = {
        **pair.values(),
        "program_area": pair.program_area(answers) if pair.advised else "",
        "signers": [role_title(context, role) for role in signers],
        "reflecting": bool(context.program.reflection)
        and (answers.blank or any(reflected(entry.reflection, context) for entry in entries)),
        "reflection_parts": [part.title for part in context.program.reflection],
        "entries": [_entry(entry, signers, record, pair) for entry in entries],
        "signed_how": _signed_how(entries, signers, record, context),
        "kinds": [context.words.say(kind) for kind in LOG_KINDS.values()],
        **_totals(entries, context),
    }
    name = f"{head['mentor']}'s Log"
    sheet = Sheet(
        "log", name, pair.who, "log.html", (record,), values, answers.gaps, landscape=True
    )
    return [FormDocument("log", team.id, pair.title(name), (sheet,))]


def _entry(entry: LogEntry, signers: Iterable[str], record: str, pair: Pair) -> dict[str, Value]:
    context = pair.context
    return {
        "date": written(entry.on),
        "from": clock(entry.from_) if entry.from_ else "",
        "to": clock(entry.to) if entry.to else "",
        "kind": context.words.say(LOG_KINDS[entry.kind]),
        "who": " and ".join(role_title(context, role) for role in entry.who),
        "where": entry.where or "",
        "topics": entry.topics or "",
        "actions": entry.actions or "",
        "conferences": _conferences(entry),
        "reflection": reflected(entry.reflection, context),
        "signatures": [
            _signature(context, f"{record}#{entry.id}", role, pair.holder(role)) for role in signers
        ],
    }


def _conferences(entry: LogEntry) -> Value:
    """The talks before and after an observation, and what was thought about."""
    held = entry.conferences
    if held is None:
        return {}
    return {
        "before": written(held.before),
        "after": written(held.after),
        "questions": held.questions or "",
    }


def _signature(
    context: FormContext, path: str, role: str, person_id: str | None
) -> dict[str, Value]:
    """What is known of a signature; the printed name alone, which heads the column, is not."""
    line = signature_line(context, role, path, role, person_id)
    return {**line, "known": context.signed(path, role) is not None}


def _signed_how(
    entries: Iterable[LogEntry], signers: Iterable[str], record: str, context: FormContext
) -> list[Value]:
    """How the entries were signed, each way once: a key is too long for every line."""
    if context.mode == "blank":
        return []
    found = [context.signed(f"{record}#{entry.id}", role) for role in signers for entry in entries]
    ways = (f"{context.name(each.by)}: {each.how}" for each in found if each and counts(each))
    return list(dict.fromkeys(ways))


def _totals(entries: Iterable[LogEntry], context: FormContext) -> dict[str, Value]:
    """How many contacts of each kind there were and how long they took, and all together."""
    count: Counter[str] = Counter()
    minutes: Counter[str] = Counter()
    timed = set()
    for entry in entries:
        count[entry.kind] += 1
        timed |= {entry.kind} if entry.is_timed else set()
        minutes[entry.kind] += entry.minutes
    return {
        "totals": [
            {
                "kind": context.words.say(words),
                "count": str(count[kind]),
                # nobody said how long any of these took
                "time": length(minutes[kind]) if kind in timed else "",
            }
            for kind, words in LOG_KINDS.items()
            if count[kind]
        ],
        "total": {"count": str(count.total()), "time": length(minutes.total())},
    }


def clock(time: str) -> str:
    """A time of day as people write it: `9:30 a.m.`."""
    hour, minute = time.split(":")
    half = "a.m." if int(hour) < NOON else "p.m."
    return f"{int(hour) % NOON or NOON}:{minute} {half}"


def length(minutes: int) -> str:
    """A length of time in words: `1 h 30 min`."""
    hours, rest = divmod(minutes, HOUR)
    parts = (f"{hours} h" if hours else "", f"{rest} min" if rest else "")
    return " ".join(filter(None, parts)) or "0 min"


LOG = Form(
    "log",
    "{mentor}'s log",
    "mentorctl log {pairing} --from 15:30 --until 16:15 --kind meeting",
    view,
)
