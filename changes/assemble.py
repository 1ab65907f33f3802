"""Put the changes that are not released yet into CHANGELOG.md.

    python changes/assemble.py 0.2.0 2027-01-15   under a heading; the files are taken away
    python changes/assemble.py --check            only see that each of them is a list

It exits with 1 when one of them is no list.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
# list items, each with its further lines set in by two blanks, none longer than CHANGELOG.md's
FRAGMENT = re.compile(r"(- \S.{0,97}\n(  \S.{0,97}\n)*)+")


def fragments(folder: Path) -> dict[Path, str]:
    """The changes that are not released yet, by file, in the order of their names."""
    paths = sorted(path for path in folder.glob("*.md") if path.name != "README.md")
    return {path: path.read_text(encoding="utf-8") for path in paths}


def faults(found: dict[Path, str]) -> list[str]:
    """What is wrong with them, for a person."""
    return [
        f"{path.name}: is no list (`- ` at the start, two blanks on a further line, 99 wide)"
        for path, text in found.items()
        if not FRAGMENT.fullmatch(text)
    ]


def assemble(folder: Path, log: Path, version: str, day: str) -> None:
    """Put them under a new heading, above the newest release, and take the files away.

    What stands there already for a version that is not released yet stays above them.
    """
    found = fragments(folder)
    head, newest, rest = log.read_text(encoding="utf-8").partition("\n## ")
    begun, mark, kept = rest.partition(" - not released yet\n\n")
    if mark and begun == version:
        kept, newest, rest = kept.partition("\n## ")
    else:
        kept = ""
    text = f"{head}\n## {version} - {day}\n\n{kept}{''.join(found.values())}{newest}{rest}"
    log.write_text(text, encoding="utf-8", newline="\n")
    for path in found:
        path.unlink()


def main(words: list[str]) -> int:
    """Do what the command line says; the exit code."""
    if wrong := faults(fragments(HERE)):
        print("\n".join(wrong), file=sys.stderr)
        return 1
    if words == ["--check"]:
        return 0
    release = re.fullmatch(r"(\d+\.\d+\.\d+) (\d{4}-\d\d-\d\d)", " ".join(words))
    if not release:
        print(__doc__, file=sys.stderr)
        return 2
    assemble(HERE, HERE.parent / "CHANGELOG.md", *release.groups())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
