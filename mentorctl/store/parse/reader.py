"""Read one file: its record, or what is wrong with it."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mentorctl.model.finding import Finding
from mentorctl.model.formats import CURRENT, forward, renamed_since
from mentorctl.model.kinds import kind_with
from mentorctl.model.record import Record
from mentorctl.store.parse import fast
from mentorctl.store.parse.file_content import LARGEST_READ, record_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from mentorctl.model.finding import Severity
    from mentorctl.model.words import Words
    from mentorctl.store.parse.nodes import Fault

__all__ = ["Reader", "digest", "placed", "record_content", "understood", "unreadable"]

R = TypeVar("R", bound=Record)


class Reader:
    """Reads records of one program folder and keeps what is wrong with them.

    Attributes:
        overlay: Content that is meant to be written, by path; read in place of the file's own.
        kept: What files hold that were read already, where they are to be read once only.
        number: The folder's format.
        is_newer: Whether a newer toolkit has written the folder: what is not known here is then
            passed over.
        findings: All faults of the files read so far.
        broken: The files that could not be turned into a record.
        remarks: What somebody should look at in files that can be read.
        digests: What each file read so far held, in short, where that is asked for.
    """

    def __init__(
        self,
        root: Path,
        words: Words,
        overlay: Mapping[str, bytes] | None = None,
        kept: dict[str, bytes] | None = None,
    ) -> None:
        self.root = root
        self.words = words
        self.overlay = {} if overlay is None else overlay
        self.kept = kept
        self.number, self.is_newer = CURRENT, False
        self.findings: list[Finding] = []
        self.broken: set[str] = set()
        self.remarks: list[Finding] = []
        self.digests: dict[str, bytes] | None = None
        self._prefix = f"{root}{os.sep}"

    def apart(self, more: Mapping[str, bytes] | None = None) -> Reader:
        """A reader of the same folder with faults of its own, and with more content in place."""
        overlay = {**self.overlay, **more} if more else self.overlay
        other = Reader(self.root, self.words, overlay, self.kept)
        other.number, other.is_newer = self.number, self.is_newer
        return other

    def read(self, path: str, model: type[R], pairing: str = "") -> R | None:
        """The record in a file.

        Args:
            path: The file, relative to the folder, with `/`.
            model: The record it should be.
            pairing: The pairing it belongs to, for findings.

        Returns:
            The record, or None when the file is not there or not right; then `findings` says why.
        """
        return self.read_whole(path, model, pairing)[0]

    def read_whole(
        self, path: str, model: type[R], pairing: str = ""
    ) -> tuple[R | None, bytes | None, Any]:
        """The record in a file, what the file holds, and what the fast path made of that."""
        record, data, tree = self._whole(path, model, pairing)
        if record is not None and data is not None and fast.may_cut(data):
            from mentorctl.store.parse.cut_text import cut_texts  # noqa: PLC0415 - rarely needed

            self.remarks += [_told(each, path, pairing) for each in cut_texts(data, model)]
        return record, data, tree

    def _whole(self, path: str, model: type[R], pairing: str) -> tuple[R | None, bytes | None, Any]:
        try:
            data = self.content(path)
        except OSError as error:
            if self.digests is not None:
                self.digests[path] = unreadable(error)
            self._note(path, pairing, [_unopened(error)])
            return None, None, fast.DOUBTFUL
        if self.digests is not None:
            self.digests[path] = digest(data)
        found = fast.accept_both(data, model)
        if found is not None:
            return found[0], data, found[1]
        if self.is_newer:
            return self._known(path, model, data), data, fast.DOUBTFUL
        if self.number < CURRENT and kind_with(model).name in renamed_since(self.number):
            renamed = self._renamed(data, model)
            if renamed is not None:
                return renamed, data, fast.DOUBTFUL
        record, faults = examine(data, model, self.words)
        self._note(path, pairing, faults)
        return record, data, fast.DOUBTFUL

    def _known(self, path: str, model: type[R], data: bytes) -> R | None:
        """What of a newer toolkit's record is known here; that the rest is not, is told once."""
        from mentorctl.store.parse.lenient import as_far_as_known  # noqa: PLC0415 - hardly ever

        record = as_far_as_known(data, model)
        if record is None:
            self.broken.add(path)
        return record

    def _renamed(self, data: bytes, model: type[R]) -> R | None:
        """A record of an older format, by the names of this one."""
        from mentorctl.store.parse.nodes import compose, plain  # noqa: PLC0415 - hardly ever needed

        top, faults = compose(data)
        tree = forward(kind_with(model).name, plain(top) or {}, self.number)
        try:
            return None if faults else msgspec.convert(tree, model, strict=False)
        except msgspec.ValidationError:
            return None

    def may_say(self, path: str, word: str) -> bool:
        """Whether a word can be among the values of a file: it stands there, or escapes do."""
        try:
            data = self.content(path)
        except OSError:
            return True
        return word.encode() in data or b"\\" in data

    def content(self, path: str) -> bytes:
        """The content of a file, or its pending content in the overlay.

        Raises:
            OSError: It is not there, may not be read, or is a link or no ordinary file.
        """
        data = self.overlay.get(path)
        if data is None and self.kept is not None:
            data = self.kept.get(path)
        if data is None:
            data = record_content(self._prefix + path)
            if self.kept is not None and len(data) < LARGEST_READ:
                self.kept[path] = data
        return data

    def _note(self, path: str, pairing: str, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.broken.add(path)
            self.findings.append(_told(fault, path, pairing, "error"))


def _told(fault: Fault, path: str, pairing: str, severity: Severity = "warning") -> Finding:
    return Finding(
        fault.code,
        severity,
        path,
        fault.message,
        fault.hint,
        (),
        pairing,
        fault.line,
        fault.column,
    )


def understood(data: bytes, model: type[R]) -> R | None:
    """The record that a file holds; None where there is any fault in it."""
    from mentorctl.model.words import Words  # noqa: PLC0415 - most never come here

    return fast.accept(data, model) or examine(data, model, Words())[0]


def examine(data: bytes, model: type[R], words: Words) -> tuple[R | None, list[Fault]]:
    """Read a file exactly: its record, or every fault in it with line and column."""
    from mentorctl.store.parse.nodes import Fault, compose  # noqa: PLC0415 - most never come here
    from mentorctl.store.parse.validation import validate  # noqa: PLC0415 - likewise

    top, faults = compose(data)
    if top is None and not faults:
        return None, [
            Fault(
                "unreadable-file",
                1,
                1,
                "the file is empty",
                "get back what was last saved: git restore FILE; if it was saved empty, mentorctl"
                " history says by which change, and mentorctl undo CHANGE takes that back",
            )
        ]
    if any(fault.code == "unreadable-file" for fault in faults) or (faults and top is None):
        return None, faults
    record, more = validate(top, model, words)
    faults += more
    return (None if faults else record), faults  # type: ignore[return-value] # validate made it


def digest(data: bytes) -> bytes:
    """A short name for what a file holds."""
    import hashlib  # noqa: PLC0415 - only where something is kept

    return hashlib.blake2b(data, digest_size=16).digest()


def unreadable(error: OSError) -> bytes:
    """The same for a file that cannot be read."""
    return b"!%d" % (error.errno or 0)


def placed(
    root: Path, findings: Iterable[Finding], read: Callable[[str], bytes] | None = None
) -> list[Finding]:
    """Findings with the line and column of the value each is about.

    Only files with a finding are read again for this, each once.

    Args:
        root: The program folder.
        findings: The findings.
        read: What reads a file by its path; the files on disk are read when left out.
    """
    from mentorctl.store.parse.nodes import Node, compose, locate  # noqa: PLC0415 - only with findings

    def opened(path: str) -> bytes:
        return record_content(f"{root}{os.sep}{path}")

    content = opened if read is None else read
    tops: dict[str, Node | None] = {}
    result = []
    for finding in findings:
        if finding.line:
            result.append(finding)
            continue
        line, column = 1, 1
        if finding.where:
            if finding.path not in tops:
                try:
                    tops[finding.path] = compose(content(finding.path))[0]
                except OSError:
                    tops[finding.path] = None
            line, column = locate(tops[finding.path], finding.where)
        result.append(finding._replace(line=line, column=column))
    return result


def _unopened(error: OSError) -> Fault:
    from mentorctl.store.parse.nodes import Fault  # noqa: PLC0415 - only for faulty files

    if error.errno == errno.ELOOP:
        what, hint = "this is a link", "put the file itself here; links are never followed"
    else:
        reason = (error.strerror or "unknown reason").lower()
        if error.errno in {errno.EACCES, errno.EPERM}:
            reason = "there is no permission to read it"
        what = f"the file cannot be opened: {reason}"
        hint = "see that it is an ordinary file and that you may read it"
    return Fault("unreadable-file", 1, 1, what, hint)
