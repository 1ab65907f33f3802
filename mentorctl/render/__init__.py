"""Documents of forms: Jinja2 to HTML, pandoc to DOCX, typst to PDF. Only here are they known.

May import `forms`, `model`, `data`, `caches` and `toolkit`.
"""

from __future__ import annotations

from mentorctl.render.errors import RenderError
from mentorctl.render.jobs import FORMATS

__all__ = ["FORMATS", "RenderError"]
