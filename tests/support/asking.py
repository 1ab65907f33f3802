"""A small program that asks its people: four pairs, a coordinator, and somebody who counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.folders import PRESET
from support.signers import as_person, lay_registered

if TYPE_CHECKING:
    from pathlib import Path

    from support.run import Result

__all__ = [
    "COLLECTOR", "COUNTER", "ID", "OPEN", "OVER", "PAIRS", "asking", "filled", "lay_asking",
    "sealed_by",
]  # fmt: skip

ID = "program-evaluation"
COLLECTOR, COUNTER = "iris-nakamura", "grace-whitfield"
# mentee and mentor; all of them invented
PAIRS = (
    ("amara-okafor", "teo-lindqvist"),
    ("ben-castle", "ula-brandt"),
    ("cleo-diaz", "vito-salas"),
    ("dana-ekholm", "wim-ostrow"),
)
AREAS = ("Business", "Business", "Family Consumer Sciences", "Family Consumer Sciences")
OPEN, OVER = "2027-04-03", "2027-04-09"


def lay_asking(place: Path) -> Path:
    """The program in which everybody has a key, and the evaluation has begun."""
    folder = place / "program"
    (folder / "people").mkdir(parents=True)
    text = PRESET.read_text("utf-8").replace("coordinators: []", f"coordinators: [{COLLECTOR}]")
    (folder / "program.yaml").write_text(text, "utf-8")
    for person, role in (
        (COLLECTOR, "coordinator"),
        (COUNTER, "staff"),
        ("noor-haddad", "advisor"),
    ):
        _person(folder, person, role)
    for (mentee, mentor), area in zip(PAIRS, AREAS, strict=True):
        _person(folder, mentee, "mentee", area)
        _person(folder, mentor, "mentor", area)
        where = folder / f"pairings/2026-2027/{mentee}-{mentor}"
        where.mkdir(parents=True)
        lines = [f"mentee: {mentee}", f"mentor: {mentor}", "advisor: noor-haddad"]
        lines += [f"content_area: {area}", "starts: 2026-09-14", "state: active", ""]
        (where / "pairing.yaml").write_text("\n".join(lines), "utf-8")
    lay_registered(folder)
    done = asking(COLLECTOR, folder, "begin", ID, "--today", "2027-04-01")
    assert done.code == 0, done.err
    return folder


def asking(person: str, folder: Path, *words: str | Path, **options: str | bool) -> Result:
    """Run `mentorctl evaluate` as somebody with their own key."""
    return as_person(person, folder, "evaluate", *words, **options)


def filled(number: int = 3, more: str = "") -> str:
    """A sheet that is filled in."""
    lines = ["answers:", f"  relationship: {number}", "  learning: 4", "  materials: 2"]
    return "\n".join([*lines, *([f"  else: {more}"] if more else []), ""])


def sealed_by(person: str, folder: Path, text: str, name: str = "") -> Path:
    """The sealed file with which somebody answers."""
    out = folder.parent / (name or f"{person}.sealed")
    done = asking(
        person, folder, "answer", "--answers", "-", "--out", out, "--today", OPEN, input=text
    )
    assert done.code == 0, done.err
    return out


def _person(folder: Path, person: str, role: str, area: str = "") -> None:
    name = person.replace("-", " ").title()
    lines = [f"name: {name}", f"roles: [{role}]", f"email: {person}@school.example"]
    lines += [f"content_area: {area}"] if area else []
    (folder / f"people/{person}.yaml").write_text("\n".join([*lines, ""]), "utf-8")
