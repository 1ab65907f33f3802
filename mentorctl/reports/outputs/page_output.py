"""The keys of what `report` says in JSON: the numbers of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.reports.outputs.evaluation_output import ON_PAGE
from mentorctl.reports.outputs.output_entries import (
    DRAWN,
    OTHER_YEARS,
    PROGRAM,
    UNREADABLE,
    ListKey,
    OneKey,
    Output,
)

if TYPE_CHECKING:
    from mentorctl.reports.outputs.output_entries import Entry

__all__ = ["PAGE_OUTPUT"]

_FEW = "it is of fewer than five"
_COUNT: tuple[Entry, ...] = (
    OneKey("number", "number", "How many.", _FEW),
    OneKey("of", "number", "Of how many."),
    OneKey("told", "text", "The same in words."),
    OneKey("at_least", "number", "The fewest that these allow."),
    OneKey("at_most", "number", "The most that these allow."),
)
_MILESTONE: tuple[Entry, ...] = (
    OneKey("id", "id", "The milestone."), "title",
    OneKey("due", "day", "The day by which it is due.", "each pairing has its own"),
    OneKey("due_told", "text", "What stands in place of the day.", "it has a day"),
    "required", "owners",
    OneKey("of_program", "yes or no", "Whether it belongs to the program as a whole."),
    OneKey("counts", "numbers", "How many stand how: pairings; people where it is the program's.",
           "the reader may not see it"),
    OneKey("done", "number", "In how many pairings it is done.", "it is the program's, or of few"),
    OneKey("of", "number", "Of how many.", "it is the program's, or all are few"),
    OneKey("told", "text", "The same in words.", "it is the program's, or all are few"),
    OneKey("at_least", "number", "The fewest that these allow.", "it is not told"),
    OneKey("at_most", "number", "The most that these allow.", "it is not told"),
    OneKey("is_done", "yes or no", "Whether nothing of it is open."),
)  # fmt: skip
_OVERDUE: tuple[Entry, ...] = (
    "role",
    OneKey("things", "number", "How many things are past their day and open."),
    OneKey("pairings", "number", "How many pairings wait for them."),
    ListKey("people", (
        OneKey("person_id", "id", "Who owes them.", "nobody in particular does"),
        OneKey("person", "text", "Their name.", "nobody in particular does"),
        OneKey("things", "number", "How many things they owe."),
        OneKey("since", "day", "The day by which the first of them was due."),
        OneKey("milestones", "texts", "The titles of the milestones that they belong to."),
    )),
)  # fmt: skip
_PAIRING: tuple[Entry, ...] = (
    "pairing", "mentee_id", "mentee", "mentor_id", "mentor", "advisor_id", "advisor",
    "supervisor_id", "supervisor", "content_area", "standing", "experiences", "experiences_asked",
    OneKey("next", "id", "The milestone that is due first.", "none is open"),
    OneKey("next_title", "text", "Its title.", "none is open"),
    OneKey("next_by", "day", "Its last day, extension included.", "none is open"),
    "next_owners",
)  # fmt: skip

PAGE_OUTPUT = Output("report", "mentorctl report --format json", (
    "schema_version", *PROGRAM,
    OneKey("first_day", "day", "The first day of the program year."),
    OneKey("last_day", "day", "Its last day."), "today", *DRAWN,
    OneKey("reader", "text", "Whom it is for: coordinator, principal, advisor or public."),
    OneKey("schools", "texts", "The schools of the principal that it is for."),
    OneKey("advisor_id", "id", "The advisor that it is for.", "it is for somebody else"),
    OneKey("advisor", "text", "Their name.", "it is for somebody else"),
    OneKey("pairings_shown", "number", "How many pairings it is about.", _FEW),
    OneKey("completed", "number", "How many of them have completed.", _FEW), "why_nobody",
    ListKey("phases", (
        "title", OneKey("from", "day", "Its first day."), OneKey("until", "day", "Its last day."),
        OneKey("note", "text", "What is usual in it.", "nothing is noted"),
        OneKey("is_now", "yes or no", "Whether it is usual now."),
    )),
    ListKey("calendar", _MILESTONE),
    ListKey("standings", (
        OneKey("standing", "text", "How they stand.", "it is all others together"),
        OneKey("pairings", "number", "How many pairings stand so."),
    )),
    ListKey("overdue", _OVERDUE),
    ListKey("awaited", (
        "role", OneKey("person_id", "id", "Whose move it is."),
        OneKey("person", "text", "Their name."),
        OneKey("reports", "number", "How many reports wait for them."),
        OneKey("since", "day", "Since when the first of them waits."),
    )),
    ListKey("pairings", _PAIRING),
    ListKey("areas", (
        OneKey("area", "text", "The content area.", "none is named, or it is all others together"),
        OneKey("is_others", "yes or no", "Whether it is all others together."),
        OneKey("pairings", "number", "How many pairings it has."),
        OneKey("completed", "number", "How many of them have completed."),
    )),
    OneKey("log_minutes", "number", "How long the logs say, in the months that are told."),
    OneKey("log_is_whole", "yes or no", "Whether all months and kinds are told."),
    ListKey("log_months", (
        OneKey("month", "text", "The month: `2026-10`."),
        OneKey("minutes", "number", "How long."),
    )),
    ListKey("log_kinds", (
        OneKey("kind", "text", "The kind of contact.", "it is all others together"),
        OneKey("entries", "number", "How many entries.", "the reader may not see it"),
        OneKey("minutes", "number", "How long in all."),
        OneKey("by_month", "numbers", "How long in each month, for whoever may see it."),
    )),
    ListKey("weeks", (
        OneKey("monday", "day", "The first day of the week."), *_COUNT,
        OneKey("reflected_number", "number", "How many wrote down what they thought.", _FEW),
        OneKey("reflected_of", "number", "Of how many."),
        OneKey("reflected_told", "text", "The same in words."),
        OneKey("reflected_at_least", "number", "The fewest that these allow."),
        OneKey("reflected_at_most", "number", "The most that these allow."),
    )),
    OneKey("checklists", "number", "How many checklists of focal points are counted."),
    OneKey("checklists_undated", "number", "How many are not, as they have no day.",
           "the reader may not see it"),
    OneKey("ratings", "texts", "What their ratings are called, the lowest first."),
    ListKey("focal_points", (
        OneKey("id", "id", "The line."), "title",
        OneKey("group", "text", "The heading that it stands under."),
        OneKey("counts", "numbers", "How many rated it so, for whoever may see it."),
        OneKey("number", "number", "How many gave it the highest rating.", _FEW),
        *_COUNT[1:],
    )),
    ON_PAGE,
    ListKey("standards", (
        OneKey("id", "id", "The standard."), "title",
        OneKey("rule", "text", "Where it stands in law."), "counts",
        ListKey("items", (
            OneKey("item", "id", "The item."),
            OneKey("number", "text", "As the rule numbers it: `(G)5`."),
            OneKey("part", "text", "The heading it stands under."),
            OneKey("text", "text", "What it asks for, in our own words."), "state",
            OneKey("says", "texts", "What the records say."),
            OneKey("evidence", "texts", "What the program shows, with the day."),
        )),
    )),
    OneKey("no_standards", "texts", "Why standards cannot be judged, and what to do."),
    UNREADABLE,
    OneKey("unreadable_elsewhere", "number", "How many more files could not be read."), OTHER_YEARS,
))  # fmt: skip
