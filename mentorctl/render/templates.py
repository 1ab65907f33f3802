"""Jinja2 as forms use it: in its sandbox, with plain values, and errors that name their line."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mentorctl.data import data
from mentorctl.render.errors import RenderError
from mentorctl.render.free_text import to_html

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

    from jinja2 import Environment

__all__ = ["environment", "fill", "toolkit"]

LARGEST_PAGE = 2 << 20
LARGEST = 1_000_000
# a field as wide as a text says, or as the value before it says
WIDE = re.compile(r"%[^%a-zA-Z]*(\*|[0-9]{4})")
OWN = "templates/"
SHIPPED = "forms/"
MESSAGES = "messages/"
# the page of the whole program, which no program's own template stands for
REPORT = "report/"


def environment(own: Mapping[str, str]) -> Environment:
    """Jinja2 with a program's own templates before the toolkit's.

    Args:
        own: The program's templates by name; none for the toolkit's alone.
    """
    from jinja2 import FunctionLoader, StrictUndefined  # noqa: PLC0415 - takes 36 ms
    from jinja2.exceptions import SecurityError  # noqa: PLC0415 - likewise
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - likewise

    class Sandbox(ImmutableSandboxedEnvironment):
        """The sandbox, with bounds on what a few letters can blow up."""

        intercepted_binops = frozenset({"**", "*", "%"})

        def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
            """Work out `left operator right` unless that could be endless."""
            if not _is_small(operator, left, right):
                message = f"{operator} is too much for a template"
                raise SecurityError(message)
            return super().call_binop(context, operator, left, right)  # type: ignore[arg-type] # its context is private

    made = Sandbox(
        loader=FunctionLoader(_loader(own)),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["prose"] = to_html
    made.filters["markdown"] = to_html  # its first name, in programs' own templates
    return made


@cache
def toolkit() -> Environment:
    """Jinja2 with the toolkit's own templates."""
    return environment({})


def fill(jinja: Environment, template: str, values: Mapping[str, object]) -> str:
    """Fill a template in.

    Args:
        jinja: From `environment` or `toolkit`.
        template: Its name.
        values: What it sees.

    Raises:
        RenderError: The template is broken, asks for what is not there, or grows too large; the
            message names its line.
    """
    try:
        text = _gathered(jinja.get_template(template).generate(values))
    except Exception as error:
        raise _failed(error, template) from error
    if text is None:
        raise _unusable(f"{OWN}{template}", "it makes more text than a form can hold")
    return text


def _is_small(operator: str, left: object, right: object) -> bool:
    """Whether an operation cannot make very much of very little."""
    if operator == "%" and isinstance(left, str):
        return len(left) <= LARGEST and not WIDE.search(left)
    size = 1.0
    for each in (left, right):
        if not isinstance(each, int | float | str):
            return False
        size *= len(each) if isinstance(each, str) else max(abs(each), 1)
    return operator != "**" and size <= LARGEST


def _gathered(parts: Iterable[str]) -> str | None:
    """The text of all parts, or None where there is no end to it."""
    gathered = []
    size = 0
    for part in parts:
        size += len(part)
        if size > LARGEST_PAGE:
            return None
        gathered.append(part)
    return "".join(gathered)


def _loader(own: Mapping[str, str]) -> Callable[[str], tuple[str, str, Callable[[], bool]] | None]:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        if name in own:
            return own[name], f"{OWN}{name}", lambda: True
        shipped = name if name.startswith((MESSAGES, REPORT)) else f"{SHIPPED}{name}"
        path = data("templates", *shipped.split("/"))
        if ".." in name or "\\" in name or path.suffix not in (".html", ".css", ".typ", ".xml"):
            return None
        try:
            place = f"{OWN}{name}" if name.startswith(MESSAGES) else shipped
            return path.read_text(encoding="utf-8"), place, lambda: True
        except OSError:
            return None

    return load


def _failed(error: Exception, template: str) -> RenderError:
    """The line of a template at which an error came up, and what it is, in words."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError  # noqa: PLC0415 - takes 36 ms

    place = _place(error.__traceback__) or f"{SHIPPED}{template}"
    if isinstance(error, TemplateSyntaxError):
        place = f"{error.filename or template}:{error.lineno}"
        return _unusable(place, str(error.message))
    if isinstance(error, TemplateNotFound):
        return _unusable(place, f"there is no template {error.name}")
    return _unusable(place, _plainly(error))


def _place(trace: TracebackType | None) -> str:
    """The innermost line of a template in a traceback."""
    place = ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith((OWN, SHIPPED, REPORT)):
            place = f"{file}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _plainly(error: Exception) -> str:
    if isinstance(error, MemoryError | RecursionError):
        return "it repeats itself without end"
    said = str(error)
    if found := re.fullmatch(r"'(.+)' is undefined", said):
        return f"nothing is called {found[1]} on this form"
    if found := re.search(r"has no attribute '(.+)'|has no element (.+)", said):
        return f"nothing is called {found[1] or found[2]} there"
    return " ".join(said.split()) or type(error).__name__


def _unusable(place: str, what: str) -> RenderError:
    if place.startswith(OWN):
        file = place.partition(":")[0]
        return RenderError(
            f"{place}: {what}",
            f"mend that line, or take {file} away to have the toolkit's own form again",
        )
    return RenderError(
        f"the form template {place} cannot be used: {what}",
        "install mentorctl again: its own templates came with it",
    )
