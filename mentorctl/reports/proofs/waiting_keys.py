"""The keys that count for nothing until a coordinator has confirmed whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import person_file
from mentorctl.reports.proofs.audit_codes import HINTS, AuditCode
from mentorctl.trail.register.let_in import why_waits
from mentorctl.trail.ssh.public_keys import BadKey, fingerprint, parse_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.store.recorded_folder import RecordedFolder
    from mentorctl.trail.register.key_register import Register

__all__ = ["waiting_keys"]

_CODE = "key-waits"


def waiting_keys(folder: RecordedFolder, register: Register) -> Iterator[AuditCode]:
    """Name the keys in people's files that wait for a coordinator's word.

    Args:
        folder: The program folder.
        register: Whose keys count.
    """
    waiting = {mark: span for mark, span in register.spans.items() if span.waits}
    for name, person in folder.people() if waiting else ():
        for key in person.keys:
            mark = _print(key.public)
            if mark not in waiting or key.revoked:
                continue
            yield AuditCode(
                _CODE, f"a key of {name} counts for nothing: {why_waits(waiting[mark])}",
                HINTS[_CODE].format(key=mark, person=name),
                person_file(name), "", "", name, mark, "", "",
            )  # fmt: skip


def _print(public: str) -> str:
    try:
        return fingerprint(parse_public(public))
    except BadKey:
        return ""
