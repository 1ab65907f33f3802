"""`mentorctl save`: keep hand edits in the folder's history."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mentorctl.cli.commands.check import print_findings
from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.cli.editing.lacking_parts import complete
from mentorctl.cli.editing.transaction import show
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import Today
from mentorctl.cli.output.console import note, paint
from mentorctl.cli.sharing.addresses import is_shared
from mentorctl.cli.signing.commit_signer import make_ready
from mentorctl.cli.signing.identity import is_off, refuse_swept_keys, signer
from mentorctl.cli.state import State
from mentorctl.model.finding import Finding, is_fault
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import MADE, PAIRING_FILE, in_pairing, person_in, tells_signatures
from mentorctl.reports.check import check_folder
from mentorctl.reports.history.field_diff import TYPED, describe_file
from mentorctl.reports.history.field_diff import message as message_of
from mentorctl.rules._lookups import is_ignored
from mentorctl.store.parse.reader import record_content
from mentorctl.trail.git import repository

__all__ = ["command"]

STRAY = "stray-file"
# what a person typed and the record does not hold: said at once, while they remember
LOST = "text-cut-off"
# what is found in a file that stayed where another one is gone that it needs
OF_WHAT_IS_GONE = frozenset((
    "continues-unknown", "evidence-missing", "follows-unknown", "missing-record",
    "unknown-approver", "unknown-person",
))  # fmt: skip
MOST_SHOWN = 20
SIDE_BY_SIDE = b"\n<<<<<<< "
OWN_HIDDEN = frozenset(
    {".gitattributes", ".github", ".gitignore", ".gitlab-ci.yml", ".mentorctl", ".vscode"}
)


Message = Annotated[
    str,
    typer.Option(
        "--message",
        "-m",
        metavar="TEXT",
        help="What you did; worked out from the records when left out.",
    ),
]
Anyway = Annotated[
    bool, typer.Option("--anyway", help="Save although check finds errors in what changed.")
]

Begin = Annotated[
    bool, typer.Option("--begin", help="Begin a history, where the folder has none of its own.")
]


def command(
    context: typer.Context,
    message: Message = "",
    anyway: Anyway = False,
    begin: Begin = False,
    today: Today = None,
) -> None:
    """Keep hand edits in the folder's history.

    All files of the program that were changed, added or deleted are saved; files that do not
    belong in the folder are left out, and named. Entries of a log that were typed without an id
    get one, and records what the name of their file says: a number, a day or a meeting.

    A folder that has no history yet, such as a copy of files alone, gets one with --begin.
    """
    state: State = context.obj
    state.refuse_other_formats()
    is_first = begin and _begin(state)
    if not state.dry_run:
        finish_interrupted(state.root)
    changes = repository.changed_files(state.root)
    if not state.dry_run and complete(state, changes):
        changes = repository.changed_files(state.root)
    findings = _checked(state, today) if changes else ()
    strays = [each.path for each in findings if each.code == STRAY]
    kept = _without_editors_own(state, _sorted_out(changes, strays))
    state.act.tell(left_out=[each.path for each in changes if each not in kept])
    if not kept:
        note("there is nothing to save")
        return
    errors = _errors(kept, findings)
    unsettled = [each.path for each in kept if _is_unsettled(state.root, each)]
    state.act.found(errors)
    state.act.tell(conflicts=unsettled)
    if not anyway:
        _refuse(state, errors, unsettled)
    paths = [each.path for each in kept]
    lost = [each for each in findings if each.code == LOST and each.path in paths]
    state.act.found(lost)
    show(lost)
    # whoever begins a history says with it who coordinates and whose keys count
    if not (anyway or is_first or is_off() or state.unsigned):
        refuse_swept_keys(state, paths)
        _refuse_others(state, paths)
    said = (message.strip() or _message(state, kept)) + _although(errors, unsettled)
    if state.act.is_wanted:
        state.act.plans(said, _both(state, kept))
    state.stop_if_dry(*said.splitlines()[:MOST_SHOWN])
    _keep(state, kept, f"{said}\n\n{TYPED}" if message.strip() else said, agreed=anyway)
    _tell(said)


def _keep(
    state: State, changes: list[repository.FileChange], message: str, *, agreed: bool
) -> None:
    sign, remark = signer(state)
    if sign is not None and repository.head(state.root) is not None:
        from mentorctl.cli.signing.doubted_values import agree_to_all  # noqa: PLC0415 - brings cryptography

        agree_to_all(state, _both(state, changes), agreed=agreed)
    paths = [each.path for each in changes]
    author = make_ready(sign)
    state.act.done(repository.commit(state.root, paths, message, author=author, sign=sign))
    if remark:
        note(remark)


def _begin(state: State) -> bool:
    """Begin a history of the program folder, where it has none of its own; whether it had none."""
    if repository.is_repository(state.root):
        note("this folder has a history already, which goes on")
        return False
    state.stop_if_dry("a history of this folder is begun, with all that is there now")
    repository.init(state.root)
    note("a history of this folder is begun here")
    return True


def _tell(said: str) -> None:
    lines = said.splitlines()
    note(f"{paint('saved', 'green', 'bold')}: " + "\n".join(lines[:MOST_SHOWN]))
    if len(lines) > MOST_SHOWN:
        note(f"… and {len(lines) - MOST_SHOWN} lines more")


def _sorted_out(
    changes: list[repository.FileChange], strays: list[str]
) -> list[repository.FileChange]:
    """The changes that are saved; the others are named."""
    kept = [each for each in changes if not _is_left_out(each, strays)]
    for each in changes:
        if each not in kept:
            note(f"left out, as it does not belong here: {each.path}")
    return kept


def _without_editors_own(
    state: State, changes: list[repository.FileChange]
) -> list[repository.FileChange]:
    """Leave out what an editor changed by itself, where it is not the user's to save."""
    from mentorctl.cli.signing.own_rights import not_the_users  # noqa: PLC0415 - brings cryptography

    made = [each.path for each in changes if each.path.startswith(MADE)]
    if not made or is_off() or not any(not_the_users(state, made, state.words)):
        return changes
    for path in made:
        note(f"left out, as it is your editor's own: {path}")
    return [each for each in changes if each.path not in made]


def _is_unsettled(root: Path, change: repository.FileChange) -> bool:
    """Whether git has put two versions of a file side by side, and nobody has chosen."""
    if change.kind != "conflict":
        return False
    try:
        held = record_content(str(root.joinpath(*change.path.split("/"))))
    except OSError:
        return True
    return SIDE_BY_SIDE in b"\n" + held


def _is_left_out(change: repository.FileChange, strays: list[str]) -> bool:
    """Whether a file is new and has no place in a program folder."""
    path = change.path
    if change.kind != "added":
        return False
    # git names a repository inside this one as a folder
    is_foreign = path.endswith("/") or any(
        path == stray or path.startswith(f"{stray}/") for stray in strays
    )
    top = path.partition("/")[0]
    return is_foreign or (top not in OWN_HIDDEN and any(map(is_ignored, path.split("/"))))


def _checked(state: State, today: Today) -> tuple[Finding, ...]:
    """What is wrong in the folder; of approvals nothing is asked for that could stop a save."""
    return check_folder(state.root, today, approvals=False).findings


def _errors(changes: list[repository.FileChange], findings: tuple[Finding, ...]) -> list[Finding]:
    """What is wrong in what changed, and in what stayed because something else is gone."""
    paths = {each.path for each in changes}
    gone = {name for each in changes if each.kind == "deleted" for name in _names(each.path)}
    return [
        each
        for each in findings
        if is_fault(each)
        and (
            each.path in paths
            or (each.code in OF_WHAT_IS_GONE and any(name in each.message for name in gone))
        )
    ]


def _names(path: str) -> set[str]:
    """What a file is called where another one names it."""
    place = in_pairing(path)
    if place is None:
        return {person_in(path) or path}
    name = place.file.rpartition("/")[2]
    return {place.pairing if place.file == PAIRING_FILE else name}


def _refuse(state: State, errors: list[Finding], unsettled: list[str]) -> None:
    """Stop where something that changed is wrong.

    Raises:
        typer.Exit: It is; the findings have been shown.
    """
    if not errors and not unsettled:
        return
    if errors:
        print_findings(errors)
    for path in unsettled:
        note(f"two people have changed {path}, and nobody has chosen yet: keep one of the two"
             " versions in it, without the lines of git's own")  # fmt: skip
    note(f"{paint('nothing was saved', 'bold')}: mend what is named above, then save again,"
         " or save it as it is with --anyway")  # fmt: skip
    if is_shared(state.root):
        note("a guard of the shared folder takes no new errors: mend them before you send it")
    raise typer.Exit(FINDINGS)


def _refuse_others(state: State, paths: list[str]) -> None:
    """Stop where something that changed is not the user's to write, or a signature is none.

    Raises:
        typer.Exit: It is so; it has been named.
    """
    from mentorctl.cli.signing.own_rights import not_the_users  # noqa: PLC0415 - brings cryptography

    found = list(not_the_users(state, paths, state.words))
    state.act.tell(refused=found)
    for line in found[:MOST_SHOWN]:
        note(line)
    if found:
        note(f"{paint('nothing was saved', 'bold')}: take that back, then save again; or have it"
             " taken back, and the rest sent: mentorctl save --anyway, then mentorctl sync"
             " --mend")  # fmt: skip
        raise typer.Exit(FINDINGS)
    _refuse_misplaced(state, paths)


def _refuse_misplaced(state: State, paths: list[str]) -> None:
    """Stop where a signature comes in that is none by what it says itself, as where it was moved.

    Raises:
        typer.Exit: One does; it has been named.
    """
    signed = [path for path in paths if tells_signatures(path)]
    if not signed or repository.head(state.root) is None:
        return
    from mentorctl.cli.signing.own_rights import no_signatures  # noqa: PLC0415 - brings cryptography

    found = list(no_signatures(state, signed))
    for line in found[:MOST_SHOWN]:
        note(line)
    if found:
        note(f"{paint('nothing was saved', 'bold')}: a signature holds only as and where it was")
        note("given; give the folder or the file its old name or text again, then save")
        raise typer.Exit(FINDINGS)


def _although(errors: list[Finding], unsettled: list[str]) -> str:
    """What the history says of a change that was saved with its faults."""
    faults = [f"- {each.path}: {each.message} [{each.code}]" for each in errors]
    faults += [f"- {path}: two people have changed it, and nobody has chosen" for path in unsettled]
    if not faults:
        return ""
    number = "an error" if len(faults) == 1 else f"{len(faults)} errors"
    more = [f"- … and {len(faults) - MOST_SHOWN} more"] if len(faults) > MOST_SHOWN else []
    lines = [f"Saved although check finds {number} in it:", "", *faults[:MOST_SHOWN], *more]
    return "\n\n" + "\n".join(lines)


def _message(state: State, changes: list[repository.FileChange]) -> str:
    """What changed, in words."""
    words, both = state.words, _both(state, changes)
    return message_of([describe_file(path, *held, words) for path, held in both.items()])


def _both(
    state: State, changes: list[repository.FileChange]
) -> dict[str, tuple[bytes | None, bytes | None]]:
    """What each file held when it was last saved, and what it holds."""
    records = [each.path for each in changes if kind_of(each.path) is not None]
    before = repository.contents(state.root, records)
    return {each.path: _versions(state.root, each, before) for each in changes}


def _versions(
    root: Path, change: repository.FileChange, before: dict[str, bytes | None]
) -> tuple[bytes | None, bytes | None]:
    """What a file held when it was last saved, and what it holds; of other files only whether."""
    if change.path not in before:
        return (
            None if change.kind == "added" else b"",
            None if change.kind == "deleted" else b"",
        )
    new = None
    if change.kind != "deleted":
        new = record_content(str(root.joinpath(*change.path.split("/"))))
    return before[change.path], new
