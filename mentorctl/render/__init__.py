"""Documents of forms: Jinja2 to HTML, pandoc to DOCX, typst to PDF. Only here are they known."""

from __future__ import annotations

from mentorctl.render.documents import FORMATS, render
from mentorctl.render.errors import RenderError

__all__ = ["FORMATS", "RenderError", "render"]
