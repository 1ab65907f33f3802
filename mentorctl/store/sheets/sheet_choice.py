"""Which sheet of a workbook is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.store.sheets.cells import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AmbiguousSheet", "SheetChoice", "chosen"]


class AmbiguousSheet(TableError):
    """A workbook that was left on another sheet than its first.

    Attributes:
        choices: The sheets that can be seen, by name.
    """

    def __init__(self, message: str, hint: str, choices: tuple[str, ...]) -> None:
        super().__init__(message, hint)
        self.choices = choices


class SheetChoice(NamedTuple):
    """The sheet that is read, the others, and which of those are hidden."""

    title: str
    others: tuple[str, ...]
    hidden: tuple[str, ...]


def chosen(
    shown: Mapping[str, bool], wanted: str | None, name: str, active: str = ""
) -> SheetChoice:
    """The sheet that is wanted, or else the first one that can be seen.

    Args:
        shown: The sheets by name, in order, and whether each can be seen.
        wanted: Its name, however it is capitalised, or a part that no other one has.
        name: The file's name, for messages.
        active: The sheet that the workbook was left on, which is what a person sees of it.

    Raises:
        AmbiguousSheet: None is wanted, and it was left on another one than the first.
        TableError: There is none.
    """
    if not shown:
        raise TableError(f"{name} is no workbook that can be read: it has no sheets",
                         "save it once more in the spreadsheet")  # fmt: skip
    title = next((each for each, visible in shown.items() if visible), next(iter(shown)))
    if wanted is not None:
        said = wanted.strip().casefold()
        found = (
            [each for each in shown if each == wanted]
            or [each for each in shown if each.strip().casefold() == said]
            or [each for each in shown if said and said in each.casefold()]
        )
        if len(found) != 1:
            raise TableError(
                f"{name} has no sheet {wanted!r}", f"its sheets are {', '.join(map(repr, shown))}"
            )
        title = found[0]
    elif shown.get(active) and active != title:
        choices = tuple(each for each, visible in shown.items() if visible)
        raise AmbiguousSheet(
            f"{name} opens on its sheet {active!r}, and its first one is {title!r}",
            f"say which one to read: --sheet {active!r} or --sheet {title!r}",
            choices,
        )
    others = tuple(each for each in shown if each != title)
    return SheetChoice(title, others, tuple(each for each in others if not shown[each]))
