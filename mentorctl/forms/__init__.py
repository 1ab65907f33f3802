"""Forms: from records to the plain values that a template sees."""

from __future__ import annotations

from mentorctl.forms.base import Form, FormContext, FormDocument
from mentorctl.forms.comment import COMMENT
from mentorctl.forms.plan import PLAN

__all__ = ["FORMS", "Form", "FormContext", "FormDocument", "form_named"]

FORMS: tuple[Form, ...] = (PLAN, COMMENT)

_BY_NAME = {form.name: form for form in FORMS}


def form_named(name: str) -> Form:
    """The form with this name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]
