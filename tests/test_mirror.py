"""Every test file is called by what it tests, and lies where that lies.

`tests/trail/git/test_repository.py` tests `mentorctl/trail/git/repository.py`; what follows the
module's name, as in `test_repository_contents.py`, says which side of it. `tests/templates` is
about forms as they are printed. What concerns the whole program lies at the top, or in a folder
named below.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mentorctl.forms import FORMS

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "mentorctl"
OF_THE_WHOLE = {"", "forgery", "frozen", "fuzz", "hostile", "rosters", "sharing", "benchmarks"}
FILES = sorted(path.relative_to(TESTS) for path in TESTS.rglob("test_*.py"))


def _known(folder: str) -> set[str]:
    """What a test in a folder can be about."""
    if folder == "templates":
        return {"every_form", *(form.name.replace("-", "_") for form in FORMS)}
    place = PACKAGE / folder
    return {place.name, *(path.stem.strip("_") for path in place.glob("*.py"))}


@pytest.mark.parametrize(
    "path", [each for each in FILES if each.parts[0] not in OF_THE_WHOLE and each.parent.parts],
    ids=Path.as_posix,
)  # fmt: skip
def test_a_test_is_called_by_what_it_tests(path: Path) -> None:
    about = path.stem.removeprefix("test_")
    known = _known(path.parent.as_posix())
    assert [each for each in known if f"{about}_".startswith(f"{each}_")], sorted(known)


def test_a_test_lies_only_where_the_program_has_a_folder() -> None:
    folders = {path.parent.as_posix() for path in FILES} - {"."}
    strange = {each for each in folders if each.partition("/")[0] not in OF_THE_WHOLE}
    assert [each for each in strange if not (PACKAGE / each).is_dir()] == ["templates"]
