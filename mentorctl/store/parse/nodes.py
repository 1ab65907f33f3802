"""The exact path of reading: every value as text, with its line and column.

Only files that the fast path doubts, and files with a finding, come here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mentorctl.model.hidden_letters import hidden
from mentorctl.store.parse.faults import Fault, syntax_fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mentorctl.model.finding import Where

__all__ = ["BLANK", "Fault", "Node", "compose", "locate", "named"]

LARGEST = 1 << 20
DEEPEST = 32
MOST_VALUES = 50_000
LARGEST_SLOW = 1 << 16
MOST_FAULTS = 50
LONGEST_NAME = 40
WRITE_OUT = "delete it and write each value out"

BLANK = None
Plain = str | list["Plain"] | dict[str, "Plain"] | None


class Node:
    """One value of a file.

    Attributes:
        line: 1-based line.
        column: 1-based column, in characters.
        value: Text; None where nothing is written; a list of nodes; or a list of pairs of nodes.
        is_plain: Whether it is a value that is a text without quotes.
    """

    __slots__ = ("column", "is_plain", "line", "value")

    def __init__(
        self, line: int, column: int, value: str | list[Node] | list[tuple[Node, Node]] | None
    ) -> None:
        self.line = line
        self.column = column
        self.value = value
        self.is_plain = False


class Mapping(Node):
    """A mapping; its value is a list of (key, value) nodes."""

    __slots__ = ()
    value: list[tuple[Node, Node]]


class Sequence(Node):
    """A list; its value is a list of nodes."""

    __slots__ = ()
    value: list[Node]


_LINE_BREAKS = re.compile("\r\n|\n|\r")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?: |\r?$)", re.MULTILINE)


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
    text = text.removeprefix("\ufeff")  # some editors begin every file with that mark
    faults = list(_forbidden(text))
    if faults:
        return None, faults[:MOST_FAULTS]
    # as in `fast`: whether somebody's editor ends the last line changes no text in it
    return _Composer(text if text.endswith("\n") else f"{text}\n").compose()


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


def named(text: str) -> str:
    """A name from a file as a message may have it: short, and on one line."""
    short = text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
    return short if short.isprintable() else repr(short)


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
    for count, found in enumerate(hidden(text)):
        if count == MOST_FAULTS:
            return
        line, column = _place(text[: found.start()])
        name = f"U+{ord(found[0]):04X}"
        if found["bidi"]:
            message = f"an invisible mark that turns the direction of writing ({name})"
        elif found["unseen"]:
            message = f"an invisible character ({name})"
        else:
            message = f"a control character ({name})"
        yield Fault("unsafe-text", line, column, message, "delete it, or type the line again")
    conflicts = _CONFLICT.finditer(text) if "\n=======" in text else ()
    opened, begun = False, []
    for found in conflicts:
        if found[1][0] == "<" or not opened:
            begun.append(found)
        opened = found[1][0] != ">"
    for count, found in enumerate(begun):
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


# YAML 1.1 has no [10:00], no [:a] and no [a?b]
_OLD_IN_FLOW = re.compile("unexpected ':'|expected (?:node content|',' or)")
_KINDS = {"MappingStartEvent": Mapping, "SequenceStartEvent": Sequence}
_OPENING = frozenset(_KINDS)
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
        from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - likewise

        parser = CParser(self.text)
        try:
            return self._document(iter(parser.get_event, None)), self.faults
        except YAMLError as error:
            if _OLD_IN_FLOW.search(str(error)) and len(self.text) <= LARGEST_SLOW:
                top, faults = _Composer(self.text).compose_slowly()
                if top is not None:
                    return top, faults
            from mentorctl.store.parse.likely_cause import likely_cause  # noqa: PLC0415 - likewise

            self.faults.append(likely_cause(self.text, syntax_fault(error), _first_fault))
        except _TooMuch as bound:
            self.faults.append(bound.fault)
        finally:
            parser.dispose()
        return None, self.faults

    def compose_slowly(self) -> tuple[Node | None, list[Fault]]:
        """The same with a YAML 1.2 parser, ten times slower; None if it fails."""
        from ruamel.yaml import YAML  # noqa: PLC0415 - most runs never come here
        from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - likewise

        try:
            return self._document(YAML(typ="safe", pure=True).parse(self.text)), self.faults
        except (YAMLError, _TooMuch):
            return None, self.faults

    def _document(self, events: Iterable[Any]) -> Node | None:
        top: Node | None = None
        open_nodes: list[tuple[Node, list[Node]]] = []
        documents = 0
        for event in events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1 or event.explicit:
                    mark = event.start_mark
                    place = Node(mark.line + 1, mark.column + 1, None)
                    what = "a line of three dashes" if event.explicit else "a second record"
                    self._fault(place, "unsafe-text", what, "delete it: one file, one record")
                if documents > 1:
                    return top
            elif name in _OPENING:
                if len(open_nodes) >= DEEPEST:
                    raise _TooMuch(event, "values are nested more than 32 deep")
                open_nodes.append((self._node(event, name), []))
            elif name in _WHOLE:
                top = _close(self._node(event, name), open_nodes)
            elif name in _CLOSING:
                node, children = open_nodes.pop()
                in_list = bool(open_nodes) and isinstance(open_nodes[-1][0], Sequence)
                top = _close(self._filled(node, children, in_list=in_list), open_nodes)
        return top

    def _filled(self, node: Node, children: list[Node], *, in_list: bool) -> Node:
        if isinstance(node, Mapping):
            node.value = list(zip(children[::2], children[1::2], strict=True))
            self._look_for_doubles(node, in_list=in_list)
        else:
            node.value = list(children)
        return node

    def _node(self, event: Any, name: str) -> Node:
        self.values += 1
        if self.values > MOST_VALUES:
            raise _TooMuch(event, "the file holds more values than any record does")
        mark = event.start_mark
        node = _KINDS.get(name, Node)(mark.line + 1, mark.column + 1, [])
        if name == "AliasEvent":
            node.value = ""
            anchor = named(event.anchor)
            self._fault(node, "unsafe-text", f"a reference to another place (*{anchor})", WRITE_OUT)
            return node
        if event.anchor is not None:
            anchor = named(event.anchor)
            self._fault(node, "unsafe-text", f"an anchor (&{anchor})", WRITE_OUT)
        if event.tag is not None:
            self._fault(node, "unsafe-text", f"a type tag ({named(event.tag)})", "delete it")
        if name == "ScalarEvent":
            is_blank = event.implicit[0] and event.value in ("", "null")
            node.value, node.is_plain = BLANK if is_blank else event.value, event.implicit[0]
            if event.style == '"':
                self._look_behind_escapes(node, event.value)
        return node

    def _look_behind_escapes(self, node: Node, text: str) -> None:
        # a line break that is written as \r moves a terminal's cursor
        found = "\r" if "\r" in text else next((each[0] for each in hidden(text)), "")
        if found:
            what = f"a text with a hidden character (U+{ord(found):04X})"
            self._fault(node, "unsafe-text", what, "type the text again without it")

    def _look_for_doubles(self, node: Mapping, *, in_list: bool) -> None:
        seen: dict[str, int] = {}
        hint = "keep the right one and delete the other"
        if in_list:
            hint += "; where the list's next item begins, put '- ' before it"
        for key, _ in node.value:
            name, key.is_plain = key.value, False  # a name is what is typed
            if not isinstance(name, str):
                self._fault(
                    key,
                    "unreadable-file",
                    "the name before the ':' is not a word",
                    "write  name: value",
                )
                key.value = ""
            elif name == "<<":
                self._fault(key, "unsafe-text", "a merge key (<<)", WRITE_OUT)
            elif name in seen:
                self._fault(
                    key,
                    "duplicate-key",
                    f"{named(name)} stands here and in line {seen[name]}",
                    hint,
                )
            else:
                seen[name] = key.line

    def _fault(self, node: Node, code: str, message: str, hint: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(code, node.line, node.column, message, hint))


class _TooMuch(Exception):
    """A file that exceeds a limit; carries the fault."""

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


def _first_fault(text: str) -> Fault | None:
    """The first fault that the parser finds in a text."""
    from _ruamel_yaml import CParser  # noqa: PLC0415 - most runs never come here
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - likewise

    parser = CParser(text)
    try:
        for _ in iter(parser.get_event, None):
            pass
    except YAMLError as error:
        return syntax_fault(error)
    finally:
        parser.dispose()
    return None


def _close(node: Node, open_nodes: list[tuple[Node, list[Node]]]) -> Node:
    if open_nodes:
        open_nodes[-1][1].append(node)
    return node
