"""Faults of a file, and the YAML parser's errors translated into plain words."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Fault", "syntax_fault"]


class Fault(NamedTuple):
    """One thing wrong with a file: the rule's code, where it is (1-based), and what it is."""

    code: str
    line: int
    column: int
    message: str
    hint: str


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
    ("did not find expected hexdecimal number", "a backslash in double quotes that means nothing",
     "write two backslashes, or use single quotes"),
    ("found invalid Unicode character escape", "an escape in double quotes that is no character",
     "write the character itself"),
    ("did not find expected node content", "a bracket is opened and never closed, or stands alone",
     "close it, or put the text in quotes"),
    ("did not find expected comment or line break", "a text cannot begin with | or >",
     "put the text in quotes, or begin it on the next line"),
    ("indentation indicator", "a number behind | or > that means nothing", "delete the number"),
    ("did not find expected alphabetic or numeric", "a text cannot begin with * or &",
     "put the text in quotes"),
    ("tag handle", "a text cannot begin with !", "put the text in quotes"),
    ("did not find expected version number", "a text cannot begin with %",
     "put the text in quotes"),
    ("found incompatible YAML document", "a line that begins with %", "delete it"),
    ("did not find expected <document start>", "the text goes on after the record's end",
     "indent the line, or put it in quotes"),
    ("found a tab", "a tab stands where only spaces may", "put spaces in place of the tab"),
)  # fmt: skip


def syntax_fault(error: object) -> Fault:
    """The fault for an error of the YAML parser.

    Args:
        error: A marked error of ruamel.yaml.
    """
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
    # what is never closed began further up, and so did a line that has no name
    if ("never closed" in message or "has no ': '" in message) and opened is not None:
        line, column = opened.line + 1, opened.column + 1
    return Fault("unreadable-file", line, column, message, hint)
