"""The exact path of reading: every value as text, with its line and column.

Only files that the quick path doubts, and files with a finding, come here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where

__all__ = ["BLANK", "Fault", "Node", "compose", "locate"]

LARGEST = 1 << 20
DEEPEST = 32
MOST_VALUES = 50_000
MOST_FAULTS = 50

BLANK = None
Plain = str | list["Plain"] | dict[str, "Plain"] | None


class Fault(NamedTuple):
    """One thing wrong with a file: the rule's code, where it is (1-based), and what it is."""

    code: str
    line: int
    column: int
    message: str
    hint: str


class Node:
    """One value of a file.

    Attributes:
        line: 1-based line.
        column: 1-based column, in characters.
        value: Text; None where nothing is written; a list of nodes; or a list of pairs of nodes.
    """

    __slots__ = ("column", "line", "value")

    def __init__(
        self, line: int, column: int, value: str | list[Node] | list[tuple[Node, Node]] | None
    ) -> None:
        self.line = line
        self.column = column
        self.value = value


class Mapping(Node):
    """A mapping; its value is a list of (key, value) nodes."""

    __slots__ = ()
    value: list[tuple[Node, Node]]


class Sequence(Node):
    """A list; its value is a list of nodes."""

    __slots__ = ()
    value: list[Node]


_LINE_BREAKS = re.compile("\r\n|\n|\r")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    "|(?P<bidi>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])"
    "|(?P<unseen>[\u200b\u2028\u2029\u2060-\u2065\ufeff\ufff9-\ufffb])"
)
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?: |$)", re.MULTILINE)


def compose(data: bytes) -> tuple[Node | None, list[Fault]]:
    """Read a file's content, whatever it is.

    Returns:
        The top node (None for an empty file or one that cannot be read at all) and all faults
        that can be told without knowing what the record should be.
    """
    if len(data) > LARGEST:
        size = f"{len(data) / LARGEST:.1f}"
        return None, [
            Fault(
                "unreadable-file",
                1,
                1,
                f"the file holds {size} MiB, and a record holds at most 1 MiB",
                "check that this is the right file; long documents belong into evidence/",
            )
        ]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8"))
        return None, [
            Fault(
                "unreadable-file",
                line,
                column,
                "the file is not saved as UTF-8 text",
                "save it again with the encoding UTF-8",
            )
        ]
    faults = list(_forbidden(text))
    if faults:
        return None, faults[:MOST_FAULTS]
    return _Composer(text).compose()


def locate(top: Node | None, where: Where) -> tuple[int, int]:
    """The line and column of a value, or of its nearest surrounding that exists."""
    node, line, column = top, 1, 1
    for step in where:
        found = None
        if isinstance(node, Mapping):
            found = next((pair for pair in node.value if pair[0].value == str(step)), None)
            if found is not None:
                line, column = found[0].line, found[0].column
                node = found[1]
                continue
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line, column = node.line, node.column
            continue
        break
    else:
        if node is not None and where and not isinstance(node, Mapping | Sequence):
            return node.line, node.column
    return line, column


def plain(node: Node | None) -> Plain:
    """The value as text, lists and mappings; of equal keys the last one."""
    if node is None:
        return None
    if isinstance(node, Mapping):
        return {str(key.value): plain(value) for key, value in node.value}
    if isinstance(node, Sequence):
        return [plain(value) for value in node.value]
    return node.value  # type: ignore[return-value] # a Node that is neither holds text or nothing


def _place(before: str) -> tuple[int, int]:
    """Line and column of what follows a text."""
    breaks = list(_LINE_BREAKS.finditer(before))
    return len(breaks) + 1, len(before) - (breaks[-1].end() if breaks else 0) + 1


def _forbidden(text: str) -> Iterator[Fault]:
    for count, found in enumerate(_FORBIDDEN.finditer(text)):
        if count == MOST_FAULTS:
            return
        line, column = _place(text[: found.start()])
        name = f"U+{ord(found[0]):04X}"
        if name == "U+FEFF" and found.start() == 0:
            message = "the file begins with a byte order mark"
        elif found["bidi"]:
            message = f"an invisible mark that turns the direction of writing ({name})"
        elif found["unseen"]:
            message = f"an invisible character ({name})"
        else:
            message = f"a control character ({name})"
        yield Fault("unsafe-text", line, column, message, "delete it, or type the line again")
    conflicts = _CONFLICT.finditer(text) if "\n=======" in text else iter(())
    for count, found in enumerate(conflicts):
        if count == MOST_FAULTS:
            return
        line, column = _place(text[: found.start()])
        yield Fault(
            "unreadable-file",
            line,
            column,
            "two versions of the file were put side by side here and nobody has chosen",
            "keep the right lines and delete the ones with <<<<<<<, ======= and >>>>>>>",
        )


_PROBLEMS = (
    ("mapping values are not allowed",
     "a second ': ' stands in this line, or it is indented too far",
     'put the text in quotes, as in  title: "Unit 1: soil"'),
    ("could not find expected ':'", "this line has no ': ' after its name",
     "write  name: value, or put the text in quotes"),
    ("found character '\\t'", "a tab stands where only spaces may",
     "put spaces in place of the tab"),
    ("cannot start any token", "a text cannot begin with this character",
     "put the text in quotes"),
    ("found unexpected end of stream", "a quote or bracket is opened and never closed",
     "close it"),
    ("found duplicate", "the same thing is written twice", "delete one of the two"),
    ("did not find expected key", "the line is not indented like the ones it belongs to",
     "put it right below them, with the same number of spaces"),
    ("did not find expected '-'", "the line is not indented like the list it belongs to",
     "put it right below the list's other lines, with the same number of spaces"),
    ("did not find expected ',' or", "a bracket is opened and never closed", "close it"),
    ("block sequence entries are not allowed", "a list cannot begin in this line",
     "begin it on the next line: - first"),
    ("found unknown escape", "a backslash in double quotes that means nothing",
     "write two backslashes, or use single quotes"),
    ("did not find expected <document start>", "the text goes on after the record's end",
     "indent the line, or put it in quotes"),
    ("found a tab", "a tab stands where only spaces may", "put spaces in place of the tab"),
)  # fmt: skip


_OPENING = frozenset({"MappingStartEvent", "SequenceStartEvent"})
_CLOSING = frozenset({"MappingEndEvent", "SequenceEndEvent"})
_WHOLE = frozenset({"ScalarEvent", "AliasEvent"})


class _Composer:
    """Builds nodes from the parser's events, without recursion and within bounds."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[Fault] = []
        self.values = 0

    def compose(self) -> tuple[Node | None, list[Fault]]:
        from _ruamel_yaml import CParser  # noqa: PLC0415 - most runs never come here
        from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415 - likewise

        parser = CParser(self.text)
        try:
            top = self._document(parser)
        except MarkedYAMLError as error:
            top = None
            self.faults.append(_syntax_fault(error))
        except YAMLError as error:
            top = None
            self.faults.append(
                Fault("unreadable-file", 1, 1, f"the file cannot be read: {error}", "see the file")
            )
        except _TooMuch as bound:
            top = None
            self.faults.append(bound.fault)
        finally:
            parser.dispose()
        return top, self.faults

    def _document(self, parser: object) -> Node | None:
        top: Node | None = None
        open_nodes: list[tuple[Node, list[Node]]] = []
        documents = 0
        while True:
            event = parser.get_event()  # type: ignore[attr-defined] # a C class without types
            if event is None:
                return top
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1 or event.explicit:
                    self._refuse(event, "a line of three dashes", "delete it: one file, one record")
                if documents > 1:
                    return top
            elif name in _OPENING:
                if len(open_nodes) >= DEEPEST:
                    raise _TooMuch(event, "values are nested more than 32 deep")
                open_nodes.append((self._node(event, name), []))
            elif name in _WHOLE:
                top = _close(self._node(event, name), open_nodes)
            elif name in _CLOSING:
                top = _close(self._filled(*open_nodes.pop()), open_nodes)

    def _filled(self, node: Node, children: list[Node]) -> Node:
        if isinstance(node, Mapping):
            node.value = list(zip(children[::2], children[1::2], strict=True))
            self._look_for_doubles(node)
        else:
            node.value = list(children)
        return node

    def _node(self, event: object, name: str) -> Node:
        self.values += 1
        if self.values > MOST_VALUES:
            raise _TooMuch(event, "the file holds more values than any record does")
        mark = event.start_mark  # type: ignore[attr-defined] # a C class without types
        line, column = mark.line + 1, mark.column + 1
        anchor = getattr(event, "anchor", None)
        if name == "AliasEvent":
            self._refuse(event, f"a reference to another place (*{anchor})", "write the value out")
            return Node(line, column, "")
        if anchor is not None:
            self._refuse(event, f"an anchor (&{anchor})", "delete it and write each value out")
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(event, f"a type tag ({event.tag})", "delete it")  # type: ignore[attr-defined]
        if name == "MappingStartEvent":
            return Mapping(line, column, [])
        if name == "SequenceStartEvent":
            return Sequence(line, column, [])
        value: str = event.value  # type: ignore[attr-defined] # a C class without types
        is_plain = event.implicit[0]  # type: ignore[attr-defined] # a C class without types
        is_blank = is_plain and value in ("", "null")
        return Node(line, column, BLANK if is_blank else value)

    def _look_for_doubles(self, node: Mapping) -> None:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            name = key.value
            if not isinstance(name, str):
                self.faults.append(
                    Fault(
                        "unreadable-file",
                        key.line,
                        key.column,
                        "the name before the ':' is not a word",
                        "write  name: value",
                    )
                )
                key.value = ""
            elif name == "<<":
                self.faults.append(
                    Fault("unsafe-text", key.line, key.column, "a merge key (<<)",
                          "delete it and write each value out")
                )  # fmt: skip
            elif name in seen:
                self.faults.append(
                    Fault(
                        "duplicate-key",
                        key.line,
                        key.column,
                        f"{name} stands here and in line {seen[name]}",
                        "keep the right one and delete the other",
                    )
                )
            else:
                seen[name] = key.line

    def _refuse(self, event: object, what: str, hint: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            mark = event.start_mark  # type: ignore[attr-defined] # a C class without types
            self.faults.append(Fault("unsafe-text", mark.line + 1, mark.column + 1, what, hint))


class _TooMuch(Exception):
    """A file that is beyond the bounds; carries the finding."""

    def __init__(self, event: object, message: str) -> None:
        super().__init__(message)
        mark = event.start_mark  # type: ignore[attr-defined] # a C class without types
        self.fault = Fault(
            "unreadable-file",
            mark.line + 1,
            mark.column + 1,
            message,
            "check that this is the right file",
        )


def _close(node: Node, open_nodes: list[tuple[Node, list[Node]]]) -> Node:
    if open_nodes:
        open_nodes[-1][1].append(node)
    return node


def _syntax_fault(error: object) -> Fault:
    problem = str(getattr(error, "problem", "") or "")
    context = str(getattr(error, "context", "") or "")
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    unknown = (
        f"the file cannot be read from here on ({problem or context})",
        "compare the line with the ones above it",
    )
    known = ((message, hint) for said, message, hint in _PROBLEMS if said in problem)
    message, hint = next(known, unknown)
    opened = getattr(error, "context_mark", None)
    if "never closed" in message and opened is not None:
        line, column = opened.line + 1, opened.column + 1
    return Fault("unreadable-file", line, column, message, hint)
