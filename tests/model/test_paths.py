"""Paths are taken apart and put together in one place, and each undoes the other."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mentorctl.model import paths
from mentorctl.model.kinds import KINDS, kind_of

NAMES = st.from_regex(r"[a-z0-9][a-z0-9-]{1,20}", fullmatch=True)
YEARS = st.from_regex(r"20[0-9]{2}-20[0-9]{2}", fullmatch=True)
FILES = st.lists(st.text("abz019.-#é ", min_size=1), min_size=1, max_size=3).map("/".join)
PACKAGE = Path(__file__).parents[2] / "mentorctl"


@given(YEARS, NAMES, FILES)
def test_a_pairings_file_that_was_put_together_is_taken_apart_again(
    year: str, pairing: str, file: str
) -> None:
    found = paths.in_pairing(paths.pairing_file(year, pairing, file))
    assert found is not None
    assert (found.year, found.pairing, found.file) == (year, pairing, file)
    assert found.folder == paths.pairing_file(year, pairing, "")


@given(st.text("pairings/2026-x.#", max_size=40).map(lambda text: f"pairings/{text}"))
def test_what_is_taken_apart_is_put_together_again(path: str) -> None:
    found = paths.in_pairing(path)
    assert found is None or found.path == path
    assert (found is None) == (re.fullmatch(r"pairings/[^/]*/[^/]*/.+", path) is None)


@given(NAMES, YEARS)
def test_files_outside_of_pairings_are_taken_apart_again(name: str, year: str) -> None:
    assert paths.person_in(paths.person_file(name)) == name
    assert paths.meeting_in(paths.meeting_file(year, name)) == (year, name)
    for folder in (paths.YEARS, paths.STANDARD_RULES, paths.ANSWERS, paths.REASSIGNMENTS):
        assert paths.stem_in(folder, paths.file_in(folder, name)) == name
    for file in (f"people/{name}", f"people/x/{name}.yaml", f"{name}.yaml", f"people2/{name}.yaml"):
        assert paths.person_in(file) is None


@given(NAMES, YEARS)
def test_every_kind_of_record_is_known_by_its_file(name: str, year: str) -> None:
    for kind in KINDS:
        file = kind.path(name)
        assert kind_of(paths.pairing_file(year, name, file) if kind.of_pairing else file) is kind
        assert kind_of(f"{file}.bak") is None
        other = file if kind.of_pairing else paths.pairing_file(year, name, file)
        assert kind_of(other) is not kind


@given(NAMES, st.sampled_from(["plan.yaml", "experiences/1.yaml", "log.yaml#7f3a"]))
def test_signatures_are_found_by_what_their_file_begins_with(role: str, record: str) -> None:
    file = paths.signature_file(record, role)
    assert file.startswith(paths.signatures_begin(record))
    assert paths.tells_signatures(paths.pairing_file("2026-2027", "a-b", file))
    assert f"{paths.record_name(record)}.yaml" == record.partition("#")[0]


def test_no_other_module_spells_the_grammar_out() -> None:
    """A text that is such a path, not a message that names one."""
    spelt = re.compile(
        r'"program\.yaml"|== "pairings"|f"(?:pairings|people|years|meetings|signatures)/\{[^":\s]*"'
    )
    assert not {
        f"{path.relative_to(PACKAGE).as_posix()}: {each[0]}"
        for path in PACKAGE.rglob("*.py")
        if path != PACKAGE / "model/paths.py"
        for each in spelt.finditer(path.read_text(encoding="utf-8"))
    }
