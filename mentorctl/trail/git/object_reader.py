"""A `git cat-file --batch` process that stays open for a run and reads objects.

Git 2.36 and newer takes both questions in one process (`cat-file --batch-command`); an older one
is started twice (`--batch-check`, `--batch`). Nothing here holds an object to its id: `objects`
does.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import time
import weakref
from typing import IO, TYPE_CHECKING, Literal, NamedTuple, Protocol

from mentorctl.trail.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Start = Callable[[tuple[str, ...], IO[bytes]], "Process"]
    Refused = Callable[[str], GitError]
    Question = Literal["info", "contents"]

__all__ = ["LARGEST", "PATIENCE", "ObjectReader", "Process", "Read"]

# more than evidence may have; nothing larger is ever read
LARGEST = 64 << 20
# timeout in seconds for the answers to one batch
PATIENCE = 120.0
# what is asked at once: less than any system's pipe holds, so that git never waits for us while
# we wait for it
PORTION = 4000
LONGEST_LINE = 1 << 16
USAGE = 129
_PARTS = 3


class Process(Protocol):
    """What is needed of a `subprocess.Popen`."""

    @property
    def stdin(self) -> IO[bytes] | None: ...  # noqa: D102 - as there
    @property
    def stdout(self) -> IO[bytes] | None: ...  # noqa: D102 - as there
    def poll(self) -> int | None: ...  # noqa: D102 - as there
    def wait(self) -> int: ...  # noqa: D102 - as there
    def kill(self) -> None: ...  # noqa: D102 - as there


class Read(NamedTuple):
    """The answer of git about one object.

    Attributes:
        id: Its id.
        kind: commit, tree, blob or tag.
        size: How many bytes it holds.
        content: These bytes; empty when only the size was asked for.
    """

    id: str
    kind: str
    size: int
    content: bytes = b""


class ObjectReader:
    """Reads objects of one repository through an open git process.

    It can be asked from several threads, and by a forked process, which gets a git of its own.

    Args:
        start: Starts a git in the folder: its words, and where its complaints go.
        refused: Makes an error of what git complained about.
    """

    def __init__(self, start: Start, refused: Refused) -> None:
        self._start = start
        self._refused = refused
        self._open: dict[Question, _OpenGit] = {}
        self._has_commands = True
        self._lock = threading.Lock()
        self._owner = os.getpid()

    @property
    def is_open(self) -> bool:
        """Whether a git is waiting for questions."""
        return any(not git.is_over for git in self._open.values())

    def sizes(self, names: Iterable[str]) -> Iterator[Read | None]:
        """What objects are, in the order asked; None for those that are not there.

        Args:
            names: Ids, or what else names an object (`ID:path`), each in one line.

        Raises:
            GitMissing: There is no git.
            GitError: It cannot read the folder's objects, or does not answer.
        """
        return self._asked("info", names)

    def contents(self, names: Iterable[str]) -> Iterator[Read | None]:
        """What objects hold, in the order asked; None for those that are not there.

        Raises:
            GitMissing: There is no git.
            GitError: It cannot read the folder's objects, does not answer, or one is larger than
                anything that belongs into a program folder.
        """
        return self._asked("contents", names)

    def close(self) -> None:
        """End the git; the next question starts another one."""
        with self._lock:
            self._close()

    def _asked(self, question: Question, names: Iterable[str]) -> Iterator[Read | None]:
        # a batch is read completely, so that no other request sees half of it
        for portion in _portions(names):
            if self._owner != os.getpid():
                # an inherited process answers only the process that started it
                self._open, self._lock, self._owner = {}, threading.Lock(), os.getpid()
            with self._lock:
                found = self._answers(question, portion)
            yield from found

    def _answers(self, question: Question, names: Sequence[bytes]) -> list[Read | None]:
        git = self._opened(question)
        head = f"{question} ".encode() if self._has_commands else b""
        lines = [b"%b%b\n" % (head, name) for name in names]
        if self._has_commands:
            lines.append(b"flush\n")
        try:
            return git.ask(b"".join(lines), len(names), with_content=question == "contents")
        except (EOFError, OSError):
            code, said = git.end()
            if code == USAGE and self._has_commands:
                self._close()
                self._has_commands = False
                return self._answers(question, names)
            raise self._refused(said) from None
        except BaseException:
            # never read the rest of an old answer as a new one
            self._close()
            raise

    def _opened(self, question: Question) -> _OpenGit:
        use: Question = "info" if self._has_commands else question
        git = self._open.get(use)
        if git is None or git.is_over:
            if self._has_commands:
                words: tuple[str, ...] = ("cat-file", "--batch-command", "--buffer")
            else:
                words = ("cat-file", "--batch-check" if question == "info" else "--batch")
            git = self._open[use] = _OpenGit(self._start, words)
        return git

    def _close(self) -> None:
        for git in self._open.values():
            git.end()
        self._open.clear()


class _OpenGit:
    """A running git process; it ends with this object at the latest."""

    def __init__(self, start: Start, words: tuple[str, ...]) -> None:
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `end`
        self._process = start(words, self._said)
        self._watch = _Watch(self._process)
        self._end = weakref.finalize(self, _ended, self._process, self._watch)

    @property
    def is_over(self) -> bool:
        return self._process.poll() is not None

    def ask(self, lines: bytes, count: int, *, with_content: bool) -> list[Read | None]:
        """Send a number of requests.

        Raises:
            EOFError: It has ended, or was ended because it took too long.
            GitError: An object is too large.
        """
        asks, answers = self._process.stdin, self._process.stdout
        assert asks is not None
        assert answers is not None
        self._watch.until = time.monotonic() + PATIENCE
        try:
            asks.write(lines)
            asks.flush()
            return [_answer(answers, with_content=with_content) for _ in range(count)]
        finally:
            self._watch.until = None

    def end(self) -> tuple[int, str]:
        """End it; the status it ended with, and what it complained about."""
        self._end()
        code = self._process.wait()
        if self._watch.is_late:
            return code, "it did not answer in time"
        if self._said.closed:
            return code, ""
        with self._said as file:
            file.seek(0)
            return code, file.read(LONGEST_LINE).decode(errors="replace")


class _Watch:
    """Ends a git that does not answer: one thread for all that it is asked.

    Attributes:
        until: When it must have answered; None while it is asked nothing.
        is_late: Whether it was ended because it had not.
    """

    def __init__(self, process: Process) -> None:
        self.until: float | None = None
        self.is_late = False
        self._process = process
        self._owner = os.getpid()
        self._over = threading.Event()
        threading.Thread(target=self._look, name="git's patience", daemon=True).start()

    def end(self) -> None:
        # a forked process has no such thread, and maybe a lock that it held
        if self._owner == os.getpid():
            self._over.set()

    def _look(self) -> None:
        while not self._over.wait(PATIENCE / 4):
            until = self.until
            if until is not None and time.monotonic() >= until:
                self.is_late = True
                self._process.kill()
                return


def _answer(answers: IO[bytes], *, with_content: bool) -> Read | None:
    line = answers.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise EOFError
    # missing objects are answered as NAME missing; a name may contain spaces
    about = line[:-1].rsplit(b" ", 2)
    if len(about) != _PARTS or not about[2].isdigit():
        return None
    name, kind, size = about[0].decode("ascii", "replace"), about[1].decode(), int(about[2])
    if not with_content:
        return Read(name, kind, size)
    if size > LARGEST:
        raise GitError(
            f"the history holds an object that is too large to be read: {name[:10]}",
            "see what it is: git cat-file -s, then git log --find-object",
        )
    content = answers.read(size)
    if len(content) != size or answers.read(1) != b"\n":
        raise EOFError
    return Read(name, kind, size, content)


def _portions(names: Iterable[str]) -> Iterator[list[bytes]]:
    """Split names into chunks that fit into a pipe's buffer."""
    portion: list[bytes] = []
    room = PORTION
    for each in names:
        name = each.encode("utf-8", "surrogateescape")
        if b"\n" in name or b"\0" in name:
            raise ValueError(f"{each!r} is two questions")
        room -= len(name) + len(b"contents \n")
        if portion and room < 0:
            yield portion
            portion, room = [], PORTION - len(name)
        portion.append(name)
    if portion:
        yield portion


def _ended(process: Process, watch: _Watch) -> None:
    """End an idle git process; nothing can be lost."""
    watch.end()
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            # requests that were not sent are dropped
            with contextlib.suppress(OSError):
                stream.close()
    process.wait()
