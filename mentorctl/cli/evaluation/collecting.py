"""`mentorctl evaluate collect`: sheets that were handed over, kept sealed on this copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli import lookup
from mentorctl.cli.evaluation.evaluation_session import (
    Evaluation,
    asked_of,
    collected_of,
    filled_sheet,
    private_key_of,
)
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, confirmed, note, paint, shown
from mentorctl.cli.private.private_screen import refuse_shared
from mentorctl.cli.signing import identity
from mentorctl.vault.errors import SealError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.cli.state import State
    from mentorctl.store.write.collected_sheets import CollectedSheets
    from mentorctl.trail.ssh.private_keys import PrivateKey

__all__ = ["collect_files"]

LARGEST = 1 << 22


class _Taken(NamedTuple):
    """What some files hold."""

    named: dict[str, bytes]
    nameless: list[tuple[bytes, bytes]]
    readable: list[Path]
    refused: int


def collect_files(
    state: State,
    about: Evaluation,
    files: Sequence[Path],
    *,
    answered: Sequence[str],
    again: bool,
    key: Path | None,
    today: dt.date,
) -> None:
    """Take sheets: sealed files in somebody's name, and files without names, sealed at once.

    Args:
        state: The run of the command.
        about: The questionnaire.
        files: The files.
        answered: Those whose sheets without names they are, as typed.
        again: Whether a second sheet is taken without a question.
        key: The file of the collector's key; the usual one when left out.
        today: The day.

    Raises:
        StoreError: The user is not who collects, or nothing can be kept.
        typer.Exit: Something was refused; it has been said.
    """
    held = collected_of(state, about)
    mine = private_key_of(
        state, about.begun.collector.keys, key, "takes the sheets of this questionnaire"
    )
    asked = {each.person for each in asked_of(state, about, today)}
    ticked = _ticked(state, about, held, asked, answered)
    taken = _Collector(state, about, held, mine, asked, ticked, again=again).take(files)
    if len(ticked) > len(taken.nameless):
        raise typer.BadParameter(
            f"--answered names {len(ticked)} people, and {len(taken.nameless)} of the files are"
            " without a name"
        )
    state.stop_if_dry(f"{len(taken.named) + len(taken.nameless)} sheets are taken")
    if taken.named or taken.nameless:
        held.add(taken.named, taken.nameless, tuple(ticked))
    _tell(about, held, taken)
    if taken.refused:
        raise typer.Exit(FINDINGS)


def _ticked(
    state: State, about: Evaluation, held: CollectedSheets, asked: set[str], answered: Sequence[str]
) -> list[str]:
    """Those whose sheets without names came, each of whom has given none before.

    Raises:
        typer.BadParameter: Somebody is not asked, or would count twice.
    """
    ticked = list(dict.fromkeys(lookup.person(state, each, among=asked) for each in answered))
    for person in ticked:
        if person not in asked:
            raise typer.BadParameter(f"{about.title} is not asked of {person}")
        if held.has_from(person):
            raise typer.BadParameter(
                f"{person} has handed over a sealed sheet, so a second one would count as well"
            )
        if held.has_ticked(person):
            raise typer.BadParameter(
                f"{person} is noted already as having given a sheet, so a second one would count as"
                " well; of somebody else's sheet, name who that is"
            )
    return ticked


def _tell(about: Evaluation, held: CollectedSheets, taken: _Taken) -> None:
    count = "1 sheet" if held.count == 1 else f"{held.count} sheets"
    lacks = about.begun.threshold - held.count
    short = f"; {lacks} more {'is' if lacks == 1 else 'are'} needed" if lacks > 0 else ""
    if taken.named or taken.nameless:
        head = paint("done", "green", "bold")
    else:
        head = paint("nothing was taken", "bold")
    note(f"{head}: {about.title} has {count}{short}")
    for path in taken.readable:
        note(f"  what {shown(path.name)} says is sealed now; delete that file, and its paper when"
             " you need it no more")  # fmt: skip


class _Collector:
    """Takes files one by one; one that is refused stops no other."""

    def __init__(
        self,
        state: State,
        about: Evaluation,
        held: CollectedSheets,
        key: PrivateKey,
        asked: set[str],
        ticked: Sequence[str],
        *,
        again: bool,
    ) -> None:
        self.state, self.about, self.held = state, about, held
        self.key, self.asked, self.ticked, self.again = key, asked, ticked, again
        self.register = identity.ledger(state).register

    def take(self, files: Sequence[Path]) -> _Taken:
        from mentorctl.vault.sealed_answers import is_envelope, seal_sheet  # noqa: PLC0415 - only where it is sealed

        named: dict[str, bytes] = {}
        nameless: list[tuple[bytes, bytes]] = []
        readable, refused = [], 0
        several: set[str] = set()
        for path in files:
            data = _content(path)
            if data is None:
                refused += 1
                continue
            if is_envelope(data):
                found = self._of_envelope(path, data)
                if found is None:
                    refused += 1
                elif named.get(found[0], found[1]) != found[1] or found[0] in several:
                    # nothing in them says which is the later one
                    several.add(found[0])
                    named.pop(found[0], None)
                    _refuse(
                        path,
                        f"there are several answers of {found[0]} here, and none of them was taken",
                        "name the later one only",
                    )
                    refused += 1
                else:
                    named[found[0]] = found[1]
                continue
            refuse_shared(path)
            try:
                sheet = filled_sheet(data, self.about.begun, path.name)
            except typer.Exit:
                refused += 1
                continue
            is_known = self.held.has_seen(data) or data in [each for each, _ in nameless]
            if is_known and not self._again(f"{shown(path.name)} says what was taken already"):
                refused += 1
                continue
            nameless.append((data, seal_sheet(self.about.begun, sheet)))
            readable.append(path)
        return _Taken(named, nameless, readable, refused)

    def _of_envelope(self, path: Path, data: bytes) -> tuple[str, bytes] | None:
        from mentorctl.vault.sealed_answers import open_envelope  # noqa: PLC0415 - only where it is opened

        try:
            found = open_envelope(data, self.about.begun, self.key)
        except SealError as error:
            _refuse(path, error.message, error.hint)
            return None
        span = self.register.spans.get(found.key)
        if span is None or span.person != found.person or span.revoked is not None:
            _refuse(
                path,
                f"it is said to be from {shown(found.person)}, and is not signed with a key of"
                " theirs that counts",
                "ask them whether they sent it",
            )
            return None
        if found.person not in self.asked:
            _refuse(path, f"{found.person} is not asked", "see who is: mentorctl evaluate open")
            return None
        name = shown(self.state.name_of(found.person))
        twice = ""
        if self.held.has_ticked(found.person) or found.person in self.ticked:
            twice = f"{name} gave a sheet without a name, and both would count"
        elif self.held.has_from(found.person) and not self.held.holds(*found[:2]):
            twice = f"{name} has answered already"
        if twice and not self._again(twice):
            return None
        return found.person, found.sheet

    def _again(self, what: str) -> bool:
        """Whether a second sheet is taken all the same."""
        import sys  # noqa: PLC0415 - only where somebody is asked

        if self.again:
            note(f"{what}; it was taken all the same")
            return True
        if sys.stdin.isatty():
            return confirmed(f"{what}; take this one all the same?")
        complain(f"{what}, so this one was left", "take it all the same: --again")
        return False


def _refuse(path: Path, why: str, hint: str) -> None:
    complain(f"{shown(path.name)} was not taken: {why}", hint)


def _content(path: Path) -> bytes | None:
    """What a file holds; of a mail that was saved, the sealed file in it; None if it is refused."""
    from mentorctl.vault.sealed_answers import is_envelope  # noqa: PLC0415 - only where it is opened

    try:
        with path.expanduser().open("rb") as file:
            data = file.read(LARGEST)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        _refuse(path, f"it cannot be read ({reason})", "see that it is there and may be read")
        return None
    if path.suffix.lower() != ".eml":
        return data
    from email import message_from_bytes  # noqa: PLC0415 - only for a mail
    from email.policy import default  # noqa: PLC0415 - as above

    for part in message_from_bytes(data, policy=default).walk():
        held = part.get_payload(decode=True)
        if isinstance(held, bytes) and is_envelope(held):
            return held
    _refuse(path, "it is a mail without a sealed file", "save the attachment by itself")
    return None
