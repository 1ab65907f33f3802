"""What each code of `check` and of `audit` means, in a sentence."""

from __future__ import annotations

import inspect
import sys
from typing import TYPE_CHECKING

from mentorctl.reports.proofs.audit_codes import MEANINGS
from mentorctl.rules.all_rules import RULES

if TYPE_CHECKING:
    from mentorctl.rules.base import Rule

__all__ = ["documentation", "meanings"]


def meanings() -> dict[str, str]:
    """The sentence of each code."""
    of_audit = {code: f"{meaning} (audit)." for code, meaning in MEANINGS.items()}
    return of_audit | {rule.code: documentation(rule).splitlines()[0] for rule in RULES}


def documentation(rule: Rule) -> str:
    """The documentation of a rule: the text at the head of its module."""
    module = sys.modules[f"mentorctl.rules.{rule.code.replace('-', '_')}"]
    return inspect.cleandoc(module.__doc__ or "")
