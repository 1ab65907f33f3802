"""Each rule's examples: a clean small program with something changed, and what `check` says.

`examples/base` is a program in which all is well. `examples/<code>/<case>/` holds the files that
lie over it, and a `case.yaml`:

    find: ["path:line code", …]    every finding of this code, and no other; [] where none may come
    also: [...]                    errors and warnings of other codes that cannot be avoided
    today: 2027-05-03              the day on which to judge, where it is not the base's
    without: [name]                sections of program.yaml to take away
    patch: {path: [[old, new]]}    texts to replace, each found once; program.yaml is the preset's
    remove: [path]                 files and folders to take away
    write: {path: text}            files whose names no checkout should have to bear
    sign:                          everything that the program asks for is signed, but for
      leave: [record role]           what nobody signs
      decline: {record role: text}   what its signer declines, and why
      other: {record role: person}   what another person's key signs in the signer's name
      at: time                       when, where it is not 2027-04-20
    then: {path: [[old, new]]}     texts to replace once all is signed

`examples/<code>/said.txt` has the words of every finding of the code in all of its cases: severity
and place, message, hint. `python -m support.examples`, run in tests/, writes these files anew, and
in `find` the lines of program.yaml, which move with the preset; read the difference before you keep
it.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML
from support.folders import commit_all
from support.signed import sign_all

from mentorctl.reports.check import check_folder

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mentorctl.model.finding import Finding

__all__ = ["BASE", "CASES", "EXAMPLES", "Case", "findings", "program", "said", "words"]

TESTS = Path(__file__).parent.parent
EXAMPLES = TESTS / "examples"
PRESET = TESTS.parent / "templates/programs/missouri-career-education/program.yaml"
SETTINGS = {"find", "also", "today", "patch", "remove", "write", "sign", "then", "without"}


class Case(NamedTuple):
    """One example: the code it is about, its folder, and its `case.yaml`."""

    code: str
    folder: Path
    settings: dict[str, Any]


def _settings_of(folder: Path) -> dict[str, Any]:
    settings = YAML(typ="safe").load(folder / "case.yaml")
    unknown = set(settings) - SETTINGS
    assert not unknown, f"{folder.name}: case.yaml has no {unknown}"
    return dict(settings)


CASES = [
    Case(path.parent.parent.name, path.parent, _settings_of(path.parent))
    for path in sorted(EXAMPLES.glob("*/*/case.yaml"))
]
BASE = _settings_of(EXAMPLES / "base")


def program(root: Path) -> Path:
    """A program in which all is well."""
    root.mkdir()
    shutil.copyfile(PRESET, root / "program.yaml")
    _lay(EXAMPLES / "base", BASE, root)
    return root


def findings(case: Case, root: Path) -> tuple[Finding, ...]:
    """What `check` finds in a case, which is laid at a path that is still free."""
    _lay(case.folder, case.settings, program(root))
    today: dt.date = case.settings.get("today", BASE["today"])
    return check_folder(root, today).findings


def words(found: Iterable[Finding]) -> list[str]:
    """The words of findings, as `said.txt` has them."""
    return sorted(
        f"{each.severity} {each.path}:{each.line}\n  {each.message}\n  {each.hint}\n"
        for each in found
    )


def said(code: str) -> dict[str, str]:
    """What `said.txt` holds for each case of a code in which it finds something."""
    path = EXAMPLES / code / "said.txt"
    if not path.exists():
        return {}
    parts = path.read_text(encoding="utf-8").split("\n== ")
    return dict(each.removeprefix("== ").split(" ==\n", 1) for each in parts)


def _lay(folder: Path, settings: dict[str, Any], root: Path) -> None:
    """Lay an example's files, and the changes its `case.yaml` names, over a program."""
    shutil.copytree(
        folder,
        root,
        ignore=lambda at, _: ["case.yaml"] if Path(at) == folder else [],
        dirs_exist_ok=True,
    )
    for name in settings.get("remove", ()):
        path = root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    for name in settings.get("without", ()):
        _take_out(root / "program.yaml", name)
    _replace(root, settings.get("patch", {}))
    for name, text in settings.get("write", {}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    if "sign" in settings:
        sign_all(root, **(settings["sign"] or {}))
        commit_all(root, "signed", "2027-04-20T16:00:00-0500")
    _replace(root, settings.get("then", {}))


def _take_out(file: Path, section: str) -> None:
    text = file.read_text(encoding="utf-8")
    text, count = re.subn(rf"^{section}:\n(?: .*\n|\n)*", "", text, flags=re.MULTILINE)
    assert count == 1, f"{file} has {count} sections {section}"
    file.write_text(text, encoding="utf-8")


def _replace(root: Path, changes: dict[str, list[tuple[str, str]]]) -> None:
    for name, replacements in changes.items():
        text = (root / name).read_text(encoding="utf-8")
        for old, new in replacements:
            assert text.count(old) == 1, f"{name} has {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        (root / name).write_text(text, encoding="utf-8")


def _write_all() -> None:
    told: dict[str, list[str]] = {}
    with TemporaryDirectory() as place:
        os.environ["XDG_CACHE_HOME"] = place
        for number, case in enumerate(CASES):
            found = findings(case, Path(place, str(number)))
            _renumber(case, found)
            if text := words(each for each in found if each.code == case.code):
                parts = told.setdefault(case.code, [])
                parts.append(f"== {case.folder.name} ==\n{''.join(text)}")
    for code, parts in told.items():
        file = EXAMPLES / code / "said.txt"
        file.write_text("\n".join(parts), encoding="utf-8", newline="\n")


def _renumber(case: Case, found: Iterable[Finding]) -> None:
    """Write to which lines of program.yaml findings have moved, where none came or went."""
    file = case.folder / "case.yaml"
    text = file.read_text(encoding="utf-8")
    place = re.compile(rf"program\.yaml:(\d+) {case.code}(?![\w-])")
    old = sorted({int(line) for line in place.findall(text)})
    those = (each for each in found if (each.code, each.path) == (case.code, "program.yaml"))
    new = sorted({each.line for each in those})
    if old != new and len(old) == len(new):
        moved = dict(zip(old, new, strict=True))
        text = place.sub(lambda at: at[0].replace(at[1], str(moved[int(at[1])]), 1), text)
        file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    _write_all()
