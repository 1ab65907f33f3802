"""What of a signed form was changed since, and by which commit, in histories of every shape."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.histories import START, Made, lay_history
from support.trails import statement

from mentorctl.model.recorded import SignedSurroundings
from mentorctl.model.signature import SignatureState, Standing
from mentorctl.model.surroundings import VERSION, surroundings_digest
from mentorctl.store.form_sources import FormSources
from mentorctl.store.recorded_files import entries_of
from mentorctl.trail.signatures import committed_sources
from mentorctl.trail.signatures.staleness import (
    Change,
    SeenForm,
    changed_since,
    signed_surroundings,
    traced,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.recorded import Recorded

FOLDER = "pairings/2026-2027/amara-teo"
PLAN, LOG = f"{FOLDER}/plan.yaml", f"{FOLDER}/log.yaml#1"
AREA = ("content_area",)
MENTOR, MENTEE = "name of the mentor (people/teo.yaml)", "name of the mentee (people/amara.yaml)"
BROKEN = "a: [\n"


def files(
    area: str = "Art", *, mentor: str = "Teo", mentee: str = "Amara", log: str = "", **more: str
) -> dict[str, bytes]:
    """A program folder; what is empty is not there."""
    held = {
        "program.yaml": "id: mp-7f3k9q\nformat: 2\n",
        f"{FOLDER}/pairing.yaml": f"mentee: amara\nmentor: {more.get('people', 'teo')}\n",
        "people/teo.yaml": mentor if mentor == BROKEN else f"name: {mentor}\n",
        "people/amara.yaml": f"name: {mentee}\n",
        "people/noor.yaml": "name: Noor\n",
        PLAN: area if area == BROKEN else f"content_area: {area}\n" if area else "",
        LOG.partition("#")[0]: log,
        "README.md": more.get("read", ""),
    }
    return {path: text.encode() for path, text in held.items() if text}


def sources(held: Mapping[str, bytes]) -> FormSources:
    return FormSources(held.get, lambda _path: "")


def record(held: Mapping[str, bytes], path: str = PLAN) -> Recorded:
    file, _, entry = path.partition("#")
    found = entries_of("log" if entry else "plan", held[file], 2)
    assert found is not None
    return found[entry]


def seen(
    signed: Mapping[str, bytes],
    now: Mapping[str, bytes],
    path: str = PLAN,
    *,
    context: bool = True,
    version: int = VERSION,
) -> SeenForm:
    """A form as it was signed, and as it is now."""
    before = record(signed, path)
    around = sources(signed).surroundings(before, "mentor", FOLDER)
    return SeenForm(
        path,
        record(now, path),
        "mentor",
        statement(before, path, "mentor", "teo").statement.content,
        2,
        FOLDER,
        sources(now),
        SignedSurroundings(version, surroundings_digest(around)) if context else None,
    )


class Way(NamedTuple):
    """A history, where in it somebody signed, and what was changed since by which commit.

    Attributes:
        commits: What each holds, and the commits before it where that is not the one before.
        signed: What was signed: of which of them.
        named: What was changed since.
        by: By which of them; None while it is not saved, or nothing changed.
        now: What the folder holds; the last commit's when None.
        fields: The ways to what was changed in the record.
        path: The record.
    """

    commits: Sequence[Mapping[str, bytes]]
    signed: int
    named: tuple[str, ...] = ()
    by: int | None = None
    now: Mapping[str, bytes] | None = None
    fields: tuple[tuple[str, ...], ...] = ()
    path: str = PLAN


def log(*weeks: str) -> str:
    entries = [
        f"  - id: {place + 1}\n    notes: {each}\n" for place, each in enumerate(weeks) if each
    ]
    return "entries:\n" + "".join(entries)


ART, LAW = files("Art"), files("Law")
WAYS = {
    "nothing": Way([ART, files(read="x")], 0),
    "the record": Way([ART, LAW, files("Law", read="x")], 0, ("content area",), 1, None, (AREA,)),
    "the record, twice": Way([ART, files("Bio"), LAW], 0, ("content area",), 1, None, (AREA,)),
    "the record, back and forth": Way(
        [ART, LAW, ART, LAW], 0, ("content area",), 3, None, (AREA,)
    ),
    "the record, not saved": Way([ART], 0, ("content area",), None, LAW, (AREA,)),
    "the record, gone between": Way(
        [ART, files(""), LAW], 0, ("content area",), 1, None, (AREA,)
    ),
    "the record, broken between": Way(
        [ART, files(BROKEN), LAW], 0, ("content area",), 1, None, (AREA,)
    ),
    "an entry of a log": Way(
        [files(log=log("a", "b")), files(log=log("", "b")), files(log=log("c", "b")),
         files(log=log("c", "d"))],
        0, ("notes",), 1, None, (("notes",),), LOG,
    ),
    "a name": Way([ART, files(mentor="Theo"), files(mentor="Theo", read="x")], 0, (MENTOR,), 1),
    "a name, twice": Way([ART, files(mentor="Ted"), files(mentor="Theo")], 0, (MENTOR,), 1),
    "a name, not saved": Way([ART], 0, (MENTOR,), None, files(mentor="Theo")),
    "a name, broken between": Way(
        [ART, files(mentor=BROKEN), files(mentor="Theo")], 0, (MENTOR,), 1
    ),
    "two names": Way(
        [ART, files(mentor="Theo"), files(mentor="Theo", mentee="Ama")], 0, (MENTEE, MENTOR), 1
    ),
    "the record and later a name": Way(
        [ART, LAW, files("Law", mentor="Theo")], 0, ("content area", MENTOR), 2, None, (AREA,)
    ),
    "a name and later the record": Way(
        [ART, files(mentor="Theo"), files("Law", mentor="Theo")],
        0, ("content area", MENTOR), 2, None, (AREA,),
    ),
    "a name, and the record not saved": Way(
        [ART, files(mentor="Theo")],
        0, ("content area", MENTOR), None, files("Law", mentor="Theo"), (AREA,),
    ),
}  # fmt: skip


def laid(root: Path, commits: Sequence[Mapping[str, bytes]]) -> list[str]:
    return lay_history(root, [Made(each) for each in commits])


@pytest.mark.parametrize("brought", [False, True])
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_what_was_changed_is_named_with_the_commit(way: Way, brought: bool, tmp_path: Path) -> None:
    ids = laid(tmp_path, way.commits)
    form = seen(way.commits[way.signed], way.now or way.commits[-1], way.path)
    found = changed_since(tmp_path, form, ids[way.signed] if brought else "")
    assert (found.named, found.fields) == (way.named, way.fields)
    by, at = "", None
    if way.by is not None:
        by, at = ids[way.by], dt.datetime.fromtimestamp(START + 60 * way.by, dt.UTC)
    assert (found.commit, found.at) == (by, at)


def test_what_no_history_has_is_not_named(tmp_path: Path) -> None:
    laid(tmp_path, [files("Bio", mentor="Ted"), files("Law", mentor="Theo")])
    form = seen(ART, files("Law", mentor="Theo"))
    assert changed_since(tmp_path, form) == Change()
    standing = Standing(PLAN, "mentor", "teo", SignatureState.STALE, why="changed")
    assert traced(tmp_path, standing, form) == standing


def test_what_is_named_is_told_of_the_signature(tmp_path: Path) -> None:
    ids = laid(tmp_path, [ART, LAW])
    standing = Standing(PLAN, "mentor", "teo", SignatureState.STALE, commit=ids[0])
    at = dt.datetime.fromtimestamp(START + 60, dt.UTC)
    assert traced(tmp_path, standing, seen(ART, LAW)) == standing._replace(
        named=("content area",), fields=(AREA,), changed=at, changed_in=ids[1]
    )


@pytest.mark.parametrize("lacks", ["context", "version", "sources"])
def test_of_what_lies_around_nothing_is_named_that_nobody_can_tell(
    lacks: str, tmp_path: Path
) -> None:
    now = files(mentor="Theo")
    laid(tmp_path, [ART, now])
    form = seen(ART, now, context=lacks != "context", version=VERSION + (lacks == "version"))
    if lacks == "sources":
        form = form._replace(sources=None)
    assert changed_since(tmp_path, form) == Change()


def test_what_came_before_the_record_has_its_day(tmp_path: Path) -> None:
    """The plan was made beside others who changed a name, and signed as it was there."""
    commits = [
        Made(files("", mentor="Teo", mentee="Am")),
        Made(files("", mentor="Ted", mentee="Am")),
        Made(files("Art", mentor="Teo", mentee="Amara"), (0,)),
        Made(files("Art", mentor="Theo", mentee="Amara"), (1, 2)),
        Made(files("Art", mentor="Theo", mentee="Amara", read="x")),
    ]
    ids = lay_history(tmp_path, commits)
    found = changed_since(tmp_path, seen(ART, commits[-1].files), ids[2])
    assert (found.named, found.commit) == ((MENTOR,), ids[1])


def test_what_another_side_had_changed_is_saved(tmp_path: Path) -> None:
    """It was signed beside that, with a later commit; a merge has both."""
    signed, both = ({**held, PLAN: held[PLAN] + b"# x\n"} for held in (ART, LAW))
    ids = lay_history(
        tmp_path, [Made(ART), Made(LAW, (0,)), Made(signed, (0,)), Made(both, (1, 2))]
    )
    assert changed_since(tmp_path, seen(ART, both), ids[2]).commit == ids[1]
    assert changed_since(tmp_path, seen(ART, files("Bio")), ids[2]).commit == ""


def test_who_was_replaced_is_looked_for_by_the_name_of_then(tmp_path: Path) -> None:
    now = files(mentor="Theo", people="noor")
    ids = laid(tmp_path, [ART, files(mentor="Theo"), now])
    found = changed_since(tmp_path, seen(ART, now))
    assert found.named == ("mentor (pairing.yaml)", "name of the mentor (people/noor.yaml)")
    assert found.commit == ids[2]


def test_of_all_commits_those_are_looked_at_that_changed_something_around(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committed_sources, "_MOST_VERSIONS", 2)
    now = files(mentor="Theo")
    ids = laid(tmp_path, [ART, now, *(files(mentor="Theo", read=each) for each in "xyz")])
    assert changed_since(tmp_path, seen(ART, now)).commit == ids[1]


def test_what_was_around_a_signed_form_is_found_where_it_came_in_or_in_the_end(
    tmp_path: Path,
) -> None:
    ids = laid(tmp_path, [ART, files(mentor="Ted"), files(mentor="Theo")])
    for place, mentor in enumerate(("Teo", "Ted", "Theo")):
        form = seen(files(mentor=mentor), ART)
        said = statement(form.record, PLAN, "mentor", "teo", context=form.context).statement
        around = sources(files(mentor=mentor)).surroundings(form.record, "mentor", FOLDER)
        for commit in ids:
            found = signed_surroundings(tmp_path, commit, said, form.record, FOLDER)
            assert found == (around if ids.index(commit) == place or place == 2 else None)
    assert form.context
    for context in (None, SignedSurroundings(VERSION + 1, form.context.sha256)):
        said = statement(form.record, PLAN, "mentor", "teo", context=context).statement
        assert signed_surroundings(tmp_path, ids[2], said, form.record, FOLDER) is None
