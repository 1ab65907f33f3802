"""From a form's values to a page of HTML that stands by itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mentorctl.data import data
from mentorctl.render.errors import RenderError

if TYPE_CHECKING:
    from jinja2 import Environment

    from mentorctl.forms import FormDocument

__all__ = ["LANGUAGE", "page"]

LANGUAGE = "en-US"


def page(template: str, document: FormDocument) -> str:
    """Fill a template in.

    Every value is escaped, and a name that the values do not have is an error.

    Args:
        template: A file in `templates/forms/`.
        document: What the template sees, and its title.

    Raises:
        RenderError: The template is broken or asks for what is not there.
    """
    from jinja2 import TemplateError, TemplateSyntaxError  # noqa: PLC0415 - takes 36 ms

    try:
        return (
            _environment()
            .get_template(template)
            .render(document.values, title=document.title, lang=LANGUAGE)
        )
    except TemplateError as error:
        place = (
            f"{error.name}, line {error.lineno}"
            if isinstance(error, TemplateSyntaxError)
            else template
        )
        raise RenderError(
            f"the form template {place} cannot be used: {error.message}",
            "install mentorctl again: its own templates came with it",
        ) from error


@cache
def _environment() -> Environment:
    from jinja2 import FileSystemLoader, StrictUndefined  # noqa: PLC0415 - takes 36 ms
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 - takes 36 ms

    return SandboxedEnvironment(
        loader=FileSystemLoader(data("templates", "forms")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
