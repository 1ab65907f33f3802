"""The keys of what commands that change the folder say in JSON: what was done, and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentorctl.reports.outputs.output_entries import AWAITED, FINDING, ListKey, OneKey, Output

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.reports.outputs.output_entries import Entry

__all__ = ["ACT_OUTPUTS", "OWN_KEYS"]

_BROKEN = "program.yaml cannot be read"
_DONE: tuple[Entry, ...] = (
    "schema_version",
    OneKey("command", "text", "The command."),
    OneKey("program", "text", "The program's name.", _BROKEN),
    "program_id", "year",
    OneKey("done", "yes or no", "Whether anything was changed."),
    OneKey("dry_run", "yes or no", "Whether it was only to be shown."),
    OneKey("message", "text", "What was done; where nothing was, what would have been.",
           "there was nothing to do, or it was refused"),
    OneKey("commit", "commit", "The commit with what was done.", "nothing was recorded"),
    OneKey("files", "texts", "The files that it changed, or would have."),
    ListKey("records", (
        OneKey("path", "text", "The record's file."),
        OneKey("record", "text", "What it is called."),
        OneKey("changes", "texts", "What changed in it, in words."),
    )),
    ListKey("findings", FINDING),
    OneKey("refused", "texts", "What the user has no right to write, in words."),
)  # fmt: skip
_NOT_DONE = "nothing was done, or would be"
_WHOSE = (
    OneKey("person", "id", "Whose it is.", _NOT_DONE),
    OneKey("person_id", "id", "The same.", _NOT_DONE),
    OneKey("person_name", "text", "Their name.", _NOT_DONE),
)
_MADE = OneKey("made", "texts", "The files that were made, as they were asked for.")
_PAIRING = OneKey("pairing", "id", "The new pairing.", _NOT_DONE)
_KEY = (*_WHOSE, OneKey("key", "text", "The key's fingerprint, `SHA256:…`.", _NOT_DONE))
_QUESTIONNAIRE = OneKey("questionnaire", "id", "Its id in program.yaml.", _NOT_DONE)
_SIGNATURES = ListKey("signatures", (
    OneKey("record", "text", "The record; `#ID` behind it is one log entry."), "role",
    OneKey("person", "id", "Whose signature it is."),
    OneKey("person_id", "id", "The same."), OneKey("person_name", "text", "Their name."),
    OneKey("key", "text", "The fingerprint of the key that made it."),
    OneKey("state", "text", "`signed`, `declined`, or `attested` by a coordinator."),
    OneKey("signed_on", "day", "The day that stands on the paper.", "it is not on paper"),
))  # fmt: skip
_COMMITS: tuple[Entry, ...] = (
    OneKey("author", "text", "Who made it, which proves nothing.", "nobody is named"),
    OneKey("message", "text", "What it says.", "it says nothing"),
    OneKey("signed_by", "id", "Whose registered key signed it.", "nobody's"),
)
_OF_COMMAND: Mapping[str, tuple[Entry, ...]] = {
    "import": (
        ListKey("rows", (
            OneKey("row", "number", "The row, as the spreadsheet numbers it."),
            OneKey("kind", "text", "`new`, `changed`, `differs` (left as the folder has it) or"
                                   " `refused`."),
            OneKey("id", "id", "Of whom or what it tells.", "nobody can tell"),
            OneKey("column", "text", "The column, as the sheet names it.", "it is the whole row"),
            OneKey("message", "text", "What differs or is wrong.", "nothing is"),
            OneKey("hint", "text", "What to do next.", "there is nothing to do"),
        )),
        OneKey("already_there", "number", "How many rows say what the folder already holds."),
        ListKey("left_out", (
            OneKey("place", "text", "The row or column that is not read."),
            OneKey("text", "text", "What it says.", "it is empty"),
            OneKey("why", "text", "Why it is not read."),
            OneKey("hint", "text", "The option that brings it in.", "none does"),
        )),
        ListKey("questions", (
            OneKey("column", "text", "The column, as the sheet names it."),
            OneKey("message", "text", "What is asked."),
            OneKey("hint", "text", "The option that answers it."),
            OneKey("choices", "texts", "The answers."),
        )),
        OneKey("gone", "texts", "Ids of people of the folder whom a roster no longer lists."),
    ),
    "pair": (_PAIRING,),
    "init": (OneKey("folder", "text", "The new folder, as it was named.", _NOT_DONE),),
    "person add": _WHOSE,
    "person edit": (),
    "key add": _KEY,
    "key revoke": _KEY,
    "key confirm": _KEY,
    "new": (),
    "edit": (),
    "log": (OneKey("entry", "id", "The new entry's id in the log.", _NOT_DONE),),
    "schedule": (),
    "remind": (
        _MADE,
        ListKey("messages", (
            OneKey("person", "id", "Whom it goes to."), OneKey("person_id", "id", "The same."),
            OneKey("person_name", "text", "Their name."), "email",
            OneKey("notice", "text", "Its tone: `first`, `close`, `late` or `thanks`."),
            ListKey("items", (
                "milestone", "title", "pairing", "role", "by", "days", "required", "open",
            )),
            AWAITED, OneKey("thanks", "texts", "What it thanks for."),
            OneKey("last_drafted", "day", "When one was drafted last.", "none was"),
            OneKey("skipped", "text", "Why none is drafted.", "one is"),
            OneKey("link", "text", "The draft as a link (`--mailto`).", "none was asked for"),
        )),
        ListKey("not_asked", (
            "milestone", "pairing", "role",
            OneKey("person", "id", "Who owes it.", "nobody in particular does"),
            OneKey("person_id", "id", "The same.", "nobody in particular does"),
            OneKey("person_name", "text", "Their name.", "nobody in particular does"),
            OneKey("why", "text", "Why nobody is asked for it."),
        )),
    ),
    "attend": (),
    "hand-in": (),
    "comment": (),
    "receive": (),
    "approve": (),
    "mark": (),
    "extend": (),
    "waive": (),
    "withdraw": (),
    "reassign start": (OneKey("search", "id", "The new search: the name of its file.", _NOT_DONE),),
    "reassign contact": (),
    "reassign skip": (),
    "reassign assign": (_PAIRING,),
    "reassign answer": (),
    "reassign note": (),
    "evaluate begin": (
        _QUESTIONNAIRE, OneKey("closes_on", "day", "The last day for answers.", _NOT_DONE),
    ),
    "evaluate close": (
        _QUESTIONNAIRE, OneKey("answers", "number", "How many sealed answers there are."),
    ),
    "evaluate publish": (
        _QUESTIONNAIRE, OneKey("shown", "texts", "The questions that were shown, by id."),
    ),
    "receipt": (_MADE,),
    "upgrade": (),
    "standards --adopt": (),
    "completers --freeze": (
        OneKey("frozen_list", "text", "The name of the list that is sent.", _NOT_DONE),
        OneKey("frozen_path", "text", "Its folder.", _NOT_DONE),
    ),
    "retain --destroy": (),
    "sign": (_SIGNATURES,),
    "attest": (_SIGNATURES,),
    "save": (
        OneKey("left_out", "texts", "Files that do not belong in the folder, and were not saved."),
        OneKey("conflicts", "texts", "Files that two people changed, and nobody has chosen."),
    ),
    "rollover": (
        ListKey("pairings", (
            OneKey("pairing", "id", "The pairing's id."),
            OneKey("becomes", "text", "`runs-on`, `completed`, `not-completed`, `stays-open` (in"
                                      " the year that ends), or `over` (it was before)."),
            OneKey("why", "text", "Why, in words."),
        )),
        ListKey("dates", (
            OneKey("name", "text", "What the day is called: `ID`, `ID.from`, `meetings/ID.until`."),
            OneKey("title", "text", "What it is the day of."),
            OneKey("before", "day", "The day in the year that ends."),
            OneKey("day", "day", "The day in the new year."),
            OneKey("proposed", "day", "The day that was proposed for it."),
            OneKey("why", "text", "Why it is that one."),
            OneKey("remark", "text", "What is to know of it: a holiday, a Saturday.",
                   "there is nothing to know"),
        )),
    ),
    "undo": (OneKey("undone", "commit", "The commit that is taken back.", "none is"),),
    "redo": (OneKey("undone", "commit", "The commit that is taken back.", "none is"),),
    "render": (
        _MADE,
        OneKey("unchanged", "number", "How many need not be made again."),
        ListKey("failed", (
            OneKey("about", "text", "Whose form was not made.", "it is about all of them"),
            OneKey("message", "text", "Why."), OneKey("hint", "text", "What to do next."),
        )),
    ),
    "host": (
        OneKey("address", "text", "Where the shared folder is."),
        OneKey("join", "text", "The line to send to everybody.", "nothing is there yet"),
    ),
    "join": (
        OneKey("address", "text", "Where the shared folder is.", "nobody knows"),
        OneKey("folder", "text", "The copy, as it was asked for."),
        OneKey("person", "id", "Who works in it.", "nobody knows yet"),
        OneKey("key", "text", "The fingerprint of their key.", "there is none yet"),
        OneKey("registered", "yes or no", "Whether that key counts here.", "nobody can tell"),
    ),
    "sync": (
        OneKey("address", "text", "Where the shared folder is.", "nobody knows"),
        ListKey("came_in", _COMMITS), ListKey("went_out", _COMMITS), ListKey("drafts", _COMMITS),
        ListKey("clashes", (
            OneKey("path", "text", "The file."),
            OneKey("record", "text", "What it is called."),
            OneKey("field", "text", "What both sides changed.", "the record as such"),
            OneKey("ours", "anything", "What stood here; `null` for nothing."),
            OneKey("theirs", "anything", "What stood there; `null` for nothing."),
            OneKey("stayed", "text", "Which side stayed: `ours` or `theirs`.", "nobody chose"),
        )),
        OneKey("unsaved", "texts", "Edits that no commit has, and that must be saved first."),
    ),
}  # fmt: skip


def _slug(name: str) -> str:
    return name.replace(" ", "-").replace("---", "-")


ACT_OUTPUTS: tuple[Output, ...] = tuple(
    Output(_slug(name), f"mentorctl {name} --format json", (*_DONE, *own))
    for name, own in _OF_COMMAND.items()
)


def _empty(entry: Entry) -> Any:
    """What stands under a key of which nothing was said."""
    if isinstance(entry, OneKey):
        return {"texts": [], "number": 0}.get(entry.type)
    return []


# the keys of each command alone, with what stands there where it has nothing to tell
OWN_KEYS: Mapping[str, Mapping[str, Any]] = {
    name: {entry if isinstance(entry, str) else entry.name: _empty(entry) for entry in own}
    for name, own in _OF_COMMAND.items()
}
