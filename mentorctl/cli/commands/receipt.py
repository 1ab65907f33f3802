"""`mentorctl receipt`: a signed record, and what proves it to anyone without this toolkit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import PairingArgument, To, Today
from mentorctl.cli.output.console import complain, note, put
from mentorctl.cli.output.no_links import refuse_links
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import check_folder
from mentorctl.cli.record_lookup import address
from mentorctl.cli.rendering.form_context import Teams, form_context, house_in
from mentorctl.cli.signing import identity
from mentorctl.cli.state import State
from mentorctl.forms.receipt import Proven, Receipt, ReceiptEvent, Text, receipt
from mentorctl.model.list_identity import name_of
from mentorctl.model.paths import in_pairing, record_name, signatures_begin
from mentorctl.model.signature import SignatureState
from mentorctl.model.team import COUNTED
from mentorctl.render.batch import produce
from mentorctl.render.jobs import FORMATS, Job, file_name, write
from mentorctl.reports.folder_reading import sound_context
from mentorctl.reports.form_lines import form_lines
from mentorctl.reports.history.record_history import history, in_short, scope_of, who
from mentorctl.reports.history.signature_phrases import sentences
from mentorctl.reports.proofs import proof
from mentorctl.reports.proofs.chain_text import chain_rows
from mentorctl.reports.proofs.key_chain import chain_files, key_chain
from mentorctl.reports.proofs.proof_text import About, instructions
from mentorctl.store.parse.fast import reading
from mentorctl.store.parse.reader import record_content
from mentorctl.store.people import called
from mentorctl.trail.git.file_versions import versions_about
from mentorctl.trail.git.last_touches import last_commits
from mentorctl.trail.ledger.writing import FORBIDDEN, said_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.cli.record_lookup import RecordFile
    from mentorctl.model.person import Person
    from mentorctl.reports.proofs.proof import Proof

__all__ = ["command"]

MOST_CHANGES = 12
README = "README.txt"


def command(
    context: typer.Context,
    pairing: PairingArgument,
    record: Annotated[
        str,
        typer.Argument(
            metavar="RECORD",
            help="Which record: plan, agreement, experiences/2, log …",
            autocompletion=completion.record_files,
        ),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where it goes.")] = Path("forms"),
    to: To = "pdf",
    today: Today = None,
) -> None:  # fmt: skip
    """Prove a signed record to anyone, without this toolkit.

    Writes a document with what was signed, each signature with its time and key, and what happened
    to the record; and beside it a folder with the signed statements, the signatures, and what leads
    from the founder's key to theirs. Plain ssh-keygen checks it all: README.txt there says how, and
    what it does not prove.
    """
    check_folder(out, "a receipt is several files")
    state: State = context.obj
    formats = tuple(
        dict.fromkeys(lookup.match_one("format", each.strip(), FORMATS) for each in to.split(","))
    )
    day = state.today(today)
    with working("reading the records"):
        sound_context(state.counted, day)
        target = address(state, pairing, record)
    identity.refuse_unsaved(state, _files(state, target), "made")
    with working("reading the history"):
        made = _Receipt(state, target, day)
    made.write(out, formats)


class _Receipt:
    """One receipt in the making."""

    def __init__(self, state: State, target: RecordFile, day: dt.date) -> None:
        teams = Teams(state.counted, day)
        about = form_context(state.counted, day, teams=teams)
        self._state, self._about = state, about
        self._target = target
        self._book = identity.ledger(state)
        with reading():
            self._team = teams.team(target.pairing)
            inner = target.path.removeprefix(self._team.path(""))
            past = versions_about(state.root, [target.path], self._book.times())
            self._proofs = proof.proofs(state.counted, self._team, inner, past, about.words)
        self._record = name = record_name(inner)
        key = name.rpartition("/")[2] if target.kind.many else ""
        counting = [each.standing for each in self._proofs if each.signed is not None]
        self._chain = key_chain(
            state.root,
            self._book,
            (each.key for each in counting),
            (each.commit for each in counting if each.commit),
        )
        self._title = f"{about.words.say(target.kind.title)} {key}".strip()
        self._name = f"receipt-{name.replace('/', '-')}"

    def write(self, out: Path, formats: Sequence[str]) -> None:
        """Write the document and what proves it; tell what was made."""
        if all(each.standing.state is SignatureState.MISSING for each in self._proofs):
            of = self._target.pairing
            complain(
                f"nobody has signed the {self._title} of {of} yet",
                f"sign it: mentorctl sign {of} {self._record}",
            )
            raise typer.Exit(FINDINGS)
        document = receipt(self._team, self._about, self._shown())
        folder = out / file_name(document, self._about.year, "x").removesuffix(".x")
        refuse_links(folder)
        evidence = list(self._evidence())
        names = [file_name(document, self._about.year, each) for each in formats]
        act = self._state.act
        act.plans(f"{self._title} of {self._target.pairing}, with what proves it", {})
        self._state.stop_if_dry(
            f"{act.message}",
            *(str(out / name) for name in names),
            *(str(folder / name) for name, _ in evidence),
        )
        for name, data in evidence:
            write(folder / name, data)
        act.add("made", [str(folder / name) for name, _ in evidence])
        act.done(None)
        job = Job(document, tuple(formats), out)
        with working("making the document"):
            outcomes = list(produce([job], self._about, house=house_in(self._state.counted)))
        for outcome in outcomes:
            act.add("made", map(str, outcome.paths))
            for path in outcome.paths:
                put(str(path))
            if outcome.error is not None:
                raise outcome.error
        put(str(folder))
        # the entries of a log often have the same text
        for line in dict.fromkeys(filter(None, map(self._doubt, self._proofs))):
            note(line)
        if lost := self._uncounted():
            name = self._target.path.rpartition("/")[2]
            note(f"{name} holds what counts for nothing: {', '.join(lost)}")
        note(f"how to check it stands in {folder / README}")

    def _doubt(self, each: Proof) -> str:
        """What somebody should know of a signature before they hand the receipt out."""
        standing = each.standing
        if standing.state in COUNTED:
            return ""
        said = f"changed since: {', '.join(each.changed)}" if each.changed else standing.why
        name = called(self._about.people, standing.person) or "nobody yet"
        who = f"{name} ({self._about.words[standing.role]}): {standing.state.value}"
        return f"{who}: {said}" if said else who

    def _evidence(self) -> Iterator[tuple[str, bytes]]:
        """The files that prove the signatures, by name."""
        for each in self._proofs:
            yield from proof.files(each)
        yield from chain_files(self._chain).items()
        yield proof.ALLOWED, proof.signers_file(self._proofs, self._book.register)
        path = self._target.path
        name = path.rpartition("/")[2]
        yield name, record_content(str(self._state.root.joinpath(*path.split("/"))))
        program = self._about.program
        about = About(
            program.name, program.agency, self._about.year, self._of_whom(), path,
            self._commit(), self._about.today, self._uncounted(),
        )  # fmt: skip
        text = instructions(
            about, self._proofs, self._book.register, self._about.people, self._about.words,
            self._chain,
        )  # fmt: skip
        yield README, text.encode()

    def _uncounted(self) -> tuple[str, ...]:
        """What stands in the record and was written by nobody who may."""
        ways = (way for record, way in self._team.unproven if record == self._record)
        return tuple(name_of([(step, "") for step in way], None) for way in ways)

    def _of_whom(self) -> str:
        return f"{self._title} of {self._target.pairing}"

    def _commit(self) -> str:
        touches = last_commits(self._state.root, [self._target.path])
        return touches[self._target.path].commit if self._target.path in touches else ""

    def _shown(self) -> Receipt:
        """What the document shows."""
        year, pairing = self._about.year, self._target.pairing
        return Receipt(
            name=self._name,
            title=self._title[:1].upper() + self._title[1:],
            path=self._target.path,
            commit=self._commit(),
            folder=f"{year}_{pairing}_{self._name}",
            texts=list(self._texts()),
            proven=[_proven(each, self._about.people) for each in self._proofs],
            timeline=list(self._timeline()),
            keys=chain_rows(self._chain, self._about.people),
        )

    def _texts(self) -> Iterator[tuple[str, list[Text]]]:
        """What was signed; roles that signed the same have it once."""
        same: dict[tuple[bytes, bytes | None], list[Proof]] = {}
        for each in self._proofs:
            if each.content is not None:
                same.setdefault((each.content, each.context), []).append(each)
        about = self._about
        for together in same.values():
            first = together[0]
            assert first.record is not None
            names = dict.fromkeys(called(about.people, each.standing.person) for each in together)
            entry = first.standing.record.partition("#")[2]
            head = f"Entry {entry}, signed" if entry else "What was signed"
            lines = form_lines(
                first.record, first.standing.role, first.around or (),
                about.program, about.words, about.people,
            )  # fmt: skip
            yield (
                f"{head} by {' and '.join(names)}",
                [
                    Text(
                        line.depth,
                        line.label,
                        f"{line.value} ({line.stands_for})" if line.stands_for else line.value,
                    )
                    for line in lines
                ],
            )

    def _timeline(self) -> Iterator[ReceiptEvent]:
        folder, pairing, people = self._state.folder, self._target.pairing, self._about.people
        scope = scope_of(folder, pairing, self._target.path)
        with reading():
            events = history(folder, scope, self._book)
        doubted = self._book.unproven.get(self._target.path, {}).values()
        why = {each.commit: said_of(each, folder.words) for each in self._book.remarks
               if each.code == FORBIDDEN and each.path == self._target.path}  # fmt: skip
        for event in events:
            said = [line for touched in event.records for line in in_short(touched, MOST_CHANGES)]
            turns = sentences(event.signature_changes, pairing, people, folder.words)
            said += [sentence for _, sentence in turns]
            if event.commit in doubted:
                said.append(f"this does not count: {why.get(event.commit, 'nobody signed it')}")
            at = f"{event.at:%Y-%m-%d %H:%M}"
            yield ReceiptEvent(at, who(people, event), event.commit[:10], tuple(said))


def _proven(each: Proof, people: Mapping[str, Person]) -> Proven:
    return Proven(
        called(people, each.standing.person),
        each.standing,
        each.standing.record.partition("#")[2],
        ", ".join(each.changed),
        each.signed.statement.content if each.signed and each.record is not None else "",
        tuple(proof.command(each, folded=True).split("\n")) if each.signed is not None else (),
    )


def _files(state: State, target: RecordFile) -> list[str]:
    """The record and its signatures."""
    place = in_pairing(target.path)
    assert place is not None
    begin, names = signatures_begin(place.file), state.counted.files_of(place.pairing)
    return [target.path, *(place.folder + each for each in names if each.startswith(begin))]
