"""`mentorctl upgrade`: bring an older folder to the newest format, by one signed commit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.editing.whole_folder import coordinator_signs, refuse_unsettled
from mentorctl.cli.exit_codes import CANNOT_RUN, FINDINGS
from mentorctl.cli.options import KeyFile, Yes
from mentorctl.cli.output.console import complain, confirmed, note, paint, shown
from mentorctl.cli.signing import identity
from mentorctl.cli.signing.commit_signer import make_ready
from mentorctl.cli.signing.doubted_values import leave_alone
from mentorctl.cli.state import State
from mentorctl.model.formats import CURRENT, FORMATS
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.program import Program
from mentorctl.model.schema import editor_files
from mentorctl.reports.history.field_diff import between
from mentorctl.reports.proofs.audit import signature_states
from mentorctl.store.folder_format import declared
from mentorctl.store.format_upgrade import upgraded
from mentorctl.store.parse.nodes import compose, plain
from mentorctl.store.parse.reader import examine, placed, record_content
from mentorctl.store.recorded_folder import RecordedFolder
from mentorctl.trail.git import repository

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.store.folder import Folder
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["command"]

PROGRAM = "program"
DOES = "upgrades the folder"
SAID = f"the folder is of format {CURRENT}"


def command(context: typer.Context, key: KeyFile = None, yes: Yes = False) -> None:
    """Bring this folder to the newest format, by one signed commit.

    Shows what it will change, and asks. Every signature stays as it is: each is judged by the
    format in which it was made. Only a coordinator can, and a folder is upgraded once for all.
    """
    state: State = context.obj
    finish_interrupted(state.root)
    folder = state.folder
    number = folder.number
    state.tells_format = True
    if folder.newer is not None:
        raise folder.newer
    begun = _written_before(folder)
    if begun and not state.dry_run:
        # an earlier run died between writing and saving
        state.act.plans(SAID, {})
        sign = coordinator_signs(state, DOES, key)
        left = leave_alone(state, begun) if sign else ()
        said = "\n".join([SAID, "", *left]) if left else SAID
        author = make_ready(sign)
        state.act.done(repository.commit(state.root, [*begun], said, author=author, sign=sign))
        note(f"{paint('done', 'green', 'bold')}: {SAID}, as an earlier upgrade had begun it")
        return
    refuse_unsettled(state)
    if number == CURRENT:
        note(f"this folder is current: it is of format {CURRENT}")
        return
    change = Transaction(
        state, sign=None if state.dry_run else coordinator_signs(state, DOES, key), upgrades=True
    )
    new = _new_texts(folder, number)
    for path, text in new.items():
        change.replace(path, text)
    _refuse_other_signatures(folder, identity.ledger(state), new)
    _show(folder, number, new)
    if not state.dry_run and not yes and not confirmed("upgrade it?"):
        note("nothing was changed")
        return
    change.finish(SAID, whole=True, trailers=[_trailer(number)])


def _trailer(number: int) -> str:
    return f"Mentorctl-Format: {number} -> {CURRENT}"


def _written_before(folder: Folder) -> dict[str, tuple[bytes | None, bytes | None]]:
    """The files that an upgrade has written and not saved, if they are all that is not saved.

    Returns:
        What each held before, and holds now.
    """
    edited = [each.path for each in repository.changed_files(folder.root)]
    if folder.number != CURRENT or PROGRAM_FILE not in edited:
        return {}
    held = repository.contents(folder.root, edited)
    number, _ = declared(held[PROGRAM_FILE] or b"")
    helping = editor_files(folder.program, folder.words, folder.people)
    found: dict[str, tuple[bytes | None, bytes | None]] = {}
    for path in edited:
        kind, before = kind_of(path), held[path]
        wanted = helping.get(path)
        if kind is not None and before is not None:
            wanted = upgraded(kind, before.decode("utf-8", "surrogateescape"), number)
        if wanted is None or not _is_there(folder.root / path, wanted):
            return {}
        found[path] = before, wanted.encode()
    return found if number < CURRENT else {}


def _new_texts(folder: Folder, number: int) -> dict[str, str]:
    """The files that are others in the newest format, by path, and what they then hold.

    Raises:
        typer.Exit: One that must be written anew cannot be read; it has been said.
    """
    kinds = {PROGRAM_FILE: kind_of(PROGRAM_FILE)} | {
        path: kind for path in folder.listing.files if (kind := kind_of(path)) is not None
    }
    wanted = frozenset({PROGRAM}).union(*(each.changes for each in FORMATS[number:]))
    found: dict[str, str] = {}
    for path, kind in kinds.items():
        if kind is None or kind.name not in wanted:
            continue
        folder.reader.read(path, kind.model)
        if path in folder.reader.broken:
            first = placed(folder.root, folder.reader.findings)[0]
            complain(f"{first.path}:{first.line}: {first.message}",
                     "a record that cannot be read cannot be upgraded; mend it first:"
                     f" mentorctl check {path}")  # fmt: skip
            raise typer.Exit(FINDINGS)
        before = record_content(str(folder.root / path)).decode("utf-8")
        after = upgraded(kind, before, number)
        if after != before:
            found[path] = after
    program, _ = examine(found[PROGRAM_FILE].encode(), Program, folder.words)
    assert program is not None, "an upgrade makes a program.yaml that can be read"
    # what editors know must know the newest names, too
    helping = editor_files(program, folder.words, folder.people).items()
    return found | {path: text for path, text in helping if not _is_there(folder.root / path, text)}


def _is_there(file: Path, text: str) -> bool:
    try:
        return record_content(str(file)) == text.encode()
    except OSError:
        return False


def _refuse_other_signatures(folder: Folder, book: Ledger, new: Mapping[str, str]) -> None:
    """Stop where a signature would stand otherwise than before.

    Raises:
        typer.Exit: One would; it has been said.
    """
    overlay = {path: text.encode() for path, text in new.items()}
    before = signature_states(folder.recorded, book)
    after = signature_states(RecordedFolder(folder.root, overlay), book)
    if before != after:
        other = next(
            place for place in {**before, **after} if before.get(place) != after.get(place)
        )
        complain(f"the signature of {other[1]} on {other[0]} would stand otherwise than before,"
                 " so nothing was upgraded", "please report this; nothing was changed")  # fmt: skip
        raise typer.Exit(CANNOT_RUN)


def _show(folder: Folder, number: int, new: Mapping[str, str]) -> None:
    """Say what each format is about, and every value that is another."""
    note(paint(f"from format {number} to format {CURRENT}:", "bold"))
    for each in FORMATS[number:]:
        note(f"  {each.number}: {each.title}; needs mentorctl {each.needs} or newer")
    for path, text in new.items():
        kind = kind_of(path)
        if kind is None:
            continue
        note(paint(shown(path), "bold"))
        before = record_content(str(folder.root / path))
        for told in between(_values(before), _values(text.encode()), kind.model, folder.words):
            note(f"  {shown(told.what)}")
    others = [path for path in new if kind_of(path) is None]
    if others:
        note(f"and {len(others)} file{'s' if len(others) > 1 else ''} that editors are helped by")
    note("every signature stands as before")


def _values(data: bytes) -> dict[str, object]:
    found = plain(compose(data)[0])
    return dict(found) if isinstance(found, dict) else {}
