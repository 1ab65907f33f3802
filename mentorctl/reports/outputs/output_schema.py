"""Every output in JSON: its keys, what each means, its type and when it is empty.

One name has one meaning: a key is told once in `KEYS`, whatever outputs have it, unless an output
tells it otherwise itself. `schema_of` makes a JSON Schema of that, and `docs/outputs.md` a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mentorctl.reports.outputs.act_outputs import ACT_OUTPUTS
from mentorctl.reports.outputs.evaluation_output import SUMMARY_OUTPUT
from mentorctl.reports.outputs.json_versions import (
    is_dropped,
    name_in_second,
    pair_of,
)
from mentorctl.reports.outputs.list_outputs import LIST_OUTPUTS
from mentorctl.reports.outputs.output_entries import (
    AWAITED,
    DRAWN,
    FINDING,
    OTHER_YEARS,
    PROGRAM,
    REASON,
    SAME_PERSON,
    SIDE_IDS,
    UNREADABLE,
    ListKey,
    OneKey,
    Output,
)
from mentorctl.reports.outputs.output_keys import KEYS
from mentorctl.reports.outputs.page_output import PAGE_OUTPUT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mentorctl.reports.outputs.output_entries import Entry

__all__ = ["OUTPUTS", "ToldKey", "keys_of", "schema_of"]

TYPES: Mapping[str, Mapping[str, Any]] = {
    "text": {"type": "string"},
    "id": {"type": "string"},
    "day": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "year": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{4}$"},
    "amount": {"type": "string", "pattern": "^[0-9]+[.][0-9]{2}$"},
    "commit": {"type": "string", "pattern": "^[0-9a-f]{40,64}$"},
    "number": {"type": "integer"},
    "yes or no": {"type": "boolean"},
    "texts": {"type": "array", "items": {"type": "string"}},
    "anything": {},
    "way": {"type": "array"},
    "numbers": {"type": "object", "additionalProperties": {"type": "integer"}},
    "traits": {"type": "object"},
}


class ToldKey(NamedTuple):
    """A key in its place.

    Attributes:
        path: The key, with those that it lies in: `completers[].mentee`.
        type: OneKey of `TYPES`; `list` where it has further keys.
        says: What it means.
        empty: When it is `null`.
    """

    path: str
    type: str
    says: str
    empty: str


APPOINTMENT: tuple[Entry, ...] = (
    OneKey("on", "day", "The day that is planned."),
    OneKey("from", "text", "When it begins, `09:00`.", "nobody has said"),
    OneKey("until", "text", "When it ends.", "nobody has said"),
    OneKey("where", "text", "The place.", "nobody has said"), "title",
    OneKey("kind", "text", "`meeting` or `visit`."),
    OneKey("meeting", "id", "The meeting in program.yaml.", "a pairing planned it"),
    "pairing",
)  # fmt: skip

CONTACT = ListKey("contact", (
    OneKey("id", "id", "The sort of contact in program.yaml."), "title",
    OneKey("times", "number", "How often is wanted in each; 0 where nothing gives a number."),
    OneKey("weeks", "number", "How many weeks each is long; 0 for months."),
    OneKey("agreed", "text", "The agreement's words on how often.", "it does not say"),
    OneKey("required", "yes or no", "Whether `check` names what is missing."),
    ListKey("periods", (
        OneKey("from", "day", "Its first day."), OneKey("until", "day", "Its last day."),
        OneKey("count", "number", "How often the records show it."),
        OneKey("whole", "yes or no", "Whether the pairing was under way on each of its days."),
    )),
))  # fmt: skip

COMPLETER: tuple[Entry, ...] = (
    "mentee_id", "mentee", "mentee_email", "school", "district", "content_area", "mentor_id",
    "mentor", "mentor_email", "advisor", "completed_on", "experiences", "meetings", "waivers",
    OneKey("signatures", "text", "The two numbers in words: `7 of 9`, `unknown`, or `not asked`."),
    "completed", "pairing", "advisor_id", "supervisor_id", "supervisor", *PROGRAM,
    "signatures_counted", "signatures_asked",
)  # fmt: skip

OUTPUTS: tuple[Output, ...] = (
    Output("check", "mentorctl check --format json", (
        "schema_version", *PROGRAM, "today", *DRAWN, "records",
        ListKey("findings", FINDING), "counts",
    )),
    Output("status", "mentorctl status --format json", (
        "schema_version", *PROGRAM, "today", *DRAWN, "phase",
        ListKey("pairings", (
            "pairing", "mentee_id", "mentee", "mentor_id", "mentor", "advisor_id", "advisor",
            "content_area", "starts", "ends",
            OneKey("state", "text", "What pairing.yaml says, as it stood.", "unreadable"),
            "standing", "experiences", "experiences_asked",
            OneKey("next", "id", "The milestone that is due first.", "none is open"),
            OneKey("next_title", "text", "Its title.", "none is open"),
            OneKey("next_by", "day", "Its last day, extension included.", "none is open"),
            "next_owners", "owes", "ending", "supervisor_id", "supervisor", *PROGRAM,
            ListKey("milestones", (
                OneKey("id", "id", "The milestone."), "title", "due", "until", "state", "required",
                "done_on", "owners", "needs", "open", "by",
            )),
            ListKey("lacking", REASON),
            ListKey("signatures", (
                "record", "role",
                OneKey("person", "id", "Who signed, or should.", "nobody holds the role"),
                *SAME_PERSON, "state",
                OneKey("on", "moment", "When it was signed.", "it is missing"), "key", "why",
                OneKey("asked", "yes or no", "Whether the program asks for it."),
            )),
            AWAITED, CONTACT,
            ListKey("cases", (
                OneKey("type", "text", "Their type.", "nobody has said"),
                OneKey("number", "number", "How many were given so far."),
            )),
        )),
        UNREADABLE, OTHER_YEARS,
    )),
    Output("duties", "mentorctl status PAIRING --duties --format json", (
        "schema_version", "pairing", "today", "program_id", *DRAWN,
        ListKey("duties", (
            "role", OneKey("person", "id", "Whose duty it is."), *SAME_PERSON,
            OneKey("number", "number", "Its place in the role's list."),
            OneKey("duty", "text", "What it is."), "state",
            ListKey("records", ("title", "state", "says")), *SIDE_IDS, *PROGRAM,
        )),
    )),
    Output("due", "mentorctl due --format json", (
        "schema_version", *PROGRAM, "today",
        OneKey("until", "day", "The last day that is looked at."), *DRAWN,
        ListKey("due", (
            "by", "days", "state", "milestone", "title", "required", "pairing", "role",
            "person_id", "person", "email", "open", *SIDE_IDS, *PROGRAM,
        )),
        ListKey("ending", ("pairing", "ends", OneKey("state", "text", "What it becomes."))),
        ListKey("planned", APPOINTMENT), ListKey("unreported", APPOINTMENT),
        AWAITED,
        UNREADABLE, OTHER_YEARS,
    )),
    Output("completers", "mentorctl completers --format json", (
        "schema_version", *PROGRAM, "as_of", *DRAWN, "why_nobody",
        ListKey("completers", COMPLETER),
        ListKey("others", (*COMPLETER, ListKey("reasons", REASON))),
        UNREADABLE, OTHER_YEARS,
    )),
    Output("invoices", "mentorctl invoices --format json", (
        "schema_version", *PROGRAM, "as_of", *DRAWN, "currency",
        ListKey("invoices", (
            "number", "payee_id", "payee", "payee_email",
            OneKey("total", "amount", "The sum of its lines.", "an amount is not known"),
            ListKey("lines", (
                "role", "service", "pairing", "mentee_id", "mentee", "school", "completed_on",
                "amount", "mentor_id", "advisor_id", "supervisor_id", *PROGRAM,
            )),
            OneKey("date", "day", "Its date, for good.", "it was not dated yet"),
            OneKey("payee_address", "text", "Their mailing address.", "there is none"),
            OneKey("vendor_number", "text", "By which the agency pays them.", "there is none"),
            OneKey("contract_number", "text", "Of their contract.", "there is none"),
        )),
        UNREADABLE,
        OneKey("agency", "text", "To whom invoices go."),
        OneKey("agency_address", "text", "The agency's address.", "program.yaml has none"),
        ListKey("schools", (
            OneKey("school", "text", "The school.", "the mentees' files do not say"),
            OneKey("district", "text", "Its district.", "the mentees' files do not say"),
            OneKey("total", "amount", "The sum of its lines."),
            ListKey("lines", (
                "role", "service", "pairing", "mentee_id", "mentee", "school", "completed_on",
                "amount", "mentor_id", "advisor_id", "supervisor_id", *PROGRAM,
            )),
        )),
        OTHER_YEARS,
    )),
    Output("standards", "mentorctl standards --format json", (
        "schema_version", *PROGRAM, "today", *DRAWN,
        OneKey("pairings", "number", "How many pairings are asked about."),
        OneKey("left_out", "number", "How many are not: they ended, or have not begun."),
        ListKey("standards", (
            OneKey("id", "id", "The standard."), "title",
            OneKey("rule", "text", "Where it stands in law."),
            OneKey("version", "text", "Of its text."),
            OneKey("authority", "text", "Whose it is."), "counts",
            ListKey("items", (
                OneKey("item", "id", "The item."),
                OneKey("number", "text", "As the rule numbers it: `(G)5`."),
                OneKey("part", "text", "The heading it stands under."),
                OneKey("text", "text", "What it asks for, in our own words."), "state",
                ListKey("records", (
                    OneKey("check", "id", "What is looked for."), "title", "says",
                    OneKey("shown", "number", "How many pairings show it."),
                    OneKey("asked", "number", "How many pairings are asked for it."),
                    ListKey("lacking", ("pairing", "state", "says")),
                )),
                OneKey("declared", "text", "What the program says itself.", "it says nothing"),
                ListKey("evidence", (
                    OneKey("file", "text", "A file in the folder.", "it is none"),
                    OneKey("link", "text", "An address.", "it is none"),
                    OneKey("person", "id", "Who can tell.", "it is nobody"), *SAME_PERSON,
                    OneKey("on", "day", "The day of the evidence."),
                    OneKey("note", "text", "What it is.", "nothing is noted"),
                )),
                OneKey("gap", "texts", "What is missing."), OneKey("todo", "texts", "What to do."),
            )),
        )),
        UNREADABLE,
    )),
    Output("audit", "mentorctl audit --format json", (
        "schema_version", OneKey("program", "id", "The program's id."), "program_id",
        OneKey("program_name", "text", "Its name."), "today",
        OneKey("tip", "commit", "The last commit.", "nothing is recorded yet"),
        OneKey("commits", "number", "How many commits led there."),
        OneKey("signed_commits", "number", "How many of them somebody registered signed."),
        OneKey("people", "number", "How many people did."),
        ListKey("founders", ("key", OneKey("person", "id", "Whose key it is."), *SAME_PERSON)),
        OneKey("shallow", "yes or no", "Whether this copy of the history begins in the middle."),
        OneKey("received_commits", "number", "Of how many commits the guard noted when they came."),
        OneKey("receivers_not_named", "texts", "Keys of guards whose notes do not count."),
        OneKey("signatures", "numbers", "How many signatures stand how, by state."),
        ListKey("findings", (
            "code", "message", "hint",
            OneKey("path", "text", "The file, or the record with its entry.", "it is about none"),
            "pairing", OneKey("role", "id", "Of the signature.", "it is about none"),
            OneKey("person", "id", "Whose key it is about.", "it is about none"),
            *SAME_PERSON, "key",
            OneKey("commit", "text", "Since which commit.", "that is not recorded, or not known"),
            OneKey("day", "text", "The commit's day in the program's time zone.", "it has none"),
            OneKey("fields", "way", "The ways to the values that changed."),
        )),
    )),
    PAGE_OUTPUT, SUMMARY_OUTPUT, *LIST_OUTPUTS, *ACT_OUTPUTS,
)  # fmt: skip


def keys_of(output: Output, version: int) -> Iterator[ToldKey]:
    """Every key of an output, in the order in which it is given."""
    yield from _told(output.keys, "", version)


def schema_of(output: Output, version: int) -> dict[str, Any]:
    """The JSON Schema of an output; keys may be added to it, and none is taken away."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{output.command}, schema_version {version}",
        **_object(output.keys, version),
    }


def _named(keys: tuple[Entry, ...]) -> dict[str, ListKey | OneKey]:
    found: dict[str, ListKey | OneKey] = {}
    for each in keys:
        entry = OneKey(each, *KEYS[each]) if isinstance(each, str) else each
        found[entry.name] = entry
    return found


def _told(keys: tuple[Entry, ...], above: str, version: int) -> Iterator[ToldKey]:
    named = _named(keys)
    for key, each in named.items():
        if version > 1 and is_dropped(key, named):
            continue
        path = f"{above}{name_in_second(key) if version > 1 else key}"
        if isinstance(each, ListKey):
            yield ToldKey(path, "list", KEYS[key][1] if key in KEYS else "", "")
            yield from _told(each.keys, f"{path}[].", version)
        elif version > 1 and pair_of(key, named):
            yield ToldKey(path, "{id, name}", each.says, each.empty)
        else:
            yield ToldKey(path, each.type, each.says, each.empty)


def _object(keys: tuple[Entry, ...], version: int) -> dict[str, Any]:
    named, properties = _named(keys), {}
    for key, each in named.items():
        if version > 1 and is_dropped(key, named):
            continue
        name = name_in_second(key) if version > 1 else key
        if isinstance(each, ListKey):
            properties[name] = {"type": "array", "items": _object(each.keys, version)}
        elif version > 1 and pair_of(key, named):
            properties[name] = _pair(each)
        else:
            properties[name] = _value(each, version)
    return {"type": "object", "properties": properties, "required": list(properties)}


def _pair(key: OneKey) -> dict[str, Any]:
    text = {"type": "string", "minLength": 1}
    found = {
        "type": "object",
        "description": key.says,
        "properties": {"id": {**text, "type": ["string", "null"]}, "name": text},
        "required": ["id", "name"],
    }
    return {"anyOf": [found, {"type": "null"}]} if key.empty else found


def _value(key: OneKey, version: int) -> dict[str, Any]:
    if key.name == "schema_version":
        return {"const": version, "description": key.says}
    found = {**TYPES[key.type], "description": key.says}
    if "type" not in found:
        return found
    is_text = found["type"] == "string"
    if key.empty:
        found["type"] = [found["type"], "null"]
        # the first version has an empty text in some places
        if version == 1 and is_text:
            found.pop("pattern", None)
            found.pop("format", None)
    elif version > 1 and is_text and "pattern" not in found:
        found["minLength"] = 1
    if key.empty and version > 1 and is_text and "pattern" not in found:
        found["minLength"] = 1
    return found
