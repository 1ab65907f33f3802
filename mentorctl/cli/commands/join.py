"""`mentorctl join`: a first day: a copy of the shared folder, a name, a key."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing.interrupted import finish_interrupted
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import asked, note, paint
from mentorctl.cli.output.mail_drafts import Letter, write_draft
from mentorctl.cli.sharing.addresses import address_of, keep_address
from mentorctl.cli.sharing.exchange import (
    branch_of,
    refuse_unsaved_edits,
)
from mentorctl.cli.sharing.exchange_wish import ExchangeWish
from mentorctl.cli.sharing.sharing import share
from mentorctl.cli.signing import identity
from mentorctl.cli.signing.key_doctor import examine_keys
from mentorctl.cli.state import State
from mentorctl.model.schema import EXTENSIONS_FILE, editor_extensions
from mentorctl.reports.proofs.audit_codes import founded_by
from mentorctl.store.folder import NoProgram
from mentorctl.store.folder_format import refuse_newer
from mentorctl.trail.git import repository, transport
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merge_driver_setup import put_in_place
from mentorctl.trail.git.unfinished import lost_program
from mentorctl.trail.ledger.ledger_cache import has_keys
from mentorctl.trail.ledger.trust_on_first_use import founders_seen
from mentorctl.trail.server.first_copy import make_copy
from mentorctl.trail.ssh.public_keys import fingerprint

if TYPE_CHECKING:
    from mentorctl.cli.signing.key_doctor import KeysExamined
    from mentorctl.model.person import Person
    from mentorctl.trail.git.transport import RemoteAddress

__all__ = ["command"]

TRIES = 3
AGAIN = "run mentorctl join again"
KEY_MAIL = """\
Hello,

I have joined {program}. This is my key, which is no secret. With it my name stands on what I do:

{line}

To register it, save that line as key.pub and run this in the program folder:

    mentorctl key add {id} key.pub
    mentorctl sync

Before you do, call me: I read you its fingerprint, which must be the same as you are shown.

    {mark}

{name}
"""


def command(
    context: typer.Context,
    place: Annotated[
        str,
        typer.Argument(
            metavar="[ADDRESS]",
            help="Where the shared folder is; left out in your copy, to finish what is left.",
        ),
    ] = "",
    directory: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="Where to put the copy; else named as the address."),
    ] = None,
    who: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="PERSON",
            help="Who you are, as the program knows you.",
            autocompletion=completion.people,
        ),
    ] = "",
) -> None:
    """Begin your first day: get a copy, put your name on what you change, and make your key.

    Run it with the address that you were sent. Once the coordinator has registered your key, run
    it again in the copy, without an address: it finishes what is left.
    """
    state: State = context.obj
    if place:
        _copy(state, transport.RemoteAddress.parse(place, Path.cwd()), directory)
    else:
        _bring_in(state)
    person = _person(state, who)
    _put_name(state, person)
    _offer_extension(state)
    found = examine_keys(
        state, make=sys.stdin.isatty(), tell=note, again=AGAIN, person=person or "YOUR-ID"
    )
    _refuse_another(state, person, found)
    person = found.person or person
    state.act.tell(
        person=person or None,
        key=fingerprint(found.key.public) if found.key else None,
        registered=found.registered,
    )
    mail = _draft_mail(state, person, found)
    _tell_what_next(state, found, mail)
    if not found.works or found.registered is None or (found.person and not found.well):
        raise typer.Exit(FINDINGS)


def _copy(state: State, address: RemoteAddress, directory: Path | None) -> None:
    """Get a copy, unless one of that address is there already.

    Raises:
        typer.BadParameter: Something else is there, or a copy would lie in another program folder.
        GitError: It cannot be had.
    """
    target = (state.directory / (directory or _named(address))).resolve()
    state.act.tell(address=address.shown, folder=str(directory or _named(address)))
    if _is_copy(target, address):
        state.directory = target
        note(f"{target} is your copy already")
        _bring_in(state)
        return
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise typer.BadParameter(f"{target} is there already and holds something; name another:"
                                 f" mentorctl join {shlex.quote(address.shown)} DIR")  # fmt: skip
    if (around := _program_around(target)) is not None:
        raise typer.BadParameter(
            f"{target} would lie in another program folder, {around}; go to a place outside of it,"
            " or run mentorctl join without an address to finish what is left here"
        )
    state.stop_if_dry(f"{target} is your copy of {address.shown}")
    note(f"getting a copy of {address.shown} …")
    make_copy(address, target, refuse_newer)
    state.directory = target
    put_in_place(state.root)
    keep_address(state.root, address)
    state.act.plans(f"{target.name} is a copy of {address.shown}", {})
    state.act.done(repository.head(state.root))
    note(f"{paint('done', 'green', 'bold')}: {target} is your copy of {state.folder.program.name}")
    _tell_founders(state)


def _tell_founders(state: State) -> None:
    """Say whose keys everything rests on, where the user has not seen that before, or that none is.

    Raises:
        OtherFounder: It is not by those that they have seen.
    """
    seen = founders_seen(state.folder.program.id)
    if not has_keys(state.root):
        note("nobody has a key in this program yet, so nothing tells who wrote what in it")
        if seen:
            word = state.folder.words["coordinator"]
            note(f"  you have seen keys of it before: ask the {word}, before you go by this copy")
        return
    register = identity.ledger(state).register
    founders = {key: register.person(key) for key in sorted(register.founders)}
    if founders and not seen:
        note(founded_by(founders))


def _named(address: RemoteAddress) -> str:
    """The name of a copy, from the address."""
    last = PurePosixPath(address.url.replace("\\", "/").rpartition(":")[2]).name
    return last.removesuffix(".git") or "program"


def _is_copy(target: Path, address: RemoteAddress) -> bool:
    """Whether a folder is the copy that this user has got of an address."""
    return repository.is_repository(target) and transport.chosen(target) == address.url


def _program_around(target: Path) -> Path | None:
    """The program folder that a folder would lie in."""
    from mentorctl.store.folder import find  # noqa: PLC0415 - only where there is none yet

    parent = next(each for each in target.parents if each.is_dir())
    try:
        return find(parent)
    except NoProgram:
        return None


def _bring_in(state: State) -> None:
    """Bring in what others did, and send what was done here, as `sync` does.

    Raises:
        GitError: The shared folder cannot be reached.
        typer.Exit: Something here has not been saved yet; it has been named.
    """
    try:
        root = state.root
    except NoProgram as error:
        if lost_program(state.directory) is not None:
            raise
        # whoever joins is to make no program of their own
        raise NoProgram(
            error.message,
            "go to your copy, or name the address that you were sent: mentorctl join ADDRESS",
        ) from None
    state.refuse_other_formats()
    if state.dry_run:
        state.stop_if_dry("what others did comes in, your name and key are looked at")
    finish_interrupted(root)
    branch = branch_of(root)
    refuse_unsaved_edits(state)
    address = address_of(state, "", "", yes=False)
    state.act.tell(address=address.shown)
    put_in_place(root)
    with transport.remote_at(root, address, repository.head(root) or "") as there:
        share(root, there, branch, ExchangeWish(None, state), yes=False)
    state.forget_folder()


def _person(state: State, who: str) -> str:
    """Whose copy it is: as they say, by their key or email, or asked; empty for nobody known.

    Raises:
        typer.BadParameter: The one who was named is nobody here.
    """
    if who:
        return lookup.person(state, who)
    known, _ = identity.acting(state)
    if known or not sys.stdin.isatty():
        return known
    for _ in range(TRIES):
        given = asked("who are you? your name or email, as the program has it", default="")
        if not given:
            break
        try:
            return lookup.person(state, given)
        except typer.BadParameter as error:
            note(error.message)
    return ""


def _put_name(state: State, person: str) -> None:
    """Put a person's name and email on what is changed in this copy from now on."""
    record: Person | None = state.folder.people.get(person) if person else None
    git = Git(state.root)
    if record is None:
        name, email = git.identity()
        note(f"what you change here carries the name {name} <{email}>; to put your own there:"
             " mentorctl join --as PERSON")  # fmt: skip
        return
    for setting, value in (("user.name", record.name), ("user.email", record.email)):
        if value and git.own_setting(setting) != value:
            git("config", "--local", setting, value)
    email = record.email or git.identity()[1]
    note(f"what you change here carries your name: {record.name} <{email}>")


def _offer_extension(state: State) -> None:
    """Have an editor offer what helps while one types, in folders that were begun without that."""
    file = state.root / EXTENSIONS_FILE
    if file.exists() or file.parent.is_symlink():
        return
    file.parent.mkdir(exist_ok=True)
    file.write_text(editor_extensions(), encoding="utf-8", newline="\n")
    # it is this copy's own, and nothing to save
    exclude = Git(state.root).folder / "info/exclude"
    exclude.parent.mkdir(exist_ok=True)
    with exclude.open("a", encoding="utf-8", newline="\n") as lines:
        lines.write(f"/{EXTENSIONS_FILE}\n")


def _refuse_another(state: State, person: str, found: KeysExamined) -> None:
    """Refuse where somebody says that they are one, and their key is another's.

    Raises:
        typer.BadParameter: So it is.
    """
    if found.person and person and found.person != person:
        raise typer.BadParameter(
            f"you are {person}, and the key on this computer is that of"
            f" {state.name_of(found.person)}; run mentorctl join --as {found.person},"
            " or use your own key"
        )


def _draft_mail(state: State, person: str, found: KeysExamined) -> Path | None:
    """Write the mail with the key's line to the coordinator, as a draft beside the copy.

    Returns:
        Where it is; None where there is nothing to send, or nobody is known to send it to.
    """
    keepers = state.folder.program.coordinators
    if found.key is None or not found.works or found.person or not (person and keepers):
        return None
    place = state.root.resolve()
    out = place.parent / f"{place.name}-key.eml"
    known, public = state.folder.people[person], found.key.public
    text = KEY_MAIL.format(
        program=state.folder.program.name, name=known.name, id=person, line=public.line,
        mark=fingerprint(public),
    )  # fmt: skip
    subject = f"My key for {state.folder.program.name}"
    try:
        letter = Letter(tuple(keepers), False, subject, text)
        write_draft(letter, state.counted, person, out, quiet=True)
    except OSError:
        # nothing rests on it: the line to send stands above
        return None
    return out


def _tell_what_next(state: State, found: KeysExamined, mail: Path | None) -> None:
    folder, here = state.root.resolve(), Path.cwd()
    note("")
    note("next:")
    if not here.is_relative_to(folder):
        way = folder.relative_to(here) if folder.is_relative_to(here) else folder
        note(f"  cd {shlex.quote(str(way))}")
    if found.well:
        note("  mentorctl status")
        note("  mentorctl help first-day")
        return
    if found.works and not found.person:
        word = state.folder.words["coordinator"]
        note(f"  send the {word} the line above{_whom(state)}")
        if mail is not None:
            note(f"  the mail is written, for you to look at and send: {mail}")
        note("  then, when it is registered: mentorctl join")
    else:
        note("  mend what is said above, then: mentorctl join")


def _whom(state: State) -> str:
    """The coordinators with their addresses, in brackets."""
    people = filter(None, map(state.person, state.folder.program.coordinators))
    named = [f"{each.name}, {each.email}" if each.email else each.name for each in people]
    return f" ({'; '.join(named)})" if named else ""
