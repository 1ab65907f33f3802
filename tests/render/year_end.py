"""A year's end with sixty pairings that completed, and its documents as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from render.people import CONTEXT, PROGRAM, TEAM
from support.completed import entry, listed

from mentorctl.model.payments import Payments, Rate
from mentorctl.render import FORMATS
from mentorctl.render.batch import produce
from mentorctl.render.jobs import Job

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.forms.form import Mode
    from mentorctl.model.completer_list import CompleterEntry

__all__ = ["DONE", "LONG", "SCRIPTS", "files", "many", "year_end"]

DONE = entry("amara-okafor--teo-lindqvist")._replace(pairing=TEAM.id)
# letters that every font with Latin, Greek and Cyrillic has, so that a PDF shows them anywhere
SCRIPTS = "Đặng Thị Hồng (Ольга Ковальчук, Ελένη Παπαδοπούλου)"
LONG = " ".join(["Maximiliane Wilhelmina Featherstonehaugh-Cholmondeley"] * 4)
RATES = (Rate("mentor", "600", service="Mentoring for the year"),)


def many(count: int, advisor: str = "ines-marsh") -> list[CompleterEntry]:
    """That many pairings that completed, all with other people."""
    return [
        entry(f"mentee-{at}--mentor-{at}", advisor=advisor, mentee=f"Mentee No{at}e")
        for at in range(1, count + 1)
    ]


def year_end(
    *entries: CompleterEntry, mode: Mode = "filled", rates: tuple[Rate, ...] = RATES
) -> FormContext:
    """A program in which these pairings have completed."""
    program = msgspec.structs.replace(PROGRAM, payments=Payments(rates=rates))
    return msgspec.structs.replace(
        CONTEXT, program=program, mode=mode, completers=lambda: listed(*entries)
    )


def files(
    documents: Sequence[FormDocument],
    context: FormContext,
    out: Path,
    formats: tuple[str, ...] = FORMATS,
) -> dict[str, Path]:
    """Make documents; their files by name."""
    jobs = [Job(document, formats, out) for document in documents]
    outcomes = list(produce(jobs, context, workers=1))
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return {path.name: path for outcome in outcomes for path in outcome.paths}
