"""Builds the report of `history`: who changed what in a pairing, a record or the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import (
    EVIDENCE,
    MEETINGS,
    PAIRING_FILE,
    PROGRAM_FILE,
    pairing_file,
    person_file,
    stem_in,
    tells_signatures,
)
from mentorctl.model.roles import SIDES
from mentorctl.model.years import zone_named
from mentorctl.reports.history.field_diff import (
    TYPED,
    Detail,
    TouchedRecord,
    details,
    from_to,
    record_title,
)
from mentorctl.reports.history.file_story import Scope, followed
from mentorctl.reports.history.merge_story import MergeStory
from mentorctl.reports.history.signature_events import (
    SignatureChange,
    SignatureTracker,
)
from mentorctl.reports.provenance import named_of, program_data, rightly_named
from mentorctl.store.people import called
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.file_finder import FileFinder
from mentorctl.trail.git.file_versions import contents, versions, versions_about
from mentorctl.trail.git.tree_entry import LINKS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.person import Person
    from mentorctl.reports.history.file_story import Followed, Story
    from mentorctl.store.folder import Folder
    from mentorctl.trail.git.file_versions import Version
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = [
    "StoryEvent",
    "as_data",
    "history",
    "in_full",
    "in_short",
    "scope_of",
    "who",
]

SCHEMA_VERSION = 1
# of a pairing, what the forms of its other records take something from
AROUND_RECORD = (PAIRING_FILE, "plan.yaml", f"{EVIDENCE}/")
MOST_OF_NEW = 4


class StoryEvent(NamedTuple):
    """One commit, reduced to the selected changes.

    Attributes:
        commit: Its id.
        at: When it was made, in the program's time zone.
        person: The id of the person who signed it; empty when nobody registered did.
        author: The name it claims to be by, which proves nothing.
        message: The first line of what it says.
        is_typed: Whether a person typed that, with `save -m`.
        records: What happened to each record.
        signature_changes: What happened to signatures.
        cut: Whether this copy of the folder begins here.
    """

    commit: str
    at: dt.datetime
    person: str
    author: str
    message: str
    is_typed: bool
    records: tuple[TouchedRecord, ...]
    signature_changes: tuple[SignatureChange, ...]
    cut: bool


def scope_of(folder: Folder, pairing: str = "", path: str = "") -> Scope:
    """The scope of a history: a pairing with its predecessors, a record, or everything.

    Args:
        folder: The program folder.
        pairing: The pairing's id; empty for everything.
        path: The record's file, where the story is about one record.
    """
    if not pairing:
        files = frozenset({path}) if path else None
        return Scope(frozenset(), files, "")
    pairings = list(_taken_over(folder, pairing))
    folders = [pairing_file(folder.program.year, each, "") for each in pairings]
    found = [held for held in map(folder.pairing, pairings) if held]
    named = (getattr(held, side) for held in found for side in SIDES)
    around = frozenset({PROGRAM_FILE, *map(person_file, filter(None, named))})
    if not path:
        people = frozenset(name for each in found for name in (each.mentee, each.mentor))
        return Scope(frozenset(folders), frozenset(), pairing, people, around)
    inner = path.removeprefix(folders[0])
    files = frozenset(f"{each}{inner}" for each in folders)
    around |= {f"{each}{name}" for each in folders for name in AROUND_RECORD}
    return Scope(frozenset(), files, pairing, around=around - files)


def history(
    folder: Folder,
    scope: Scope,
    ledger: Ledger,
    since: dt.date | None = None,
    newest: int | None = None,
) -> list[StoryEvent]:
    """The events of a history, oldest first.

    Args:
        folder: The program folder.
        scope: What it is about.
        ledger: What the history proves of signatures.
        since: The first day that is told, in the program's time zone.
        newest: How many of the newest are asked for; of older ones it may be left out what
            changed in a record.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    zone, people = zone_named(folder.program.timezone), rightly_named(folder, ledger)
    git, root = Git(folder.root), folder.root
    story = followed(git, lambda places: _found(root, places, ledger), scope, ledger.parents)
    parts, today = story.parts, story.today
    # what a merge decided is told from all before it, and a meeting's part from what is in it
    is_short = newest is not None and not scope.people and not any(map(_is_merge, parts))
    held = None if is_short else _contents(root, parts)
    files = FileFinder(git)
    merges = MergeStory(folder, files, story.places, today)
    tracker = SignatureTracker(ledger, folder.words, files)
    events = []
    for part in parts:
        commit = part.version.commit
        befores = () if part.version.cut else merges.trees_of(commit.sides)
        touched = {each.path for each in part.changes}
        around = set(part.around)
        records = _records(part, folder, held, scope, today)
        if len(befores) > 1:
            touched |= merges.touched(commit)
            around |= _brought(files, scope.around, commit.tree, befores)
            records = merges.told(commit)
        changes = tracker.step(commit.id, commit.tree, befores, touched, around - touched)
        happened = _called_today(changes, commit.id, today, scope)
        event = _event(part, tuple(records), happened, zone, ledger)
        merges.enter(commit.id, who(people, event), event.records)
        if since is None or event.at.date() >= since:
            events.append(event)
    events = [each for each in events if each.records or each.signature_changes]
    return _in_detail(events, story, folder, scope, newest or 0) if is_short else events


def _in_detail(
    events: Sequence[StoryEvent], story: Story, folder: Folder, scope: Scope, most: int
) -> list[StoryEvent]:
    """The same, with what changed in the records of the newest."""
    by_commit = {part.version.commit.id: part for part in story.parts}
    asked = [by_commit[each.commit] for each in events[-most:]]
    held = _contents(folder.root, asked)
    told = [
        each._replace(records=tuple(_records(part, folder, held, scope, story.today)))
        for each, part in zip(events[-most:], asked, strict=True)
    ]
    return [*events[:-most], *told]


def _is_merge(part: Followed) -> bool:
    return not part.version.cut and len(part.version.commit.sides) > 1


def _contents(root: Path, parts: Sequence[Followed]) -> dict[str, bytes | None]:
    """What the files of some commits held before and after, by their ids."""
    ids = [name for part in parts for each in part.changes for name in (each.before, each.after)]
    ids += [each.before for part in parts for each in part.renamed.values()]
    return contents(root, ids)


def _brought(
    files: FileFinder, around: frozenset[str], tree: str, befores: Sequence[str]
) -> set[str]:
    """The files around the records of a story that a merge has otherwise than one of its sides."""
    every = (tree, *befores)
    paths = {each for each in around if not each.endswith("/")}
    paths |= {path for held in every for each in around if each.endswith("/")
              for path in files.names(held, each)}  # fmt: skip
    return {path for path in paths if len({files.find(held, path) for held in every}) > 1}


def who(people: Mapping[str, Person], event: StoryEvent) -> str:
    """The author of a commit: the signer, else the claimed author."""
    if event.person:
        return called(people, event.person)
    return f"{event.author} (author, not signed)"


def in_full(touched: TouchedRecord) -> list[str]:
    """The changes of a record, a line each."""
    lines = [from_to(each) for each in touched.details]
    return [f"was {touched.was} before", *lines] if touched.was else lines


def in_short(touched: TouchedRecord, most: int) -> list[str]:
    """The changes of a record in at most so many lines; of a new record only a summary.

    Args:
        touched: What happened to it.
        most: The number of lines.
    """
    lines = in_full(touched)
    if touched.is_new and len(lines) > MOST_OF_NEW:
        lines = [f"added, with {len(lines) - 1} things filled in"]
    # replacing a single line by a count would save nothing
    if len(lines) > most + 1:
        lines = [*lines[:most], f"… and {len(lines) - most} more"]
    return lines


def as_data(
    folder: Folder,
    scope: Scope,
    path: str,
    events: Sequence[StoryEvent],
    people: Mapping[str, Person],
) -> dict[str, object]:
    """The events for JSON."""
    return {
        "schema_version": SCHEMA_VERSION,
        **program_data(folder),
        "pairing": scope.pairing or None,
        "record": path or None,
        "events": [_event_data(people, each) for each in events],
    }


def _found(root: Path, places: Sequence[str] | None, ledger: Ledger) -> list[Version]:
    """The commits of a story, and every merge; the ledger knows when each counts as made."""
    if places is None:
        return versions(root)
    return versions_about(root, places, ledger.times(), merges=True)


def _taken_over(folder: Folder, pairing: str) -> Iterator[str]:
    """A pairing and each that it took over."""
    passed = set[str]()
    name: str | None = pairing
    while name and name not in passed:
        passed.add(name)
        yield name
        found = folder.pairing(name)
        name = found.follows if found else None


def _event(
    part: Followed,
    records: tuple[TouchedRecord, ...],
    happened: Sequence[SignatureChange],
    zone: dt.tzinfo,
    ledger: Ledger,
) -> StoryEvent:
    commit = part.version.commit
    return StoryEvent(
        commit.id,
        commit.committer.when.astimezone(zone),
        ledger.who_signed(commit.id),
        commit.author.name,
        commit.message.partition("\n")[0],
        commit.message.rstrip().endswith(f"\n{TYPED}"),
        records,
        tuple(happened),
        part.version.cut,
    )


def _records(
    part: Followed,
    folder: Folder,
    held: Mapping[str, bytes | None] | None,
    scope: Scope,
    today: Callable[[str, str], str],
) -> Iterator[TouchedRecord]:
    """The records that a commit changed, and how; only which where no contents are given."""
    gone = {each.path for each in part.renamed.values()}
    for change in part.changes:
        # what happens to signatures is told by whom and on what they are
        if tells_signatures(change.path) or change.path in gone:
            continue
        was = part.renamed.get(change.path)
        path = today(change.path, part.version.commit.id)
        told = TouchedRecord(path, record_title(path)[0], was.path if was else "",
                             change.before is None and was is None, ())  # fmt: skip
        if held is None:
            yield told
            continue
        old = _held(held, was.before if was else change.before)
        new = _held(held, change.after)
        said = details(path, old, new, folder.words, whole=True)
        if was and old == new:
            said = ()
        if change.mode in LINKS:
            name = record_title(path)[2]
            said = (Detail("", None, None, f"{name} is {LINKS[change.mode]}".strip()),)
        if scope.people and stem_in(MEETINGS, path):
            said = tuple(each for each in said if _is_about(each, scope.people))
            if not said:
                continue
        yield told._replace(details=said)


def _called_today(
    happened: Sequence[SignatureChange],
    commit: str,
    today: Callable[[str, str], str],
    scope: Scope,
) -> list[SignatureChange]:
    """The same, by today's names of records; in the story of a record, of that one alone."""
    parts = (each.record.partition("#") for each in happened)
    told = ((each, today(file, commit), f"{mark}{entry}")
            for each, (file, mark, entry) in zip(happened, parts, strict=True))  # fmt: skip
    every = not (scope.pairing and scope.files)
    return [
        each._replace(record=f"{file}{entry}")
        for each, file, entry in told
        if every or file in (scope.files or ())
    ]


def _is_about(detail: Detail, people: frozenset[str]) -> bool:
    """Whether a change names one of these people."""
    return any(isinstance(each, str) and each in people for each in (detail.before, detail.after))


def _held(held: Mapping[str, bytes | None], name: str | None) -> bytes | None:
    """The content of a file: None where it did not exist, empty where it is too large."""
    return (held.get(name) or b"") if name else None


def _detail_data(detail: Detail) -> dict[str, object]:
    return {
        "field": detail.field,
        "before": detail.before,
        "after": detail.after,
        "what": detail.what,
        "decided_between": [each._asdict() for each in detail.decided],
    }


def _event_data(people: Mapping[str, Person], event: StoryEvent) -> dict[str, object]:
    return {
        "commit": event.commit,
        "at": event.at.isoformat(),
        **named_of(people, "signed_by", event.person),
        "author": event.author,
        "message": event.message,
        "message_typed": event.is_typed,
        "history_begins_here": event.cut,
        "records": [
            {
                "path": each.path,
                "record": each.title,
                "was": each.was or None,
                "changes": [_detail_data(detail) for detail in each.details],
            }
            for each in event.records
        ],
        "signatures": [
            {
                **each._asdict(),
                **named_of(people, "person", each.person),
                "what": each.what.value,
                "fields": list(each.fields),
                **named_of(people, "by", each.by),
            }
            for each in event.signature_changes
        ],
    }
