"""Every rule there is, with those that are asked while a file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.rules import (
    duplicate_key,
    missing_field,
    newer_format,
    text_cut_off,
    unknown_field,
    unreadable_file,
    unsafe_text,
    wrong_value,
)
from mentorctl.rules.program_rules import PROGRAM_RULES
from mentorctl.rules.team_rules import TEAM_RULES

if TYPE_CHECKING:
    from mentorctl.rules.base import FileRule, Rule

__all__ = ["CODES", "FILE_RULES", "RULES"]

FILE_RULES: tuple[FileRule, ...] = (
    duplicate_key.RULE,
    missing_field.RULE,
    newer_format.RULE,
    unknown_field.RULE,
    unreadable_file.RULE,
    unsafe_text.RULE,
    text_cut_off.RULE,
    wrong_value.RULE,
)

RULES: tuple[Rule, ...] = (*FILE_RULES, *TEAM_RULES, *PROGRAM_RULES)

CODES = frozenset(rule.code for rule in RULES)
