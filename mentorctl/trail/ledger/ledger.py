"""What a program's history proves: its key register, its signed statements, and its faults.

The history is read once from its root, each commit by what it changed; what was read is added to
when commits are added. Nothing here looks at the files on disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.recorded import HeldKey, SignedStatement
from mentorctl.trail.ledger.statement_check import JudgedStatement
from mentorctl.trail.register.key_register import Register
from mentorctl.trail.register.rights_changes import RightsChange

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

__all__ = [
    "FORBIDDEN", "ORDER", "OTHER_ROOT", "Ledger", "LostRoles", "LostStatement", "Remark",
    "Settings", "Told",
]  # fmt: skip

# the code of a remark on what its writer had no right to
FORBIDDEN = "forbidden-change"
# of one on a commit that is dated before another that led to it
ORDER = "commit-order"
# and of one on another key register than the right one
OTHER_ROOT = "other-root"
# tolerance for computers whose clocks differ by minutes
SKEW_SECONDS = 600


_USED = "?"


def used_by(person: str) -> str:
    """What stands for somebody who has signed with an address that is in nobody's file."""
    return f"{_USED}{person}"


class Remark(NamedTuple):
    """A fault in the history, for `audit`.

    Attributes:
        code: What kind of thing it is: `unsigned-commit`, `key-change`, `backdated` …
        commit: The commit.
        path: The file it is about, or empty.
        key: The fingerprint of the key it is about, or empty.
        message: What is wrong, in words.
    """

    code: str
    commit: str
    path: str
    key: str
    message: str


class Settings(NamedTuple):
    """What program.yaml says of the trail, and who said so.

    Attributes:
        zone: The program's time zone.
        grace: How many days a fact may be older than the commit that brings it in.
        pointers: The facts that its calendar and completion rest on.
        receivers: The fingerprints of the guards whose notes count of what came in when.
        commit: The commit that set this; empty for what counts where nothing is said.
        key: The fingerprint of the key that signed it.
        program: The program's id; empty before it has one.
    """

    zone: str = "UTC"
    grace: int = 0
    pointers: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()
    commit: str = ""
    key: str = ""
    program: str = ""


class LostRoles(NamedTuple):
    """That somebody has lost a role in a pairing.

    Attributes:
        folder: The pairing's folder, with `/`.
        person: Their id.
        had: The roles that they had.
        has: Those that they have; none of somebody who has left.
    """

    folder: str
    person: str
    had: frozenset[str]
    has: frozenset[str]


class LostStatement(NamedTuple):
    """A signed statement that somebody took out of its file.

    Attributes:
        signed: It.
        by: The commits in which whoever signed it, or a coordinator, did so; none where only others
            did, and it goes on counting.
    """

    signed: SignedStatement
    by: tuple[str, ...] = ()


class Told(NamedTuple):
    """What the notes of a shared folder say of when a commit came in.

    Attributes:
        heads: The last commits of what stood there then.
        is_noted: Whether a note knows of that commit; if none does, it is still to come in.
    """

    heads: tuple[str, ...]
    is_noted: bool


class Ledger(msgspec.Struct, kw_only=True):
    """What the history says up to one commit.

    Attributes:
        toolkit: Which toolkit read it; nothing is kept for another one.
        tip: The last commit that was read; empty before the first.
        count: How many commits were read.
        settings: What counts of its settings, as of the last commit that was read.
        every_settings: All that ever counted.
        settled: Which of them counted with each commit.
        renamed: What folders of pairings were called before, by what they are called.
        keys: Everybody's keys as their files were last seen, by person.
        emails: Whose address is whose; of one in nobody's file, who signed with it first, as
            `used_by` calls them.
        registers: Every register there ever was.
        at: For each commit, the place of its register.
        parents: For each commit, those that it follows.
        formats: For each commit whose folder is not of the first format, its number.
        when: For each commit, its committer's time in seconds since 1970.
        clocks: For each commit that is a little older, by its date, than one that led to it, that
            one's time.
        signers: For each commit that somebody registered signed, the key's fingerprint.
        brought: Every signed statement, by its file and id.
        again: The same statements where they came in another time.
        declined: The refusals to sign that counted: by record and role, each by its file and id,
            with the person, the time and the reason.
        unproven: What counts for nothing although it is written in a record, by file: each value
            as `writing` calls it, with the commit that wrote it.
        unread: For each file that could not be read as some commit left it, what it held when it
            last could: by the file and the id of what it held, the id of what it had held.
        since: For each file of which no record can be made as some commit left it, by the same, the
            commit since which that is so.
        taken: What rightly stood in a record until somebody took it out who may not, by file: each
            value as `unproven` calls it.
        lost: The statements that somebody took out of a file, by the file and what `entry_id` calls
            them.
        gone: What each `pairing.yaml` held that somebody took away who may not.
        rights: For each commit that changed the key register, how.
        left: For each commit that took people out of a pairing, or of a role there, whom.
        came_along: What pairings took over from those they follow, as it would be named if not.
        told: What stood in the shared folder when commits came in of which that was asked, by the
            commit and the guards whose notes counted.
        notes: The last commit of the notes that told it.
        seen: Who founded programs as the user had seen it before, by program, where a merge of
            several beginnings asked for that.
        rivals: The keys of all who founded a register in it, where nothing told which is right.
        remarks: What is not as it should be, in the history's order.
        cut: Whether the history was cut off before its root.
    """

    toolkit: str = ""
    tip: str = ""
    count: int = 0
    settings: Settings = Settings()
    every_settings: list[Settings] = []
    settled: dict[str, int] = {}
    renamed: dict[str, tuple[str, ...]] = {}
    keys: dict[str, tuple[HeldKey, ...]] = {}
    emails: dict[str, str] = {}
    registers: list[Register] = []
    at: dict[str, int] = {}
    parents: dict[str, tuple[str, ...]] = {}
    formats: dict[str, int] = {}
    when: dict[str, int] = {}
    clocks: dict[str, int] = {}
    signers: dict[str, str] = {}
    brought: dict[str, JudgedStatement] = {}
    again: dict[str, tuple[JudgedStatement, ...]] = {}
    declined: dict[str, dict[str, tuple[str, str, str]]] = {}
    unproven: dict[str, dict[str, str]] = {}
    unread: dict[str, str | None] = {}
    since: dict[str, str] = {}
    taken: dict[str, frozenset[str]] = {}
    lost: dict[str, dict[str, LostStatement]] = {}
    gone: dict[str, str] = {}
    rights: dict[str, tuple[RightsChange, ...]] = {}
    left: dict[str, tuple[LostRoles, ...]] = {}
    came_along: dict[str, tuple[Remark, ...]] = {}
    told: dict[str, Told] = {}
    notes: str = ""
    seen: dict[str, tuple[str, ...]] = {}
    rivals: tuple[str, ...] = ()
    remarks: list[Remark] = []
    cut: bool = False

    @property
    def program(self) -> str:
        """The program's id, as the history says that leads to its register."""
        return self.settings.program

    @property
    def zone(self) -> str:
        """The program's time zone."""
        return self.settings.zone

    @property
    def grace(self) -> int:
        """How many days a fact may be older than the commit that brings it in."""
        return self.settings.grace

    @property
    def pointers(self) -> tuple[str, ...]:
        """The facts that the program's calendar and completion rest on."""
        return self.settings.pointers

    @property
    def receivers(self) -> tuple[str, ...]:
        """The fingerprints of the guards whose notes count of what came in when."""
        return self.settings.receivers

    @property
    def register(self) -> Register:
        """Whose keys count after the last commit."""
        return self.registers[self.at[self.tip]] if self.tip else Register()

    @property
    def signed(self) -> int:
        """How many commits somebody registered signed."""
        return len(self.signers)

    def times(self, latest: float = float("inf")) -> dict[str, int]:
        """When each commit counts as made: never before its parents, whatever its date says.

        Args:
            latest: What is dated after this is still to come, and counts as its parents do.
        """
        times: dict[str, int] = {}
        for commit, parents in self.parents.items():
            own, before = self.when.get(commit, 0), [times.get(each, 0) for each in parents]
            times[commit] = max([own if own <= latest else 0, *before])
        return times

    def is_dated_back(self, commit: str) -> bool:
        """Whether a commit says that it is older than one that led to it.

        Some minutes are nothing, as clocks differ; they are given once, and not to each of many
        commits in turn.
        """
        known = (self.clocks.get(each, self.when.get(each, 0)) for each in self.parents[commit])
        last, own = max(known, default=0), self.when[commit]
        if last - SKEW_SECONDS <= own < last:
            self.clocks[commit] = last
        return own < last - SKEW_SECONDS

    def other_author(self, email: str, signer: str) -> str:
        """The id of the person whom a commit's address says made it; empty where its signer did.

        Args:
            email: The address.
            signer: The id of the person who signed it.
        """
        named = self.emails.setdefault(email.casefold(), used_by(signer))
        return "" if named == signer or named.startswith(_USED) else named

    def take_email(self, email: str, person: str, *, may: bool) -> None:
        """Have an address be a person's, as their file says.

        Args:
            email: The address.
            person: Their id.
            may: Whether who wrote that may say of another's address that it is theirs now.
        """
        known = self.emails.get(email.casefold())
        if may or known in (None, used_by(person)):
            self.emails[email.casefold()] = person

    def who_signed(self, commit: str) -> str:
        """The id of the person who signed a commit; empty when nobody registered did."""
        return self.register.person(self.signers.get(commit, ""))

    def entry(self, path: str, entry: str) -> JudgedStatement | None:
        """How a signed statement was judged when it was committed; None while it is not."""
        return self.brought.get(f"{path}\n{entry}")

    def stood(self, path: str, name: str | None) -> str | None:
        """The id of what a file held when it could last be read."""
        return self.unread.get(f"{path}\n{name}", name)

    def by_coordinators(self, path: str) -> Callable[[str], bool]:
        """What tells, by its id, whether what a commit made of a file counts.

        What was there before anybody had a key does; where nobody ever has one, all of it.

        Args:
            path: A file that only coordinators change.
        """
        root = self.register.root
        found, more = set[str](), [root]
        while more:
            each = more.pop()
            if each not in found:
                found.add(each)
                more += self.parents.get(each, ())
        denied = {each.commit for each in self.remarks
                  if each.code == FORBIDDEN and each.path == path}  # fmt: skip

        def counts(commit: str) -> bool:
            if not root or commit in found:
                return True
            parents = self.parents.get(commit, ())
            # whoever gives the office up in it has it until then; a merge has more than one before
            judges = parents if len(parents) == 1 else (commit,)
            registers = (self.registers[self.at[each]] for each in judges if each in self.at)
            key = self.signers.get(commit)
            return commit not in denied and any(
                each.root == root and each.may_change(key) for each in registers
            )

        return counts

    def founders(self) -> frozenset[str]:
        """The fingerprints of the keys that founded the register."""
        return self.register.founders

    def remarks_on(self, now: dt.datetime) -> Iterator[Remark]:
        """What is not as it should be, with the commits that are dated in the future.

        Whoever goes on from one of these is dated before it, and that is no fault of theirs.

        Args:
            now: The moment.
        """
        latest = now.timestamp() + SKEW_SECONDS
        for each in self.remarks:
            if each.code != ORDER or self._is_behind(each.commit, latest):
                yield each
        yield from self.ahead(now)

    def ahead(self, now: dt.datetime) -> Iterator[Remark]:
        """The commits that are dated in the future.

        Args:
            now: The moment.
        """
        import datetime as dt  # noqa: PLC0415 - only for a report
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - only for a report

        latest = now.timestamp() + SKEW_SECONDS
        for commit, seconds in self.when.items():
            if seconds > latest:
                zone = ZoneInfo(self.zone)
                day = dt.datetime.fromtimestamp(seconds, zone).date()
                what = f"it is dated {day}, which is still to come"
                yield Remark("future-commit", commit, "", "", what)

    def _is_behind(self, commit: str, latest: float) -> bool:
        """Whether a commit is dated before one that led to it and is not dated too late itself."""
        known, todo = set[str](), [*self.parents.get(commit, ())]
        while todo:
            each = todo.pop()
            seconds = self.clocks.get(each, self.when.get(each, 0))
            if seconds <= latest:
                if self.when[commit] < seconds - SKEW_SECONDS:
                    return True
            elif each not in known:
                known.add(each)
                todo += self.parents.get(each, ())
        return False
