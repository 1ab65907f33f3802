"""Who a page of the program is for, and what such a reader may see.

    coordinator   everything that lists say, and what logs and checklists come to
    advisor       the standing of their own pairings, by name
    principal     the standing of the pairings whose mentee is at their school, by name
    public        numbers of the whole program, no names

Nobody's phone, email or free text is on any page. What logs and checklists come to is content: all
but the coordinator see it of the whole program alone, never of their own part, so that no page can
be taken from another one. Those numbers, and all that the public sees, are of five and more. Of
answers to questionnaires a page has what was shown of them once and for all, and none of its texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["PageReader", "ReaderKind"]

ReaderKind = Literal["coordinator", "principal", "advisor", "public"]


class PageReader(NamedTuple):
    """Who a page is for.

    Attributes:
        kind: What they are to the program.
        advisor: The id of the advisor whose pairings they may see.
        advisor_name: Their name.
        schools: The schools whose pairings they may see.
    """

    kind: ReaderKind = "coordinator"
    advisor: str = ""
    advisor_name: str = ""
    schools: tuple[str, ...] = ()

    @property
    def sees_content(self) -> bool:
        """Whether what logs and checklists come to is told in full."""
        return self.kind == "coordinator"

    @property
    def sees_groups(self) -> bool:
        """Whether answers to questionnaires are told by group: that is for whoever advises one."""
        return self.kind in {"coordinator", "advisor"}

    @property
    def sees_other_years(self) -> bool:
        """Whether pairings of other years are named, whose people nobody has looked up."""
        return self.kind == "coordinator"

    @property
    def sees_names(self) -> bool:
        """Whether pairings are named."""
        return self.kind != "public"

    def may_see(self, *, advisor: str, school: str) -> bool:
        """Whether they may see how one pairing stands.

        Args:
            advisor: The id of its advisor; empty where there is none.
            school: The school of its mentee; empty where nobody knows.
        """
        if self.kind == "advisor":
            return bool(advisor) and advisor == self.advisor
        if self.kind == "principal":
            return bool(school) and school in self.schools
        return self.kind == "coordinator"

    def may_read_of(self, path: str, folders: Collection[str]) -> bool:
        """Whether a file that cannot be read may be named, by its path.

        Args:
            path: The file.
            folders: Where the pairings lie that they may see, each with `/` at its end.
        """
        if self.kind == "principal":
            # what is wrong with a log is told in its own words
            return False
        return self.kind == "coordinator" or path.startswith(tuple(folders))
