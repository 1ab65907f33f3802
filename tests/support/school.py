"""A school counseling program with a grievance process, in which everybody has a key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from support.keys import lay_key
from support.run import Result, mentorctl
from support.signers import lay_registered

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MATTER", "PEOPLE", "act", "lay_grievances", "lay_school", "opening"]

PRESET = "missouri-school-counseling"
# id: name, roles, region; all of them invented
PEOPLE = {
    "wynn-abbott": ("Wynn Abbott", ("mentee",), "Southwest"),
    "odalys-crane": ("Odalys Crane", ("mentor",), "Southwest"),
    "pell-harker": ("Pell Harker", ("regional-chair",), "Southwest"),
    "juno-sayers": ("Juno Sayers", ("regional-chair",), "Northeast"),
    "thea-lockwood": ("Thea Lockwood", ("state-chair",), ""),
    "marek-dunne": ("Marek Dunne", ("state-director",), ""),
    "ada-lindgren": ("Ada Lindgren", ("coordinator",), ""),
}
MATTER = "raised her voice in front of the whole building on three mornings"


def lay_school(place: Path) -> Path:
    """Make the program by commands, and give everybody a key."""
    folder = place / "program"
    words = ("--preset", PRESET, "--year", "2026-2027", "--coordinator-name", "Ada Lindgren")
    assert mentorctl("init", folder, *words).code == 0
    for person, (name, roles, region) in PEOPLE.items():
        if person == "ada-lindgren":
            continue
        said = [word for role in roles for word in ("--role", role)]
        said += ["--region", region] if region else []
        done = mentorctl("person", "add", person, "--name", name, *said, cwd=folder)
        assert done.code == 0, done.err
    for path in (folder / "people").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^keys:.*\n", "", text), encoding="utf-8", newline="\n")
    return lay_registered(folder)


def lay_grievances(place: Path) -> None:
    """The program with three grievances of one mentee, their names in files beside it.

    With the coordinator and with the mentor in step 1, with the Northeast's chair in step 3.
    """
    folder = lay_school(place)
    for about in ("ada-lindgren", "odalys-crane", "juno-sayers"):
        words = ("open", "--text-file", "-")
        case = act("wynn-abbott", folder, *words, text=opening(about)).out.strip()
        act("wynn-abbott", folder, "record", case, text="we talked")
        (place / about).write_text(case, encoding="utf-8")
    act("wynn-abbott", folder, "escalate", case, text="it was not settled")


def act(
    person: str, folder: Path, *words: str | Path, text: str = "", code: int = 0, key: str = ""
) -> Result:
    """Run `mentorctl grievance` as somebody with their own key, the vault beside the folder."""
    path = folder.parent / "keys" / (key or person)
    if not path.exists():
        lay_key(path.parent, key or person)
    env = {"MENTORCTL_KEY": str(path), "MENTORCTL_VAULT": str(folder.parent / "vault")}
    done = mentorctl("grievance", *words, cwd=folder, env=env, input=text)
    assert done.code == code, f"{words}: {done.out}{done.err}"
    return done


def opening(about: str, position: str = "", description: str = MATTER) -> str:
    """What somebody answers who opens a grievance."""
    lines = [f"about: {about}", f"description: {description}"]
    return "\n".join([*lines, *([f"position: {position}"] if position else [])])
