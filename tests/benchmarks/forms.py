"""Documents of forms, against weasyprint and against one pandoc process for each document."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measures import PYTHON, Row, in_turns
from trees import MODELS, SAMPLE, TODAY, grow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

DOCUMENTS = 32
OURS = f"""
import datetime as dt, sys
from pathlib import Path
from mentorctl.forms import FormContext, form_named
from mentorctl.render.batch import Job, produce
from mentorctl.store.folder import Folder
folder = Folder(Path({str(SAMPLE)!r}))
context = FormContext(program=folder.program, words=folder.words, people=folder.people,
                      year=folder.program.year, today=dt.date.fromisoformat({TODAY!r}))
(document,) = form_named("plan").of_pairing(folder.team({MODELS[0]!r}), context)
jobs = [Job(document._replace(name=f"plan-{{number}}"), (sys.argv[1],), Path(sys.argv[2]))
        for number in range({DOCUMENTS})]
for outcome in produce(jobs, context):
    assert outcome.error is None, outcome.error
"""
WEASYPRINT = f"""
import sys, weasyprint
page, out = sys.argv[1:]
for number in range({DOCUMENTS}):
    weasyprint.HTML(page).write_pdf(f"{{out}}/{{number}}.pdf", pdf_variant="pdf/ua-1")
"""
PANDOC = f"""
import subprocess, sys
from pathlib import Path
import pypandoc
pandoc = Path(pypandoc.__file__).parent / "files" / "pandoc"
for number in range({DOCUMENTS}):
    subprocess.run([pandoc, "--sandbox", "--from=html", sys.argv[1],
                    "-o", f"{{sys.argv[2]}}/{{number}}.docx"], check=True)
"""


BY_HAND = """
import subprocess, sys
from pathlib import Path
import pypandoc, typst
page, out = sys.argv[1:]
pandoc = Path(pypandoc.__file__).parent / "files" / "pandoc"
for name in ("docx", "typ"):
    subprocess.run([pandoc, "--sandbox", "--standalone", "--from=html", page,
                    "-o", f"{out}/by-hand.{name}"], check=True)
typst.compile(f"{out}/by-hand.typ", output=f"{out}/by-hand.pdf")
"""


class Skipped(NamedTuple):
    """A row that could not be measured."""

    what: str
    why: str
    reached: bool = True

    def __str__(self) -> str:
        return f"skip {self.what:<34} {self.why}"


def forms(place: Path) -> Iterator[Row | Skipped]:
    """A plan as PDF and as DOCX; each number is of one document among many."""
    for name in ("html", "pdf", "docx", "peer"):
        (place / name).mkdir()
    in_turns({"html": ([PYTHON, "-c", OURS, "html", "html"], {})}, place, rounds=1)
    page = str(min((place / "html").iterdir()))
    what = "PDF of a form"
    if find_spec("weasyprint") is None:
        yield Skipped(what, "weasyprint is not installed: pip install 'mentorctl[bench]'")
    else:
        yield _row(place, what, "pdf", "weasyprint", [PYTHON, "-c", WEASYPRINT, page, "peer"], 0.3)
    peer = [PYTHON, "-c", PANDOC, page, "peer"]
    yield _row(place, "DOCX of a form, in a batch", "docx", "one pandoc a document", peer, 0.55)


def one(place: Path) -> Iterator[Row]:
    """The plan of one pairing among a thousand, beside the same HTML through both tools."""
    root = place / "forms-of-one"
    grow(root, 10_000)
    words = [str(Path(PYTHON).with_name("mentorctl")), "-C", str(root), "render", "plan",
             "pairing-00003", "--force", "--today", TODAY]  # fmt: skip
    out = place / "one"
    own = {"XDG_CACHE_HOME": str(place / "one-cache")}
    in_turns({"html": ([*words, "--to", "html", "--out", str(out)], own)}, place, rounds=1)
    page = str(next(out.glob("*.html")))
    runs = {
        "ours": ([*words, "--out", str(out)], own),
        "by hand": ([PYTHON, "-c", BY_HAND, page, str(out)], {}),
    }
    times = in_turns(runs, place, rounds=9)
    yield Row("one plan of 1,000 pairings", times["ours"], "pandoc and typst by hand",
              times["by hand"], 1.5)  # fmt: skip


def _row(place: Path, what: str, kind: str, peer: str, command: list[str], most: float) -> Row:
    runs: Mapping[str, tuple[Sequence[str], Mapping[str, str]]] = {
        "ours": ([PYTHON, "-c", OURS, kind, kind], {}),
        "peer": (command, {}),
    }
    times = in_turns(runs, place, rounds=5)
    return Row(what, times["ours"] / DOCUMENTS, peer, times["peer"] / DOCUMENTS, most)
