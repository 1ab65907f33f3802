"""Answers of a form: what the record says, or the gap where it must say something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.form import Gap

if TYPE_CHECKING:
    from mentorctl.forms.form import FormContext, Value

__all__ = ["RequiredAnswers"]


class RequiredAnswers:
    """Collects the gaps of one sheet while its values are put together.

    Attributes:
        blank: Whether the records' answers are left out, to be written by hand.
    """

    def __init__(self, context: FormContext) -> None:
        self.blank = context.mode == "blank"
        self._gaps: list[Gap] = []

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Every required answer that was not there, in the order of asking."""
        return tuple(self._gaps)

    def need(self, value: str, label: str, path: str, *where: str | int) -> Value:
        """An answer that the form cannot be handed in without.

        Args:
            value: What the record says; empty when it says nothing.
            label: What the form calls it.
            path: The record, relative to the program folder.
            where: The way to the field in it.

        Returns:
            The answer; on a blank form nothing; else, where it is missing, the gap to show.
        """
        return self.known("" if self.blank else value, label, path, *where)

    def known(self, value: str, label: str, path: str, *where: str | int) -> Value:
        """A required answer that a blank form shows as well, where it is known: who and where."""
        if value or self.blank:
            return value
        self._gaps.append(Gap(path, tuple(where), label))
        return {"gap": label}

    def may(self, value: str) -> str:
        """An answer that may be missing; nothing on a blank form."""
        return "" if self.blank else value
