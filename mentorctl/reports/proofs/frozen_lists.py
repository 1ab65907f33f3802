"""Lists as they were sent: what each says, and whether it still says what was signed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.frozen_list import (
    COMPLETERS,
    LIST_JSON,
    NAMESPACE,
    PARTS,
    SHEET_CSV,
    SIGNED,
    FrozenList,
    digest_of,
)
from mentorctl.model.paths import frozen_folder
from mentorctl.reports.proofs.frozen_texts import sheet_of
from mentorctl.store.parse.nodes import LARGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from mentorctl.store.recorded_folder import RecordedFolder
    from mentorctl.trail.ledger.key_register import Register
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = [
    "FrozenStanding",
    "frozen_names",
    "frozen_standings",
    "register_before",
]

_NOT_AS_FROZEN = "is not what was frozen"
_EDITED = "is not what was signed when the list was frozen"
_WRONG = "is no frozen list any more"


class FrozenStanding(NamedTuple):
    """How a frozen list stands.

    Attributes:
        name: Its name.
        path: Its folder.
        said: What it says; None where it cannot be read.
        fault: Why it proves nothing, in words; empty while it stands as it was frozen.
        file: The file that the fault is about.
        signer: The id of the person whose key signed it; empty where it is not signed.
        key: That key's fingerprint, or empty.
    """

    name: str
    path: str
    said: FrozenList | None
    fault: str = ""
    file: str = ""
    signer: str = ""
    key: str = ""


def frozen_names(folder: RecordedFolder, year: str | None = None) -> list[tuple[str, str]]:
    """The year and name of every frozen list of a folder, or of a program year alone."""
    return [(each, name) for each, name in folder.frozen_lists if year in (None, each)]


def frozen_standings(
    folder: RecordedFolder, names: Sequence[tuple[str, str]], ledger: Ledger, history: Path | None
) -> list[FrozenStanding]:
    """How some frozen lists stand.

    Args:
        folder: The program folder.
        names: Their years and names.
        ledger: What the history says.
        history: The folder whose `.git` has it; None where there is none.

    Raises:
        GitMissing: There is no git.
        GitError: The history cannot be read.
    """
    from mentorctl.trail.git.commit_log import last_commits  # noqa: PLC0415 - only where there are lists

    asked = [frozen_folder(year, name) for year, name in names]
    signatures = [f"{place}/{part}.sig" for place in asked for part in SIGNED]
    touched = last_commits(history, signatures) if history is not None and asked else {}
    register_of = register_before(ledger, {path: each.commit for path, each in touched.items()})
    return [_standing(folder, year, name, register_of) for year, name in names]


def register_before(ledger: Ledger, commits: Mapping[str, str]) -> Callable[[str], Register]:
    """Whose keys counted before the commit that last changed a file; now, where none did.

    Args:
        ledger: What the history says.
        commits: The last commit of each file.
    """

    def register_of(path: str) -> Register:
        commit = commits.get(path, "")
        before = ledger.parents.get(commit, ())
        known = [each for each in (*before[:1], commit) if each in ledger.at]
        return ledger.registers[ledger.at[known[0]]] if known else ledger.register

    return register_of


def _standing(
    folder: RecordedFolder, year: str, name: str, register_of: Callable[[str], Register]
) -> FrozenStanding:
    place = frozen_folder(year, name)
    parts = {each: folder.frozen_part(f"{place}/{each}") for each in PARTS}
    path = f"{place}/{LIST_JSON}"
    said = _parsed(parts[LIST_JSON])
    if said is None:
        fault = "is not there" if parts[LIST_JSON] is None else _WRONG
        return FrozenStanding(name, place, None, fault, path)
    here = FrozenStanding(name, place, said)
    fault = _of_another(said, year, name, folder.program.id)
    if not fault and said.digest != digest_of(said):
        fault = _EDITED if said.frozen_by else _NOT_AS_FROZEN
    if fault:
        return here._replace(fault=fault, file=path)
    if said.frozen_by is not None:
        return _signed(here, said, parts, register_of)
    return _unsigned(here, said, parts)


def _of_another(said: FrozenList, year: str, name: str, program: str) -> str:
    """Why a list does not belong where it lies; empty where it does."""
    if (said.list, said.name, said.year) != (COMPLETERS, name, year):
        return f"is that of {said.name}, of {said.year}"
    return "" if said.program_id == program else "is that of another program"


def _unsigned(
    here: FrozenStanding, said: FrozenList, parts: Mapping[str, bytes | None]
) -> FrozenStanding:
    """A list that nobody signed still says by itself what it was."""
    left = next((each for each in PARTS[len(SIGNED) :] if parts[each] is not None), "")
    if left:
        return here._replace(fault="signs a list that says nobody did", file=f"{here.path}/{left}")
    sheet = parts[SHEET_CSV]
    if sheet is None or _plain(sheet) != sheet_of(said):
        fault = "is not there" if sheet is None else _NOT_AS_FROZEN
        return here._replace(fault=fault, file=f"{here.path}/{SHEET_CSV}")
    return here


def _signed(
    here: FrozenStanding,
    said: FrozenList,
    parts: Mapping[str, bytes | None],
    register_of: Callable[[str], Register],
) -> FrozenStanding:
    from mentorctl.trail.ssh.sshsig import BadSignature, fingerprint, verify  # noqa: PLC0415 - brings cryptography

    marks = []
    for each in SIGNED:
        file = f"{here.path}/{each}"
        text, signature = parts[each], parts[f"{each}.sig"]
        if text is None or signature is None:
            lost = file if text is None else f"{file}.sig"
            return here._replace(fault="is not there", file=lost)
        try:
            public = verify(_plain(text), signature.decode("ascii", "replace"), NAMESPACE)
        except BadSignature:
            return here._replace(fault=_EDITED, file=file)
        marks.append((f"{file}.sig", fingerprint(public)))
    for file, mark in marks:
        fault = _of_key(mark, said, register_of(file))
        if fault:
            return here._replace(fault=fault, file=file, key=mark)
    return here._replace(signer=said.frozen_by or "", key=marks[0][1])


def _of_key(mark: str, said: FrozenList, register: Register) -> str:
    """Why a key's signature on a list does not count; empty where it does."""
    span = register.spans.get(mark)
    if span is None:
        return f"was made with a key that nobody here had then ({mark})"
    if span.person != said.frozen_by:
        return f"was made with the key of {span.person}, and the list names {said.frozen_by}"
    if span.person not in register.coordinators:
        return f"was made by {span.person}, who was not the one to freeze a list"
    day = _day(said.frozen_at)
    if day is None or day < span.added or (span.revoked is not None and span.revoked <= day):
        return f"was made with a key of {span.person} that did not count on that day"
    return ""


def _day(moment: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(moment).date()
    except ValueError:
        return None


def _parsed(content: bytes | None) -> FrozenList | None:
    if content is None or len(content) > LARGEST:
        return None
    try:
        return msgspec.json.decode(content, type=FrozenList)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _plain(text: bytes) -> bytes:
    """A text as it was signed, also where somebody's git has given it line ends of Windows."""
    return text.replace(b"\r\n", b"\n")
