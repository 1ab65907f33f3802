"""Program folders of any size, made from the sample's own pairings."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

SAMPLE = Path(__file__).parents[2] / "sample-program"
YEAR = "2026-2027"
TODAY = "2027-04-27"
MODELS = ("hannah-vogel-dale-kirchner", "wyatt-eberhardt-gail-thornhill")
FILES_A_PAIRING = 10  # eight or nine of its own and its two people


def grow(root: Path, files: int) -> int:
    """Make a program folder with about so many YAML files, all of them in order.

    Returns:
        How many there are.
    """
    root.mkdir()
    program = (SAMPLE / "program.yaml").read_text(encoding="utf-8")
    (root / "program.yaml").write_text(program, encoding="utf-8")
    (root / "people").mkdir()
    for path in (SAMPLE / "people").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"^ *- (advisor|staff|coordinator)$", text, re.MULTILINE):
            shutil.copy(path, root / "people")
    everybody: list[str] = []
    for number in range(files // FILES_A_PAIRING):
        everybody += _pairing(root, MODELS[number % len(MODELS)], f"{number:05d}")
    _meetings(root, everybody)
    return sum(1 for _ in root.rglob("*.yaml"))


def _pairing(root: Path, model: str, number: str) -> tuple[str, str]:
    source = SAMPLE / "pairings" / YEAR / model
    text = (source / "pairing.yaml").read_text(encoding="utf-8")
    ids = {}
    for role in ("mentee", "mentor"):
        found = re.search(rf"^{role}: (\S+)", text, re.MULTILINE)
        assert found is not None
        ids[role] = (found[1], f"{found[1]}-{number}")
    for old, new in ids.values():
        person = (SAMPLE / "people" / f"{old}.yaml").read_text(encoding="utf-8")
        person = re.sub(r"^(email: )", rf"\g<1>n{number}.", person, flags=re.MULTILINE)
        (root / "people" / f"{new}.yaml").write_text(person, encoding="utf-8")
        text = re.sub(rf": {old}$", f": {new}", text, flags=re.MULTILINE)
    folder = root / "pairings" / YEAR / f"pairing-{number}"
    shutil.copytree(source, folder)
    (folder / "pairing.yaml").write_text(text, encoding="utf-8")
    return ids["mentee"][1], ids["mentor"][1]


def _meetings(root: Path, people: list[str]) -> None:
    (root / "meetings").mkdir()
    for path in (SAMPLE / "meetings").glob("*.yaml"):
        head = path.read_text(encoding="utf-8").partition("attended:")[0]
        lines = "".join(f"  - {person}\n" for person in people)
        (root / "meetings" / path.name).write_text(f"{head}attended:\n{lines}", encoding="utf-8")
