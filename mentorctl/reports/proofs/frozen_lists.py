"""Lists as they were sent: what each says, and whether it still says what was signed."""

from __future__ import annotations

import hashlib
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
from mentorctl.reports.proofs.kept_files import kept_files
from mentorctl.reports.proofs.signing_key import SignedBy, key_fault
from mentorctl.rules.base import NOBODY_KNOWS
from mentorctl.store.parse.nodes import LARGEST
from mentorctl.trail.ledger.ledger import FORBIDDEN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mentorctl.reports.proofs.kept_files import KeptFiles
    from mentorctl.store.recorded_folder import RecordedFolder
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = [
    "FrozenStanding",
    "frozen_standings",
]

_NOT_AS_FROZEN = "is not what was frozen"
_EDITED = "is not what was signed when the list was frozen"
_WRONG = "is no frozen list any more"
_LIST = SignedBy("the list names", "was not the one to freeze a list")


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
    kept = kept_files(history, ledger, [frozen_folder(*each) for each in names])
    found = [_standing(folder, year, name, ledger, kept) for year, name in names]
    if ledger.tip and not ledger.cut:
        return found
    # without the whole history nothing tells whose keys count
    return [
        each._replace(fault=NOBODY_KNOWS, file=f"{each.path}/{LIST_JSON}") if each.key else each
        for each in found
    ]


def _standing(
    folder: RecordedFolder, year: str, name: str, ledger: Ledger, kept: KeptFiles
) -> FrozenStanding:
    place = frozen_folder(year, name)
    parts = {each: folder.held(f"{place}/{each}") for each in PARTS}
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
    here = _with_sheet(here, said, parts[SHEET_CSV])
    if not here.fault and said.frozen_by is not None:
        here = _signed(here, said, parts, ledger, kept)
    elif not here.fault:
        here = _unsigned(here, parts, kept)
    return here if here.fault else _written_once(here, parts, ledger, kept)


def _written_once(
    here: FrozenStanding, parts: Mapping[str, bytes | None], ledger: Ledger, kept: KeptFiles
) -> FrozenStanding:
    """What was sent once is not written anew, not even by those who may write it."""
    refused = {(each.commit, each.path) for each in ledger.remarks if each.code == FORBIDDEN}
    for each, content in parts.items():
        path = f"{here.path}/{each}"
        saved = kept.saved.get(path)
        if saved is not None and content is not None and _plain(content) != _plain(saved):
            return here._replace(fault=_NOT_AS_FROZEN, file=path)
        last = kept.commits.get(path, "")
        is_another = any(_plain(old) != _plain(content or b"") for old in kept.past.get(path, ()))
        if path in kept.anew or (content is not None and is_another):
            commit = kept.anew.get(path, last)
            return here._replace(fault=f"was written anew later, in {commit[:10]}", file=path)
        if (last, path) in refused:
            return here._replace(fault="was written by somebody who may not", file=path)
    return here


def _with_sheet(here: FrozenStanding, said: FrozenList, sheet: bytes | None) -> FrozenStanding:
    """The sheet must be the one that the list was frozen with."""
    if sheet is not None and hashlib.sha256(_plain(sheet)).hexdigest() == said.sheet:
        return here
    fault = "is not there" if sheet is None else _EDITED if said.frozen_by else _NOT_AS_FROZEN
    return here._replace(fault=fault, file=f"{here.path}/{SHEET_CSV}")


def _of_another(said: FrozenList, year: str, name: str, program: str) -> str:
    """Why a list does not belong where it lies; empty where it does."""
    if (said.list, said.name, said.year) != (COMPLETERS, name, year):
        return f"is that of {said.name}, of {said.year}"
    return "" if said.program_id == program else "is that of another program"


def _unsigned(
    here: FrozenStanding, parts: Mapping[str, bytes | None], kept: KeptFiles
) -> FrozenStanding:
    """A list that nobody signed is what came into the history, and nothing else."""
    for each, content in parts.items():
        path = f"{here.path}/{each}"
        if content is not None and each not in SIGNED:
            return here._replace(fault="signs a list that says nobody did", file=path)
    left = next((path for path in kept.commits if path.startswith(f"{here.path}/")
                 and path.endswith(".sig")), "")  # fmt: skip
    return here._replace(fault="was signed, and is not any more", file=left) if left else here


def _signed(
    here: FrozenStanding,
    said: FrozenList,
    parts: Mapping[str, bytes | None],
    ledger: Ledger,
    kept: KeptFiles,
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
        by = _LIST._replace(person=said.frozen_by or "", moment=said.frozen_at)
        fault = key_fault(mark, by, ledger, kept.commits.get(file, ""))
        if fault:
            return here._replace(fault=fault, file=file, key=mark)
    return here._replace(signer=said.frozen_by or "", key=marks[0][1])


def _parsed(content: bytes | None) -> FrozenList | None:
    if content is None or len(content) > LARGEST:
        return None
    try:
        return msgspec.json.decode(content, type=FrozenList)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _plain(text: bytes) -> bytes:
    """A text as it was signed, also where somebody's git has given it line ends of Windows."""
    return text.replace(b"\r\n", b"\n")
