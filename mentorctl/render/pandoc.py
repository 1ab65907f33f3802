"""The one place that starts pandoc: many pages to DOCX and typst in one process.

A page is read without any access to files or network, and no picture is left in it but those that
come with the page itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from mentorctl.data import data
from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType

__all__ = ["REPORT", "Batch", "Page", "Pandoc"]

SECONDS = 30.0
# -A: room for a whole page before the first collection, which halves the time of one
LIMITS = ("+RTS", "-M1G", "-A16m", "-RTS")
REINSTALL = "install mentorctl again: pip install --force-reinstall mentorctl"
REPORT = "this is a fault of mentorctl: please report it, with the record that shows it"
SHORTEN = "shorten the longest text of these records"


class Page(NamedTuple):
    """A page to be converted.

    Attributes:
        title: For the file's properties.
        html: The page.
        formats: Some of `docx` and `typst`.
    """

    title: str
    html: str
    formats: tuple[str, ...]


class Batch(NamedTuple):
    """What all pages of a batch have in common.

    Attributes:
        lang: Their language.
        author: Whose they are: the program.
        moment: When they were made, in seconds since 1970.
        reference: The Word document that gives the styles.
        images: Pictures by the names that pages know them by, each as PNG or JPEG.
        room: How much text fits on paper, from `theme.room`.
    """

    lang: str
    author: str
    moment: int
    reference: bytes
    images: Mapping[str, bytes]
    room: Mapping[str, int]


class Pandoc:
    """Starts pandoc, and leaves none behind: a context manager.

    One may serve several threads.
    """

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def stopped(self) -> bool:
        """Whether no more documents are wanted."""
        return self._stopped

    def stop(self) -> None:
        """End every pandoc that is running, and start no more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    def convert(
        self, pages: Sequence[Page], batch: Batch
    ) -> list[Mapping[str, bytes] | RenderError]:
        """Convert pages; one that fails does not stop the others.

        Where pandoc dies or hangs over a page, that page is tried once more by itself, so that
        it does not answer for what others have done to the memory.

        Returns:
            For each page, what was written by format, or why it was not.

        Raises:
            RenderError: pandoc is not there or cannot be started.
        """
        done: dict[int, Mapping[str, bytes] | RenderError] = {}
        todo = list(range(len(pages)))
        while todo:
            at = dict(enumerate(todo))
            results, end = self._run([pages[number] for number in todo], batch)
            done |= {at[place]: result for place, result in results.items()}
            if len(results) < len(todo):
                stuck = todo[len(results)]
                alone = self._run([pages[stuck]], batch)[0] if results else {}
                done[stuck] = alone.get(0) or _given_up(end)
            todo = [number for number in todo if number not in done]
        return [done[number] for number in range(len(pages))]

    def convert_unseen(self, page: Page, batch: Batch) -> Mapping[str, bytes]:
        """Convert one page of which nothing may touch the disk: it passes through pipes alone.

        Returns:
            What was written, by format.

        Raises:
            RenderError: pandoc is not there, or cannot convert it; not a word of the page is said.
        """
        with tempfile.TemporaryDirectory(prefix="mentorctl-") as name:
            folder = Path(name)
            _lay_out(folder, [], batch)
            told = json.loads((folder / "jobs.json").read_text(encoding="utf-8"))
            to = dict.fromkeys(page.formats, "")
            told["jobs"] = [{"html": page.html, "title": page.title, "to": to}]
            try:
                done = subprocess.run(  # noqa: S603 - our own binary, our own script
                    _words("-"),
                    input=json.dumps(told).encode(),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=folder,
                    env=_environment(batch.moment),
                    timeout=SECONDS,
                    check=False,
                )
                said = json.loads(done.stdout)
            except OSError as error:
                raise RenderError(
                    f"pandoc cannot be started: {error.strerror or error}", REINSTALL
                ) from None
            except (subprocess.TimeoutExpired, ValueError):
                raise RenderError("it takes more time or memory than a document may", SHORTEN
                                  ) from None  # fmt: skip
        if said["fault"]:
            raise RenderError("pandoc cannot convert its page", SHORTEN)
        return {to: bytes.fromhex(digits) for to, digits in said["made"].items()}

    def _run(
        self, pages: Sequence[Page], batch: Batch
    ) -> tuple[dict[int, Mapping[str, bytes] | RenderError], str]:
        """What became of the first pages, and how pandoc ended."""
        with tempfile.TemporaryDirectory(prefix="mentorctl-") as name:
            folder = Path(name)
            results: dict[int, Mapping[str, bytes] | RenderError] = {}
            _lay_out(folder, pages, batch)
            with self._started(folder, batch.moment) as process:
                for line in _lines(process, SECONDS):
                    number, fault = line["job"], line["fault"]
                    page = pages[number]
                    results[number] = (
                        RenderError(f"pandoc cannot convert its page: {fault}", REPORT)
                        if fault
                        else {to: (folder / f"{number}.{to}").read_bytes() for to in page.formats}
                    )
            with self._lock:
                self._running.discard(process)
                if self._stopped:
                    raise RenderError("making documents was stopped", "run the command again")
            said = (folder / "stderr").read_text(encoding="utf-8", errors="replace").strip()
            return results, f"status {process.returncode} {said}".strip()

    def _started(self, folder: Path, moment: int) -> subprocess.Popen[bytes]:
        try:
            with self._lock, (folder / "stderr").open("wb") as stderr:
                process = subprocess.Popen(  # noqa: S603 - our own binary, our own script
                    _words("jobs.json"),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=stderr,
                    cwd=folder,
                    env=_environment(moment),
                )
                self._running.add(process)
                if self._stopped:
                    process.kill()
        except OSError as error:
            raise RenderError(
                f"pandoc cannot be started: {error.strerror or error}", REINSTALL
            ) from error
        return process


def _words(jobs: str) -> list[str]:
    """The command line that converts some jobs."""
    return [str(_path()), *LIMITS, "lua", str(data("templates", "forms", "batch.lua")), jobs]


def _environment(moment: int) -> dict[str, str]:
    # SYSTEMROOT: no program starts on Windows without it
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": str(moment)}


def _lay_out(folder: Path, pages: Sequence[Page], batch: Batch) -> None:
    """Put what pandoc reads into an empty folder."""
    (folder / "reference.docx").write_bytes(batch.reference)
    images = {}
    for number, (name, content) in enumerate(batch.images.items()):
        images[name] = {"path": f"image-{number}", "kind": _kind_of(content)}
        (folder / f"image-{number}").write_bytes(content)
    jobs = []
    for number, page in enumerate(pages):
        (folder / f"{number}.html").write_text(page.html, encoding="utf-8", newline="\n")
        to = {name: f"{number}.{name}" for name in page.formats}
        jobs.append({"page": f"{number}.html", "title": page.title, "to": to})
    written = {
        "form": str(data("templates", "forms", "form.lua")),
        "measure": str(data("templates", "forms", "measure.lua")),
        "template": data("templates", "forms", "docx", "document.openxml").read_text(
            encoding="utf-8"
        ),
        "reference": "reference.docx",
        "lang": batch.lang,
        "author": batch.author,
        "images": images,
        "room": batch.room,
        "jobs": jobs,
    }
    (folder / "jobs.json").write_text(json.dumps(written), encoding="utf-8")


def _kind_of(image: bytes) -> str:
    """The media type of a picture of dots."""
    return "image/png" if image.startswith(b"\x89PNG") else "image/jpeg"


def _lines(process: subprocess.Popen[bytes], seconds: float) -> Iterator[dict[str, Any]]:
    """What pandoc says of each page as soon as it says it; it has so long for each."""
    assert process.stdout is not None
    while True:
        watch = threading.Timer(seconds, process.kill)
        watch.daemon = True
        watch.start()
        try:
            line = process.stdout.readline()
        finally:
            watch.cancel()
        if not line.endswith(b"\n"):
            return
        yield json.loads(line)


def _given_up(end: str) -> RenderError:
    return RenderError(
        f"it takes more time or memory than a document may take (pandoc ended with {end})", SHORTEN
    )


@cache
def _path() -> Path:
    """The pandoc that pypandoc_binary brings, whatever else this computer has."""
    package = find_spec("pypandoc")
    if package is not None and package.origin is not None:
        for name in ("pandoc", "pandoc.exe"):
            path = Path(package.origin).parent / "files" / name
            if path.is_file():
                return path
    raise RenderError("pandoc, which makes the documents, is not installed", REINSTALL)
