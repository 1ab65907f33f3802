"""Questionnaires that were begun: what each says, and whether it still says what was signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.paths import (
    closed_file,
    evaluation_file,
    evaluation_in,
    sheets_folder,
    summary_file,
)
from mentorctl.model.questionnaire import (
    LEAST_ANSWERS,
    NAMESPACE,
    BegunQuestionnaire,
    ClosedQuestionnaire,
    mark_of,
    mark_of_sheet,
    signed_text,
)
from mentorctl.reports.proofs.kept_files import kept_files
from mentorctl.reports.proofs.signing_key import SignedBy, key_fault, register_before
from mentorctl.rules.base import NOBODY_KNOWS
from mentorctl.store.parse.reader import understood

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mentorctl.reports.proofs.kept_files import KeptFiles
    from mentorctl.store.folder import Folder
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.register.key_register import Register

__all__ = ["EvaluationStanding", "evaluation_standings"]

_EDITED = "is not what was signed when it began"
_BY = SignedBy("it names", "was not the one to begin it")


class EvaluationStanding(NamedTuple):
    """How a questionnaire that was begun stands.

    Attributes:
        year: The program year.
        id: Its id.
        begun: What it says; None where it cannot be read.
        closed: That it is closed; None while it is not.
        sheets: The sealed sheets that were closed, none before that.
        fault: Why nothing is sealed for it, taken or opened any more; empty while it stands.
        file: The file that the fault is about.
        summed_in: The commit that brought in what was shown of it; empty where none has yet.
    """

    year: str
    id: str
    begun: BegunQuestionnaire | None
    closed: ClosedQuestionnaire | None = None
    sheets: tuple[bytes, ...] = ()
    fault: str = ""
    file: str = ""
    summed_in: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return self.begun.questionnaire.title if self.begun else self.id


def evaluation_standings(
    folder: Folder, ledger: Ledger, history: Path | None
) -> list[EvaluationStanding]:
    """How every questionnaire stands that was ever begun, oldest year first.

    Args:
        folder: The program folder.
        ledger: What the history says.
        history: The folder whose `.git` has it; None where there is none.

    Raises:
        GitMissing: There is no git.
        GitError: The history cannot be read.
    """
    begun, closed = folder.each(BegunQuestionnaire), folder.each(ClosedQuestionnaire)
    unread = [path for path in folder.reader.broken if evaluation_in(path)]
    known = (evaluation_in(path) for path in (*begun, *closed, *unread))
    names = sorted({each for each in known if each is not None})
    if not names:
        return []
    places = [each for name in names for each in (*_places(*name), summary_file(*name))]
    kept = kept_files(history, ledger, places)
    found = []
    for year, name in names:
        path, other = evaluation_file(year, name), closed_file(year, name)
        here = EvaluationStanding(year, name, begun.get(path), closed.get(other))
        sheets = _sheets(folder, year, name)
        summed = kept.came.get(summary_file(year, name), "")
        here = here._replace(sheets=tuple(sheets.values()), summed_in=summed)
        fault, file = _fault(here, folder, sheets, ledger, kept)
        found.append(here._replace(fault=fault, file=file))
    return found


def _places(year: str, name: str) -> tuple[str, str, str]:
    return evaluation_file(year, name), closed_file(year, name), sheets_folder(year, name)


def _sheets(folder: Folder, year: str, name: str) -> dict[str, bytes]:
    place = sheets_folder(year, name)
    found = {}
    for each in sorted(folder.files.below(place)):
        held = folder.recorded.held(f"{place}/{each}")
        found[f"{place}/{each}"] = held or b""
    return found


def _fault(
    here: EvaluationStanding,
    folder: Folder,
    sheets: Mapping[str, bytes],
    ledger: Ledger,
    kept: KeptFiles,
) -> tuple[str, str]:
    """What is wrong first, and the file that it is about."""
    path, other, _ = _places(here.year, here.id)
    begun = here.begun
    if begun is None:
        return "is not there, or cannot be read", path
    if not ledger.tip or ledger.cut:
        return NOBODY_KNOWS, path
    said = (begun.program, begun.year, begun.questionnaire.id)
    if said != (folder.program.id, here.year, here.id):
        return "is that of another program, year or questionnaire", path
    signed = _of_signature(begun, ledger, kept.commits.get(path, ""))
    wrong = signed or _of_keys(begun, ledger, kept.commits.get(path, ""))
    if not wrong and path in ledger.unproven:
        wrong = "was begun by somebody who may not"
    if wrong:
        return wrong, path
    for each in (path, other, *sheets):
        if each in kept.anew:
            return f"was written anew later, in {kept.anew[each][:10]}", each
    fault = _of_closing(here, sheets, kept, folder.recorded.held(other))
    if not fault and other in ledger.unproven:
        fault = "was closed by somebody who may not"
    return fault, other if fault else ""


def _of_signature(begun: BegunQuestionnaire, ledger: Ledger, commit: str) -> str:
    from mentorctl.trail.ssh.sshsig import BadSignature, fingerprint, verify  # noqa: PLC0415 - brings cryptography

    if not begun.signature:
        return "is not signed"
    try:
        public = verify(signed_text(begun), begun.signature, NAMESPACE)
    except BadSignature:
        return _EDITED
    by = _BY._replace(person=begun.signed_by, moment=begun.begun_on.isoformat())
    fault = key_fault(fingerprint(public), by, ledger, commit)
    return f"is signed with a key that does not count: it {fault}" if fault else ""


def _of_keys(begun: BegunQuestionnaire, ledger: Ledger, commit: str) -> str:
    """Why nobody may answer this, however well it is signed."""
    register = register_before(ledger, commit)[0]
    counter, collector = begun.counter.person, begun.collector.person
    if counter == collector:
        return "has one person to take the sheets and to open them"
    if counter in register.coordinators or counter in ledger.register.coordinators:
        return f"would be opened by {counter}, who runs the program"
    if begun.threshold < LEAST_ANSWERS:
        return f"would be opened with fewer than {LEAST_ANSWERS} answers"
    for who in (begun.counter, begun.collector):
        if not who.keys or not all(_is_of(register, who.person, key) for key in who.keys):
            return f"is sealed for a key that is not that of {who.person}"
    shared = set(begun.counter.keys).intersection(begun.collector.keys)
    return "is sealed twice for one key" if shared else ""


def _is_of(register: Register, person: str, key: str) -> bool:
    from mentorctl.trail.ssh.public_keys import fingerprint, parse_public  # noqa: PLC0415 - loads slowly

    try:
        mark = fingerprint(parse_public(key))
    except ValueError:
        return False
    return register.person(mark) == person


def _of_closing(
    here: EvaluationStanding, sheets: Mapping[str, bytes], kept: KeptFiles, saved: bytes | None
) -> str:
    other, closed = closed_file(here.year, here.id), here.closed
    if closed is None:
        gone = bool(sheets) or kept.saved.get(other) is not None
        return "is not there, and sealed sheets of it are" if gone else ""
    if here.begun is None or closed.begun != mark_of(here.begun):
        return "is not about what was signed when it began"
    if sorted(map(mark_of_sheet, sheets.values())) != [*closed.sheets]:
        return "names other sealed sheets than there are"
    if kept.saved.get(other) is not None and kept.saved[other] != saved:
        return "is not what it was closed with"
    # of some sheets, and of all but one of them, what is shown would tell that one
    firsts = (understood(each, ClosedQuestionnaire) for each in kept.past.get(other, ()))
    is_another = any(each and each.begun == closed.begun and each != closed for each in firsts)
    return "is not what it was closed with first" if is_another else ""
