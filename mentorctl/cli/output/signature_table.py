"""How a pairing's signatures stand, as `status` shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.cli.output.console import note, shown, table
from mentorctl.model.paths import record_name
from mentorctl.model.signature import SignatureState

if TYPE_CHECKING:
    from mentorctl.model.signature import Standing
    from mentorctl.model.words import Words
    from mentorctl.reports.status import StatusReport, StatusRow

__all__ = ["note_declined", "signature_table"]

MARKS = {
    SignatureState.VALID: "✓",
    SignatureState.ATTESTED: "✓",
    SignatureState.STALE: "!",
    SignatureState.DECLINED: "!",
    SignatureState.INVALID: "✗",
    SignatureState.MISSING: "·",
    SignatureState.UNKNOWN: "?",
}
HEADS = ("", "signature", "of the", "day", "state")
STATE = 4


def signature_table(row: StatusRow, words: Words) -> str:
    """What is signed, and by whom; the entries of a log that stand alike are one line.

    Args:
        row: The pairing.
        words: The program's own terms.
    """
    alike: dict[tuple[str, str, SignatureState, str], list[Standing]] = {}
    for each in row.signatures:
        record, _ = _record(row, each)
        alike.setdefault((record, each.role, each.state, each.why), []).append(each)
    rows = []
    for (record, role, state, why), standings in alike.items():
        days = [f"{each.on:%Y-%m-%d}" for each in standings if each.on]
        of_log = f" ({len(standings)} of its entries)" if "#" in standings[0].record else ""
        rows.append(
            (
                MARKS[state],
                f"{record}{of_log}",
                words[role],
                max(days, default=""),
                f"{state}: {why}" if why else state.value,
            )
        )
    return table(HEADS, rows, texts=(STATE, 2, 1))


def note_declined(report: StatusReport, words: Words) -> None:
    """Name what somebody declined to sign: only the coordinator can settle it."""
    for row in report.rows:
        for each in row.signatures:
            if each.state is SignatureState.DECLINED:
                record = " ".join(filter(None, _record(row, each)))
                who = f"the {words[each.role]} of {row.pairing} declined to sign {record}"
                note(f"{shown(who)}: {shown(each.why)}")


def _record(row: StatusRow, standing: Standing) -> tuple[str, str]:
    """What `sign` calls the record, and the entry where it is one of a log."""
    file = standing.record.partition(f"/{row.pairing}/")[2]
    return record_name(file), file.partition("#")[2]
