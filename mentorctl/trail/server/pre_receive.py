"""Git's pre-receive hook: examines a push before it is accepted."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, committed_folder, objects
from mentorctl.trail.git.borrowed import MAIN, lay_borrowing, lay_notes
from mentorctl.trail.git.command import Git, start
from mentorctl.trail.git.committed_folder import Contents, ObjectCache, TreeFiles
from mentorctl.trail.git.merging.renames import home_of, same_pairings
from mentorctl.trail.git.new_commit import Authorship, write_commit
from mentorctl.trail.git.object_writer import ObjectWriter
from mentorctl.trail.git.refs import HEADS, main_branch, set_branch
from mentorctl.trail.git.tree_entry import FILES
from mentorctl.trail.git.two_trees import differences
from mentorctl.trail.ledger.build import keep_up
from mentorctl.trail.ledger.by_clock import without_right
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.ledger.writing import FORBIDDEN
from mentorctl.trail.server.hook_input import parsed
from mentorctl.trail.server.program_branch import (
    TWO_PROGRAMS,
    last_of_program,
    name_branch,
    named_branch,
)
from mentorctl.trail.server.reception_notes import own_key

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from mentorctl.trail.git.commit_log import LoggedCommit
    from mentorctl.trail.ledger.ledger import Ledger, Remark

__all__ = [
    "HEADS", "Compared", "Incoming", "Push", "Side", "borrowed", "compared", "incoming", "lay_out",
    "refuse_two_beginnings",
]  # fmt: skip

TAGS = "refs/tags/"
# faults of `audit` that could not be repaired after the push
REFUSED = frozenset((
    "bad-commit-signature", FORBIDDEN, "future-commit", "key-change", "merge-dropped",
    "other-root", "program-change", "revoked-key", "too-many-sides", "unknown-key",
    "unsigned-commit",
))  # fmt: skip
# those of them that a branch may lead to once it is merged
OF_MERGE = frozenset(("key-change", "other-root"))
_MOVED = "the tag {} would be moved, and tags stay; give the new one another name"


class Push(NamedTuple):
    """One line of what git tells a pre-receive hook.

    Attributes:
        old: The commit that a branch is at; zeros when it is new.
        new: The commit that it shall be at; zeros when it shall go.
        ref: Its full name.
    """

    old: str
    new: str
    ref: str

    @classmethod
    def parse(cls, line: str) -> Push:
        """Read a line.

        Raises:
            GitError: It is none of git's.
        """
        return cls(*parsed(line))

    def refusal(self, root: Path, main: str | None) -> str:
        """Why it is refused regardless of its contents, or an empty text.

        Args:
            root: A folder that has its objects.
            main: The last commit of the main branch; None while there is none.
        """
        name = self.ref.removeprefix(HEADS).removeprefix(TAGS)
        is_new, goes = set(self.old) == {"0"}, set(self.new) == {"0"}
        if not self.ref.startswith((HEADS, TAGS)):
            return (
                f"{self.ref} is neither a branch nor a tag, and nothing else is shared; send the"
                " branch: git push origin HEAD"
            )
        if goes:
            return f"{name} would be deleted, and with it what it holds; leave it there"
        if self.ref.startswith(TAGS):
            return self._refusal_of_tag(root, main, name) if is_new else _MOVED.format(name)
        if not is_new and not commit_log.is_ancestor(root, self.old, self.new):
            return (
                f"{name} would lose commits that are there: history is never rewritten; bring them"
                " in first: mentorctl sync"
            )
        return ""

    def _refusal_of_tag(self, root: Path, main: str | None, name: str) -> str:
        # whatever else a tag leads to nobody would ever judge
        named = _commit_of(root, self.new)
        if named and main and commit_log.is_ancestor(root, named, main):
            return ""
        return f"the tag {name} names nothing that is in the main branch; send that first"


class Incoming(NamedTuple):
    """The commits of a push.

    Attributes:
        ledger: What the history says with it.
        steps: The commits that are new.
        remarks: What is wrong with them, of what no later commit can mend.
        base: The commit that it goes on from.
    """

    ledger: Ledger
    steps: tuple[LoggedCommit, ...]
    remarks: tuple[Remark, ...]
    base: str


class Side(NamedTuple):
    """The folder as a commit has it: its files, and what they hold."""

    files: TreeFiles
    contents: Contents


class Compared(NamedTuple):
    """The folder before and after a push.

    Attributes:
        before: As it was.
        after: As it shall be.
        changed: The files that differ.
        moved: Those of them that come or go.
        renamed: The new folders of pairings that get one, by the old.
    """

    before: Side
    after: Side
    changed: tuple[str, ...]
    moved: tuple[str, ...]
    renamed: Mapping[str, str]


@contextlib.contextmanager
def borrowed(repository: Path) -> Iterator[tuple[Path, str | None]]:
    """A folder for the moment whose repository has all objects of a shared one.

    Those that are on their way in are among them (git's quarantine).

    Args:
        repository: The shared repository.

    Yields:
        The folder, and the last commit of the program's branch in the shared one, which its HEAD
        names from then on; None while it is empty.

    Raises:
        GitError: The shared repository cannot be read, or does not say which branch that is.
    """
    said = last_of_program(repository)
    # git takes its quarantine away whatever becomes of this process
    place = os.environ.get("GIT_QUARANTINE_PATH")
    beside = repository.joinpath(place).resolve() if place else None
    with tempfile.TemporaryDirectory(prefix="mentorctl-guard-", dir=beside) as made:
        root = Path(made).resolve()
        lay_borrowing(root, said or _form(repository), _stores(repository))
        lay_notes(root, repository)
        yield root, said


def incoming(root: Path, push: Push, main: str, now: dt.datetime, repository: Path) -> Incoming:
    """Read the new commits of a push.

    Args:
        root: A folder that borrows the shared repository's objects.
        push: The push, of a branch.
        main: The last commit of the main branch, which a new branch is held to.
        now: The moment.
        repository: The shared repository; what its history proves is remembered.

    Raises:
        GitError: The history is damaged.
    """
    git = Git(root)
    base = push.old if set(push.old) != {"0"} else _common(git, main, push.new)
    set_branch(git.folder, MAIN, main)
    ledger = ledger_of(root, repository)
    count = len(ledger.remarks)
    set_branch(git.folder, MAIN, push.new)
    # what the main branch has came in there, and by no other branch anew
    steps = tuple(
        step for step in commit_log.walk(root, since=base) if step.commit.id not in ledger.parents
    )
    new = {step.commit.id for step in steps}
    tip = push.new
    if not commit_log.is_ancestor(root, main, push.new):
        # a branch is judged as it would come in beside the main one today
        tip = _together(git, main, push.new, now)
    set_branch(git.folder, MAIN, tip)
    # what is not noted yet comes in beside all that is there, and will be noted so
    own = own_key(repository)
    ledger = keep_up(root, ledger, {own: main} if own else {})
    came = dict.fromkeys(new, int(now.timestamp()))
    found = [
        *ledger.remarks[count:],
        *(each for each in ledger.ahead(now) if each.commit in new),
        *without_right(root, ledger, came, came),
    ]
    told = [
        each._replace(commit=push.new) if each.commit == tip else each
        for each in found
        if each.code in (OF_MERGE if each.commit == tip and tip not in new else REFUSED)
    ]
    set_branch(git.folder, MAIN, push.new)
    return Incoming(ledger, steps, tuple(each for each in told if each.commit in new), base)


def refuse_two_beginnings(root: Path, pushes: Iterable[Push], repository: Path) -> None:
    """Refuse what an empty repository shall begin with, where that is more than one program.

    HEAD names the program's branch from then on.

    Args:
        root: A folder that borrows the shared repository's objects.
        pushes: What is pushed, all at once.
        repository: The shared repository.

    Raises:
        GitError: It is, or nothing tells which branch is the program's.
    """
    begun = {push.ref: push.new for push in pushes if push.ref.startswith(HEADS)
             and push.new.strip("0")}  # fmt: skip
    try:
        main = main_branch(begun, named_branch(repository))
    except GitError as error:
        raise GitError(
            error.message, "send the branch of the program alone first, and the others after it"
        ) from error
    for commit in begun.values():
        _common(Git(root), begun[main], commit)
    # before it comes in, as nothing that comes after that is sure to be done
    name_branch(repository, main)


def _together(git: Git, main: str, new: str, now: dt.datetime) -> str:
    """A merge of a branch with the main one, in the folder of the moment; its id."""
    (tip,) = objects.commits(git, [new])
    who = ("guard", "guard@localhost")
    people = Authorship(who, who, now)
    writer = ObjectWriter(git, like=new)
    return write_commit(writer, tip.tree, (main, new), "beside the main branch", people, None)


def compared(root: Path, base: str, new: str) -> Compared:
    """The folder before and after a push, to be compared.

    Raises:
        GitError: The history is damaged.
    """
    git = Git(root)
    before, after = (made.tree for made in objects.commits(git, (base, new)))
    cache = ObjectCache(git)
    sides = tuple(Side(files, Contents(cache, files))
                  for files in (TreeFiles(cache, before), TreeFiles(cache, after)))  # fmt: skip
    changed, moved = [], []
    gone, come = dict[str, str](), dict[str, str]()
    for path, pair in differences(git, before, after).items():
        was, now = (each is not None and each.mode in FILES for each in pair)
        if was or now:
            changed.append(path)
        if was != now:
            moved.append(path)
        if was != now and (home := home_of(path)):
            (gone if was else come)[home] = next(each.id for each in pair if each)
    renamed = same_pairings(git, gone, come)
    return Compared(sides[0], sides[1], tuple(changed), tuple(moved), renamed)


def lay_out(side: Side, place: Path, paths: Iterable[str]) -> None:
    """Write files of a commit into a folder, links left out.

    Raises:
        GitError: The history is damaged.
    """
    committed_folder.lay_out(side.contents, place, paths)


def _commit_of(root: Path, name: str) -> str:
    """The commit that a tag leads to; empty for anything else."""
    args = ("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    return objects.reading(Git(root), *args, fine=(0, 1, 128)).decode().strip()


def _form(repository: Path) -> str:
    """As many digits as an id has in a repository without a commit."""
    place = {"GIT_DIR": str(repository)}
    said = start(repository, ("rev-parse", "--show-object-format"), None, place, {}, (0,))
    return "0" * (64 if said.strip() == b"sha256" else 40)


def _common(git: Git, main: str, new: str) -> str:
    """The commit at which a new branch left the main one.

    Raises:
        GitError: Nowhere.
    """
    said = objects.reading(git, "merge-base", main, new, fine=(0, 1)).decode().strip()
    if not said:
        raise GitError(TWO_PROGRAMS, "see that the address is right")
    return said


def _stores(repository: Path) -> Iterator[Path]:
    """The object stores of the git that runs this hook: the push's quarantine, the repository's."""
    if "GIT_QUARANTINE_PATH" in os.environ:
        yield repository.joinpath(os.environ["GIT_QUARANTINE_PATH"]).resolve()
    yield (repository / "objects").resolve()
