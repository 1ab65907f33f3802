"""A second judge of dated facts, written from the description alone, to hold the program to.

It knows nothing of `mentorctl`: programs, people and records are plain mappings as their files
have them, with days in place of their texts.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, NamedTuple

Plain = dict[str, Any]
ONE_DAY = dt.timedelta(days=1)


class Row(NamedTuple):
    """A milestone of one pairing: its day, and the one that an extension makes of it."""

    id: str
    due: dt.date | None
    last: dt.date | None
    required: bool
    owners: tuple[str, ...]
    needs: tuple[str, ...]


class Case(NamedTuple):
    """A program folder, read."""

    program: Plain
    people: dict[str, Plain]
    meetings: dict[str, Plain]
    pairings: dict[str, Plain]

    @property
    def first(self) -> dt.date:
        return on_month_day(int(self.program["year"][:4]), self.program["year_starts"])

    def first_of(self, day: dt.date) -> dt.date:
        """The first day of the program year that a day is in."""
        starts = self.program["year_starts"]
        return max(first for year in (day.year - 1, day.year)
                   if (first := on_month_day(year, starts)) <= day)  # fmt: skip

    def last_of(self, day: dt.date) -> dt.date:
        """The last day of the program year that a day is in."""
        return self.first_of(self.first_of(day) + 370 * ONE_DAY) - ONE_DAY

    def day(self, month_day: str) -> dt.date:
        days = [on_month_day(self.first.year + more, month_day) for more in (0, 1)]
        return days[0] if days[0] >= self.first else days[1]


def on_month_day(year: int, month_day: str) -> dt.date:
    """A day of the year; February 29 is the 28th where there is none."""
    try:
        return dt.date.fromisoformat(f"{year}-{month_day}")
    except ValueError:
        return dt.date(year, 2, 28)


def span_end(start: dt.date, due: Plain) -> dt.date:
    """Months first, the month's last day where it has no such day; then weeks and days."""
    months = start.year * 12 + start.month - 1 + due.get("months", 0)
    day = start.day
    while True:
        try:
            end = dt.date(months // 12, months % 12 + 1, day)
        except ValueError:
            day -= 1
        else:
            more: int = due.get("weeks", 0) * 7 + due.get("days", 0)
            return end + more * ONE_DAY


def dug(record: Any, *names: str) -> Any:
    for name in names:
        record = (record or {}).get(name)
    return record


class Judge:
    """One pairing, judged on one day."""

    def __init__(self, case: Case, name: str, today: dt.date) -> None:
        self.case, self.name, self.today = case, name, today
        self.team = case.pairings[name]
        self.own: Plain = self.team["pairing"]
        self.program = case.program

    # approvals

    def in_force(self, kind: str) -> list[Plain]:
        return [each for each in self.own.get(kind, ())
                if each.get("approved_by") and each.get("reason")
                and each.get("on") and each["on"] <= self.today]  # fmt: skip

    def waived(self, need: str) -> dt.date | None:
        return min((each["on"] for each in self.in_force("waivers")
                    if need == each["need"] or need.startswith(f"{each['need']}.")),
                   default=None)  # fmt: skip

    def untils(self, row: str) -> list[dt.date]:
        """The last days of the extensions of a milestone."""
        return [each["until"] for each in self.in_force("extensions") if each["milestone"] == row]

    # days

    def start(self, due: Plain) -> dt.date | None:
        mentee = self.case.people.get(self.own["mentee"])
        by_mentee = due["after"] == "mentee-start"
        found: dt.date | None = dug(mentee, "started_on") if by_mentee else self.own["starts"]
        return found

    def own_day(self, due: Plain) -> dt.date | None:
        """The day of a milestone before anything moves it."""
        if "date" in due:
            return self.case.day(due["date"])
        if "target" in due:
            return next((each.get("target_date") for each in self.planned
                         if each["slot"] == due["target"]), None)  # fmt: skip
        start = self.start(due)
        return start and span_end(start, due)

    @property
    def planned(self) -> list[Plain]:
        return dug(self.team.get("plan"), "experiences") or []

    @cached_property
    def window(self) -> tuple[dt.date, dt.date]:
        """The days on which a fact counts."""
        first, last = self.case.first, self.case.last_of(self.case.first)
        low, high = first, last
        for row in self.program["calendar"]:
            if row.get("applies") == "no" or "after" not in row["due"]:
                continue
            start, end = self.start(row["due"]), self.own_day(row["due"])
            end = end and max([end, *self.untils(row["id"])])
            if start and end and end >= first:
                low, high = min(low, start), max(high, self.case.last_of(end))
        return low, min(high, self.today)

    @cached_property
    def all_rows(self) -> list[tuple[Row, bool]]:
        """Every row, and whether its day was before a pairing began that need not make it up."""
        calendar = [row for row in self.program["calendar"] if row.get("applies") != "no"]
        dated = [(row, self.own_day(row["due"])) for row in calendar]
        for meeting in self.program["meetings"]:
            need = f"meetings/{meeting['id']}:attended"
            if not any(need in row["needs"] for row in calendar if row.get("required") != "no"):
                own = {**meeting, "owner": meeting["attended_by"], "needs": [need]}
                dated.append((own, self.case.day(meeting["until"])))
        late, starts = self.program["late_start"], self.own["starts"]
        found = []
        for row, day in dated:
            is_before, due = day is not None and day < starts, day
            if day and is_before and late == "prorate":
                year_end = self.case.last_of(self.case.first)
                due = max(day, min(starts + max(day - self.case.first, 0 * ONE_DAY), year_end))
            last = max([due, *self.untils(row["id"])]) if due else None
            owner = row["owner"]
            owners = (owner,) if isinstance(owner, str) else tuple(owner)
            required = row.get("required") != "no"
            made = Row(row["id"], due, last, required, owners, tuple(row["needs"]))
            found.append((made, is_before and late == "skip"))
        return found

    @property
    def rows(self) -> list[Row]:
        return [row for row, is_skipped in self.all_rows if not is_skipped]

    def held_to(self, need: str) -> Row | None:
        """The earliest required row of a need."""
        rows = [row for row in self.rows if row.required and need in row.needs]
        return min(rows, key=lambda row: row.due or dt.date.max, default=None)

    def is_skipped(self, need: str) -> bool:
        rows = [skipped for row, skipped in self.all_rows if row.required and need in row.needs]
        return bool(rows) and all(rows)

    # facts

    def recorded(self, need: str) -> list[dt.date]:
        """Every day on which a need could rest."""
        record, _, field = need.partition(":")
        kind, _, key = record.partition("/")
        names = field.split(".")
        if kind == "meetings":
            held = self.case.meetings.get(key)
            on = held and held.get("on")
            if not held or not on or held["meeting"] != key or self.absent(key, names[1:]):
                return []
            return [on]
        if kind == "trainings":
            # a training is the person's: where this pairing does not say, another one may
            days = self.trained(self.team, names) or [
                day for each in self.case.pairings.values() for day in self.trained(each, names)
            ]
        elif kind == "visits":
            days = [dug(each, *names) for each in self.team.get("visits", {}).values()]
        elif kind == "experiences":
            days = [dug(dug(self.team.get("experiences"), key), *names)]
        else:
            days = [dug(self.team.get(kind), *names)]
        return [day for day in days if day]

    def absent(self, meeting: str, roles: list[str]) -> list[str]:
        """The roles missing at a meeting that was held, of the pair of whom fewest were."""
        setting = next(each for each in self.program["meetings"] if each["id"] == meeting)
        held = self.case.meetings[meeting]
        asked, pair, seen = roles or setting["attended_by"], self.own, {self.name}
        missing = []
        while True:
            missing.append([role for role in asked if pair.get(role) not in held["attended"]])
            follows = pair.get("follows")
            if not follows or follows in seen or held["on"] >= pair["starts"]:
                return min(reversed(missing), key=len)
            if follows not in self.case.pairings:
                return min(reversed(missing), key=len)
            seen.add(follows)
            pair = self.case.pairings[follows]["pairing"]

    def counted(self, need: str) -> tuple[dt.date, dt.date] | None:
        """The day of a fact that counts, and the day since which it does."""
        low, high = self.window
        days = [day for day in self.recorded(need)
                if day <= high and (low <= day or need.startswith("trainings"))]  # fmt: skip
        if not days:
            return None
        day = since = min(days)
        if need.startswith("experiences/"):
            approved = self.approved(int(need[len("experiences/") : need.index(":")]))
            if approved is None:
                return None
            since = max(day, approved)
        return (day, since) if since <= self.today else None

    def approved(self, slot: int) -> dt.date | None:
        """Since when an experience may count; one of the catalogue always may."""
        entry = next((each for each in self.planned if each["slot"] == slot), None)
        own = entry and entry.get("own")
        if not own:
            return dt.date.min
        asked = self.program["experiences"]["own_needs"]
        if any(not own.get(name) for name in asked if name != "approved"):
            return None
        if "approved" not in asked:
            return dt.date.min
        yes = own.get("approved") or {}
        return yes.get("on") if yes.get("by") else None

    # verdicts

    def need_state(self, need: str, row: Row | None) -> str:
        fact, waived = self.counted(need), self.waived(need)
        due, last = (row.due, row.last) if row else (None, None)
        if fact is None:
            if waived:
                return "excused"
            return "missed" if last and self.has_begun and self.today > last else "due"
        if due is None or last is None or fact[0] <= due:
            return "met"
        return "excused" if waived or fact[0] <= last else "late"

    def row_state(self, row: Row) -> str:
        states = {self.need_state(need, row) for need in row.needs}
        return next(each for each in ("missed", "due", "late", "excused", "met") if each in states)

    def state_of(self, row: Row, *, is_skipped: bool) -> str:
        state = self.row_state(row)
        return "excused" if is_skipped and state != "met" else state

    def open_needs(self, row: Row) -> list[str]:
        return [need for need in row.needs if self.need_state(need, row) in {"due", "missed"}]

    def kept(self, row: Row, state: str) -> list[str]:
        """The needs of a required row that are late, or missed, where they are held to it."""
        return [need for need in row.needs if row.required and self.held_to(need) == row
                and self.need_state(need, row) == state]  # fmt: skip

    def is_unread(self, need: str) -> bool:
        """Whether its meeting's file says that it is of another one."""
        kind, _, key = need.partition(":")[0].partition("/")
        held = self.case.meetings.get(key) if kind == "meetings" else None
        return held is not None and held["meeting"] != key

    @property
    def asked(self) -> list[str]:
        """What completion asks for; of what a late starter may skip, only what was done."""
        needs = [each["need"] for each in self.program["completion"]["needs"]]
        return [need for need in needs if not self.is_skipped(need) or self.counted(need)]

    def settled(self, need: str) -> dt.date | None:
        """The day on which completion had a need, or None."""
        days = [day for day in [self.waived(need)] if day]
        fact, row = self.counted(need), self.held_to(need)
        if fact:
            on, since = fact
            late_counts = self.program["completion"]["late"] == "counts"
            if row is None or row.due is None or on <= row.due or late_counts:
                days.append(since)
            else:
                days += [max(since, each["on"]) for each in self.in_force("extensions")
                         if each["milestone"] == row.id and on <= each["until"]]  # fmt: skip
        return min(days, default=None)

    @property
    def holds(self) -> bool:
        return bool(self.asked) and all(self.settled(need) for need in self.asked)

    @property
    def completed_on(self) -> dt.date | None:
        days = [self.settled(need) for need in self.asked]
        return max(days) if days and all(days) else None  # type: ignore[type-var]

    @cached_property
    def state(self) -> str:
        """As it is believed."""
        said, ends = self.own["state"], self.own.get("ends")
        if said in {"withdrawn", "reassigned"}:
            return "active" if ends and self.today <= ends else said
        if said == "completed":
            closed = dug(self.own.get("closed"), "on") or ends
            if closed and closed <= self.today and Judge(self.case, self.name, closed).holds:
                return "completed"
        return "active"

    @property
    def has_begun(self) -> bool:
        return bool(self.own["starts"] <= self.today)

    @property
    def is_under_way(self) -> bool:
        return self.has_begun and self.state in {"active", "completed"}

    @property
    def standing(self) -> str:
        if self.state in {"withdrawn", "reassigned"}:
            return self.state
        if self.holds:
            return "done"
        rows = [row for row in self.rows if row.required]
        unread = [row for row in rows if (needs := self.open_needs(row))
                  and all(map(self.is_unread, needs))]  # fmt: skip
        if any(not self.is_unread(need) for row in rows for need in self.kept(row, "missed")):
            return "overdue"
        # whatever a file says that cannot be read, who lacks something besides is not done
        lacking = [need for need in self.asked if not self.settled(need)]
        if unread or (lacking and all(map(self.is_unread, lacking))):
            return "unknown"
        is_late = self.has_begun and any(self.kept(row, "late") for row in rows)
        return "late" if is_late else "on track"

    @property
    def owes(self) -> list[str]:
        """What is still open of one who is done."""
        if self.standing != "done" or not self.is_under_way:
            return []
        return [row.id for row in self.rows if row.required and self.open_needs(row)]

    def count(self, kind: str) -> tuple[int, int]:
        """How many experiences or meetings are all there, of how many that completion asks for."""
        parts: dict[str, list[bool]] = {}
        for need in self.asked:
            if need.startswith(f"{kind}/"):
                is_there = bool(self.counted(need) and self.settled(need))
                parts.setdefault(need.partition(":")[0], []).append(is_there)
        return sum(map(all, parts.values())), len(parts)

    def trained(self, team: Plain, names: list[str]) -> list[dt.date]:
        """The days of a training, as one pairing has them."""
        taken = dug(team.get("trainings"), "taken") or []
        who = self.own.get(names[1])
        return [each["on"] for each in taken if each["person"] == who and each.get("on")
                and each["code"].lower().replace(" ", "-") == names[2]]  # fmt: skip

    @property
    def takes_over_later(self) -> bool:
        """Whether it has not begun, and one that it follows, has, and is active."""
        seen: set[str] = set()
        pair = self.case.pairings[self.name]["pairing"]
        while pair["starts"] > self.today:
            follows = pair.get("follows")
            if not follows or follows in seen or follows not in self.case.pairings:
                return False
            seen.add(follows)
            pair = self.case.pairings[follows]["pairing"]
        ends = pair.get("ends")
        is_over = pair["state"] in {"withdrawn", "reassigned"} and not (ends and self.today <= ends)
        return bool(seen) and not is_over and pair["state"] != "completed"

    def debts(self, until: dt.date) -> set[tuple[str, str, dt.date, str]]:
        """Milestone, role, last day and state of what is owed up to a day."""
        found = set()
        for row in self.rows if self.is_under_way else ():
            needs = [need for need in self.open_needs(row) if not self.is_unread(need)]
            if not needs or row.last is None or row.last > until:
                continue
            is_past = row.last < self.today
            if is_past and not row.required:
                continue
            state = "missed" if is_past else "due"
            found |= {(row.id, role, row.last, state) for role in self.owners(row, needs)}
        return found

    def owners(self, row: Row, needs: list[str]) -> set[str]:
        """Of whom it is asked."""
        return {role for need in needs for role in self.asked_of(row, need)}

    def asked_of(self, row: Row, need: str) -> set[str]:
        """Of whom one need is asked: a meeting that was held, of those who were not there; what a
        role writes down, of that role; of the advisor, once the others have done their part."""
        kind, _, key = need.partition(":")[0].partition("/")
        field = need.partition(":")[2]
        owners = set(row.owners)
        if kind == "meetings":
            held = self.case.meetings.get(key)
            there = held and held["meeting"] == key and held.get("on")
            if not there or there > self.today:
                return owners
            return set(self.absent(key, field.split(".")[1:])) & owners or owners
        has_advisor = bool(self.own.get("advisor"))
        if kind == "experiences" and has_advisor and self.only_lacks_approval(need):
            return {"advisor"}
        if kind == "plan" and has_advisor:
            rest = owners - {"advisor"}
            return rest if rest and not self.plan_is_made else {"advisor"}
        writer = {
            "achieved": "mentee", "sent_to_mentor": "mentee", "comment.sent_to_advisor": "mentor",
            "dates.survey": "mentee", "signed_off.on": "supervisor",
            "taken.mentor.sp-511": "mentor", "taken.mentee.sp-512": "mentee",
        }.get(field, "")  # fmt: skip
        return {writer} & owners or owners

    @property
    def plan_is_made(self) -> bool:
        return bool(self.planned) and all(
            (each.get("catalogue") or each.get("own")) and each.get("target_date")
            for each in self.planned
        )

    def only_lacks_approval(self, need: str) -> bool:
        """Whether something of an experience is done, and only the advisor's yes is not there."""
        low, high = self.window
        slot = int(need[len("experiences/") : need.index(":")])
        own = next((dug(each, "own") for each in self.planned if each["slot"] == slot), None)
        if not own or not any(low <= day <= high for day in self.recorded(need)):
            return False
        if self.case.program["experiences"]["own_needs"][-1:] != ["approved"]:
            return False
        yes = own.get("approved") or {}
        return bool(own.get("description")) and not (yes.get("by") and yes.get("on"))

    def movers(self, row: Row) -> set[str]:
        """Whose move an open row is: where somebody else has to do theirs first, it is theirs."""
        found = set()
        for need in self.open_needs(row):
            if not self.is_unread(need):
                first = self.waits_for(row, need)
                found |= {first} if first else self.asked_of(row, need)
        return found or set(row.owners)

    def waits_for(self, row: Row, need: str) -> str | None:
        """Whose part in the same record comes before, is asked of others, and is not there."""
        record, _, field = need.partition(":")
        ways = {
            "plan": ["approved.on", "received.on"],
            "experiences": ["achieved", "sent_to_mentor", "comment.sent_to_advisor"],
        }
        order = ways.get(record.partition("/")[0], [field])
        earlier = [f"{record}:{each}" for each in order[: order.index(field)]]
        rows = [each for each, _ in self.all_rows if not set(each.owners) & set(row.owners)]
        for before in reversed(earlier):
            asking = [each for each in rows if before in each.needs]
            if asking:
                between = [before, *earlier[earlier.index(before) + 1 :]]
                known = {each for one, _ in self.all_rows for each in one.needs}
                known |= {each["need"] for each in self.program["completion"]["needs"]}
                if any(each in known and self.is_written(each) for each in between):
                    return None
                return min(asking, key=self.place).owners[0]
        return None

    def place(self, row: Row) -> int:
        return [each.id for each, _ in self.all_rows].index(row.id)

    def is_written(self, need: str) -> bool:
        low, high = self.window
        days = [day for day in self.recorded(need) if low <= day <= high]
        counts = bool(self.counted(need) or self.waived(need))
        return counts or (need.startswith("experiences/") and bool(days))
