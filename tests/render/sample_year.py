"""The sample program's year, as forms look at it on the day its records tell up to."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pypandoc
from support.pdf import page_texts

from mentorctl.cli.commands.demo import SAMPLE_DAY
from mentorctl.forms import FormContext
from mentorctl.model.team import Team
from mentorctl.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.forms import Mode

SAMPLE = Path(__file__).parents[2] / "sample-program"
# one visit, six log entries, completed
OKSANA = "oksana-kovalenko-jolene-fitzwater"
# an experience and its comment form are missed
KAYLA = "kayla-dunning-denise-abernathy"
NOBODY = Team(id="", year="2026-2027", folder="")


@cache
def _folder() -> Folder:
    return Folder(SAMPLE)


def sample_context(mode: Mode = "filled") -> FormContext:
    """What a view may look at in the sample program."""
    folder = _folder()
    return FormContext(
        program=folder.program,
        words=folder.words,
        people=folder.people,
        year=folder.program.year,
        today=SAMPLE_DAY,
        mode=mode,
        shared=folder.shared,
    )


def sample_team(pairing: str = OKSANA) -> Team:
    """The records of one pairing of the sample."""
    return _folder().team(pairing)


def words_of(path: Path) -> str:
    """The words of a document in reading order, without any space."""
    if path.suffix == ".pdf":
        text = "".join(page_texts(path))
    else:
        if path.suffix == ".docx":
            text = pypandoc.convert_file(str(path), "html", extra_args=["--wrap=none"])
        else:
            text = path.read_text(encoding="utf-8").partition("<body>")[2]
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return squeezed(text)


def squeezed(text: str) -> str:
    """A text without space, which the three formats set differently."""
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def not_in_order(labels: Iterable[str], words: str) -> list[str]:
    """The labels that do not stand in a document after the one before them."""
    missing, at = [], 0
    for label in labels:
        found = words.find(squeezed(label), at)
        if found < 0:
            missing.append(label)
        else:
            at = found + 1
    return missing
