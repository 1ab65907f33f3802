"""Forms: from records to the plain values that a template sees.

May import `model`.
"""

from __future__ import annotations

from mentorctl.forms.agreement import AGREEMENT
from mentorctl.forms.answers import RequiredAnswers
from mentorctl.forms.calendar import CALENDAR
from mentorctl.forms.certificate import CERTIFICATE
from mentorctl.forms.comment import COMMENT
from mentorctl.forms.completers import COMPLETERS
from mentorctl.forms.decision_points import DECISION_POINTS
from mentorctl.forms.evaluation.evaluation_summary import EVALUATION_SUMMARY
from mentorctl.forms.evaluation.questionnaire import QUESTIONNAIRE
from mentorctl.forms.first_day import FIRST_DAY
from mentorctl.forms.focal_points import FOCAL_POINTS
from mentorctl.forms.form import (
    Form,
    FormContext,
    FormDocument,
    Gap,
    Lack,
    Mode,
    Origin,
    Sheet,
    SignatureLine,
)
from mentorctl.forms.grievance import GRIEVANCE
from mentorctl.forms.guide import GUIDE
from mentorctl.forms.handouts.own_handouts import HANDOUTS
from mentorctl.forms.handouts.phases import PHASES
from mentorctl.forms.handouts.responsibilities import RESPONSIBILITIES
from mentorctl.forms.handouts.suggestions import SUGGESTIONS
from mentorctl.forms.invoice import INVOICE
from mentorctl.forms.log import LOG
from mentorctl.forms.packet import packet_of
from mentorctl.forms.plan import PLAN
from mentorctl.forms.reflections import REFLECTIONS
from mentorctl.forms.sign_in import SIGN_IN
from mentorctl.forms.standards import STANDARDS
from mentorctl.forms.trainings import TRAININGS
from mentorctl.forms.visit import VISIT

__all__ = [
    "FORMS",
    "Form",
    "FormContext",
    "FormDocument",
    "Gap",
    "Lack",
    "Mode",
    "Origin",
    "RequiredAnswers",
    "Sheet",
    "SignatureLine",
    "form_named",
]

# in the order of the year, which is the packet's
IN_PACKET: tuple[Form, ...] = (
    CALENDAR,
    HANDOUTS,
    PHASES,
    AGREEMENT,
    TRAININGS,
    FOCAL_POINTS,
    DECISION_POINTS,
    SUGGESTIONS,
    PLAN,
    COMMENT,
    GUIDE,
    LOG,
    REFLECTIONS,
    VISIT,
    CERTIFICATE,
)
FORMS: tuple[Form, ...] = (
    *IN_PACKET,
    packet_of(IN_PACKET),
    COMPLETERS,
    INVOICE,
    RESPONSIBILITIES,
    STANDARDS,
    EVALUATION_SUMMARY,
    GRIEVANCE,
    QUESTIONNAIRE,
    FIRST_DAY,
    SIGN_IN,
)

_BY_NAME = {form.name: form for form in FORMS}


def form_named(name: str) -> Form:
    """The form with this name.

    Raises:
        KeyError: There is none.
    """
    return _BY_NAME[name]
