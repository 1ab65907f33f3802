"""The keys of what the smaller lists say in JSON: history, people, keys, searches and the like."""

from __future__ import annotations

from mentorctl.reports.outputs.output_entries import (
    DRAWN,
    PROGRAM,
    REASON,
    UNREADABLE,
    ListKey,
    OneKey,
    Output,
)

__all__ = ["LIST_OUTPUTS"]

_SIGNER = ("signed_by", "signed_by_id", "signed_by_name")
_PERSON = (
    OneKey("person", "id", "Whose it is.", "it is nobody's"),
    OneKey("person_id", "id", "Whose it is.", "it is nobody's"),
    OneKey("person_name", "text", "Their name.", "it is nobody's"),
)

_SENT = (
    "pairing",
    OneKey("mentee_id", "id", "The mentee."),
    OneKey("mentee", "text", "The mentee's name."),
    OneKey("mentor_id", "id", "The mentor."),
    OneKey("mentor", "text", "The mentor's name."),
    "advisor_id",
    "supervisor_id",
)

LIST_OUTPUTS: tuple[Output, ...] = (
    Output("completers-diff", "mentorctl completers --diff --format json", (
        "schema_version", *PROGRAM, "as_of", *DRAWN,
        OneKey("frozen_list", "text", "The name of the list that was sent."),
        OneKey("frozen_path", "text", "Its folder."),
        OneKey("frozen_as_of", "day", "The day as of which that one was judged."),
        OneKey("frozen_commit", "commit", "The commit that it was drawn from.", "there was none"),
        OneKey("frozen_at", "moment", "When it was frozen."),
        OneKey("frozen_by", "id", "Whose key signed it.", "nobody signed it"),
        OneKey("frozen_advisor_id", "id", "Whose pairings only it has.", "it has all"),
        OneKey("frozen_area", "text", "Words of the content areas only.", "it has all"),
        OneKey("frozen_school", "text", "Words of the schools' names only.", "it has all"),
        OneKey("frozen_order", "text", "`school`: it is by school, with payments.", "it is not"),
        OneKey("frozen_count", "number", "How many are on it."),
        OneKey("same", "number", "How many lines are the same today."),
        ListKey("came", _SENT),
        ListKey("went", (*_SENT, ListKey("reasons", REASON))),
        ListKey("changed", (*_SENT, ListKey("fields", (
            OneKey("field", "text", "The column."),
            OneKey("before", "anything", "What it held; `null` for nothing."),
            OneKey("after", "anything", "What it holds; `null` for nothing."),
        )))),
        UNREADABLE,
    )),
    Output("history", "mentorctl history --format json", (
        "schema_version", *PROGRAM,
        OneKey("pairing", "id", "Whose story it is.", "it is not a pairing's"),
        OneKey("record", "text", "The record that it is about.", "it is about more than one"),
        ListKey("events", (
            OneKey("commit", "commit", "The commit."),
            OneKey("at", "moment", "When it was made, in the program's time zone."),
            *_SIGNER,
            OneKey("author", "text", "The name it claims to be by, which proves nothing.",
                   "it names nobody"),
            OneKey("message", "text", "The first line of what it says.", "it says nothing"),
            OneKey("message_typed", "yes or no", "Whether a person typed that."),
            OneKey("history_begins_here", "yes or no", "Whether this copy begins with it."),
            ListKey("records", (
                OneKey("path", "text", "The record's file, as it is called today."),
                OneKey("record", "text", "What it is called."),
                OneKey("was", "text", "The file that it was before.", "it was not renamed"),
                ListKey("changes", (
                    OneKey("field", "text", "What changed, in words.", "the record as such"),
                    OneKey("before", "anything", "What it held; `null` for nothing."),
                    OneKey("after", "anything", "What it holds; `null` for nothing."),
                    OneKey("what", "text", "The change in words."),
                    ListKey("decided_between", (
                        OneKey("value", "anything", "What stood on one side."),
                        OneKey("by", "text", "The name of who wrote it."),
                    )),
                )),
            )),
            ListKey("signatures", (
                "record", "role",
                OneKey("person", "id", "Who signed, or should.", "nobody is named"),
                OneKey("person_id", "id", "The same.", "nobody is named"),
                OneKey("person_name", "text", "Their name.", "nobody is named"),
                OneKey("what", "text", "What happened: `signed`, `stale` and the like."),
                OneKey("why", "text", "Why, in words.", "nothing is to be said"),
                OneKey("fields", "texts", "What changed, where it went stale by that."), "key",
                OneKey("by", "id", "Who vouches for it on paper.", "it is not on paper"),
                OneKey("by_id", "id", "The same.", "it is not on paper"),
                OneKey("by_name", "text", "Their name.", "it is not on paper"),
            )),
        )),
    )),
    Output("person-list", "mentorctl person list --format json", (
        "schema_version", *PROGRAM,
        ListKey("people", (
            OneKey("id", "id", "The person's id."), OneKey("name", "text", "Their name."),
            OneKey("roles", "texts", "The roles that they can have."), "email",
            OneKey("school", "text", "Their school.", "there is none"),
            OneKey("district", "text", "Their district.", "there is none"),
            OneKey("content_area", "text", "Their content area.", "there is none"),
        )),
        UNREADABLE,
    )),
    Output("key-list", "mentorctl key list --format json", (
        "schema_version", *PROGRAM,
        ListKey("keys", (
            *_PERSON, OneKey("type", "text", "Its kind: `ssh-ed25519`.", "it is unreadable"),
            OneKey("fingerprint", "text", "`SHA256:…`, or `cannot be read`."),
            OneKey("added", "day", "The first day on which it counts."),
            OneKey("revoked", "day", "The first day on which it counts no more.", "it was not"),
            OneKey("note", "text", "What its owner calls it.", "nothing is noted"),
            OneKey("counts", "yes or no", "Whether a coordinator has registered it."),
        )),
        UNREADABLE,
    )),
    Output("reassign-status", "mentorctl reassign status --format json", (
        "schema_version", *PROGRAM,
        ListKey("searches", (
            OneKey("search", "id", "The search: the name of its file."),
            OneKey("pairing", "id", "The pairing that it is for."),
            OneKey("requested_on", "day", "The day on which it was asked for."),
            OneKey("open", "yes or no", "Whether it goes on."),
            OneKey("step", "id", "The step that it is at.", "it is over"),
            ListKey("steps", (
                OneKey("id", "id", "The step."), "title", "state",
                OneKey("left", "texts", "Ids of who can still be asked."),
                OneKey("willing", "texts", "Ids of who said yes."),
                OneKey("reason", "text", "Why it was passed over.", "nothing is to be said"),
            )),
            ListKey("contacts", (
                OneKey("step", "id", "The step."),
                OneKey("person", "id", "Who was asked.", "it went to all"),
                OneKey("person_id", "id", "The same.", "it went to all"),
                OneKey("person_name", "text", "Their name.", "it went to all"),
                OneKey("on", "day", "When."),
                OneKey("answer", "text", "`yes`, `no` or `no-answer`.", "there is none yet"),
                OneKey("recommended_by", "text", "Who has recommended them: an id, or a name of"
                       " somebody outside.", "nobody has"),
            )),
            OneKey("mentor", "id", "The mentor who was found.", "none is yet"),
            OneKey("mentor_id", "id", "The same.", "none is yet"),
            OneKey("mentor_name", "text", "Their name.", "none is yet"),
            OneKey("new_pairing", "id", "The pairing that begins.", "none does yet"),
            OneKey("called_on", "day", "When they were called.", "they were not"),
            OneKey("emailed_on", "day", "When both had an email.", "they had none"),
        )),
        OneKey("asked_on", "day", "The day of the mid-year question.", "program.yaml has none"),
        OneKey("asked", "texts", "Ids of the pairings whose mentees are asked it."),
        OneKey("not_answered", "texts", "Those of them that have not answered."),
    )),
    Output("reassign-candidates", "mentorctl reassign candidates SEARCH --format json", (
        "schema_version", *PROGRAM, OneKey("search", "id", "The search: the name of its file."),
        OneKey("pairing", "id", "The pairing that it is for."),
        OneKey("wanted", "traits", "What is wanted, by trait; `null` where nobody said."),
        ListKey("candidates", (
            OneKey("place", "number", "In the step's order, from 1."),
            OneKey("mentor_id", "id", "Who can be asked."),
            OneKey("mentor", "text", "Their name."),
            OneKey("step", "id", "The step in which they are asked."),
            OneKey("group", "text", "The first group of the step that they belong to."),
            OneKey("load", "number", "How many active pairings they have."),
            OneKey("content_area", "text", "Theirs.", "nobody knows"),
            OneKey("school", "text", "Theirs.", "nobody knows"),
            OneKey("district", "text", "Theirs.", "nobody knows"),
            OneKey("region", "text", "Theirs.", "nobody knows"),
            OneKey("distance", "number", "In how many traits they differ from what is wanted."),
            OneKey("differs", "text", "Which, joined by `, `.", "in none"),
            OneKey("answer", "text", "`yes`, `no`, `no-answer` or `asked`.", "nobody asked yet"),
        )),
    )),
    Output("evaluate-open", "mentorctl evaluate open --format json", (
        "schema_version", *PROGRAM, "today",
        ListKey("questionnaires", (
            OneKey("questionnaire", "id", "Its id in program.yaml."), "title",
            OneKey("opens_on", "day", "The first day on which it is answered."),
            OneKey("closes_on", "day", "The last day on which answers are taken."),
            OneKey("threshold", "number", "With fewer answers nothing is ever opened."),
            OneKey("closed", "yes or no", "Whether it is closed."),
            OneKey("answers", "number", "How many there are in this copy; once closed, in all."),
            ListKey("waiting", (
                OneKey("person", "id", "Who has not answered, as far as this copy knows."),
                OneKey("person_id", "id", "The same."),
                OneKey("person_name", "text", "Their name."), "email",
                OneKey("roles", "texts", "The roles in pairings for which they are asked."),
                OneKey("since", "day", "From which day on they are asked."),
            )),
        )),
    )),
    Output("grievance-list", "mentorctl grievance list --format json", (
        "schema_version", *PROGRAM,
        ListKey("grievances", (
            OneKey("grievance", "id", "Its id, which tells nothing."),
            OneKey("step", "number", "The step that it is at, from 1."),
            OneKey("state", "text", "How it stands."),
            OneKey("since", "day", "Since when."),
            OneKey("keep_until", "day", "How long it is kept.", "nothing says so, or it goes on"),
        )),
    )),
    Output("presets", "mentorctl presets --format json", (
        "schema_version",
        ListKey("presets", (
            OneKey("preset", "id", "Its name, as `init --preset` takes it."),
            OneKey("program", "text", "What the program is called."),
            OneKey("program_title", "text", "The same."),
            OneKey("agency", "text", "Whose it is."),
            OneKey("mentee", "text", "What the program calls a mentee."),
            OneKey("mentee_title", "text", "The same."),
            OneKey("mentor", "text", "What the program calls a mentor."),
            OneKey("mentor_title", "text", "The same."),
            OneKey("experiences", "number", "How many experiences a year has."),
            OneKey("needs", "number", "How many needs make a completer."),
        )),
    )),
    Output("retain", "mentorctl retain --format json", (
        "schema_version", *PROGRAM, "today",
        ListKey("retained", (
            OneKey(
                "records", "text",
                "What: `pairings`, `meetings`, `reassignments`, `mid-year`, `evaluations`.",
            ),
            OneKey("year", "year", "The program year in whose folder they are."),
            OneKey("files", "texts", "Their files."),
            OneKey("people", "texts", "Ids of whom they are about."),
            OneKey("kept_until", "day", "The day from which they need not be kept."),
            OneKey("may_go", "yes or no", "Whether they may be destroyed."),
            OneKey("why_not", "text", "Why they may not.", "they may"),
        )),
    )),
    Output("standards-list", "mentorctl standards --list --format json", (
        "schema_version",
        ListKey("standards", (
            OneKey("standard", "id", "Its name, as `standards --adopt` takes it."),
            OneKey("title", "text", "What it is called."),
            OneKey("rule", "text", "Where it stands in law."),
            OneKey("authority", "text", "Whose it is.", "nothing says so"),
            OneKey("items", "number", "How many items it has."),
        )),
    )),
)  # fmt: skip
