"""What people say for what records call by id: a person's name, a role's title, an experience."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentorctl.model.ids import unaccented
from mentorctl.model.kinds import WORK_KINDS
from mentorctl.model.log import LOG_KINDS
from mentorctl.model.paths import file_in, record_name
from mentorctl.model.roles import SIDES
from mentorctl.model.words import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.model.plan import Plan
    from mentorctl.model.program import Program
    from mentorctl.model.words import Words

__all__ = [
    "experience_number",
    "experience_titles",
    "is_name_of",
    "log_kind",
    "numbers_apart",
    "plain",
    "record_spelled",
    "role_names",
]

_WORD = re.compile(r"[^\W_]+")
_WITHIN_A_WORD = str.maketrans("", "", "'’‘ʻʼ`´.")
_BETWEEN = re.compile(r"\s*(?:[,;&+]|\band\b)\s*", re.IGNORECASE)
_SPAN = re.compile(r"(?:experiences?/)?0*([1-9][0-9]?)\s*[-–]\s*0*([1-9][0-9]?)", re.IGNORECASE)
# sorts of contact as people call them
_CONTACTS = {
    **{kind.replace("-", ""): kind for kind in LOG_KINDS},
    **dict.fromkeys(("phonecall", "call", "telephone", "phonecalls"), "phone"),
    **dict.fromkeys(("mail", "emails"), "email"),
    **dict.fromkeys(("textmessage", "sms", "texting", "texts"), "text"),
    **dict.fromkeys(("inperson", "facetoface", "meet", "meetings"), "meeting"),
    "observation": "observation-of-mentee",
    "release": "release-period",
}
# terms of one program that people of another one type as well
_ELSEWHERE = {
    **dict.fromkeys(("protege", "proteges"), "mentee"),
    **dict.fromkeys(("coach", "coaches"), "mentor"),
}
# more than any program has
LARGEST = 100
_EXPERIENCE = re.compile(
    r"(?:exp(?:\.|eriences?)?[\s/#-]*|#)?0*([1-9][0-9]{0,2})(?:\.yaml)?", re.IGNORECASE
)


def plain(text: str) -> tuple[str, ...]:
    """The words of a text without capitals, accents and punctuation."""
    return tuple(_WORD.findall(unaccented(text).casefold().translate(_WITHIN_A_WORD)))


def log_kind(given: str) -> str | None:
    """The sort of contact that somebody means: `phone` for `Phone call`; None where it is none."""
    return _CONTACTS.get("".join(plain(given)))


def is_name_of(given: str, name: str, *, whole: bool = False) -> bool:
    """Whether somebody means a person's name, in whatever order its words stand.

    Args:
        given: What was typed: `Last, First`, `First Last` or a part of it.
        name: The name as it stands on forms.
        whole: Whether it must be the whole name.
    """
    said, words = plain(given), plain(name)
    if whole:
        return bool(said) and sorted(said) == sorted(words)
    return bool(said) and all(any(word.startswith(each) for word in words) for each in said)


def role_names(program: Program, words: Words) -> Mapping[str, str]:
    """For each way to call a role, in plain words, its id.

    A role goes by its id, its title, the program's own term for it, the toolkit's word, what other
    programs call it, and the plural of each of these.
    """
    names: dict[str, str] = {}
    for role in program.roles:
        own = [role.id, role.title, words[role.id], words[f"{role.id}s"]]
        if role.id in SIDES:
            own.append(DEFAULTS[role.id])
        for each in own:
            said = " ".join(plain(each))
            names.setdefault(said, role.id)
            names.setdefault(f"{said}s", role.id)
    held = {role.id for role in program.roles}
    for said, of in _ELSEWHERE.items():
        if of in held:
            names.setdefault(said, of)
    return names | {" ".join(plain(role.id)): role.id for role in program.roles}


def record_spelled(words: Words, given: str) -> str:
    """A record of a pairing as commands write it: `experiences/1` for `Experience 1`.

    Args:
        words: The program's terms.
        given: What was typed: a kind of record by its name, its folder or what the program calls
            it, alone or with a number behind it; a number alone is an experience. Anything else is
            given back, without `.yaml`.
    """
    name = record_name(given)
    *said, last = plain(given) or ("",)
    if not said and last.isdecimal() and int(last) < LARGEST:
        said = ["experience"]
    for kind in WORK_KINDS:
        ways = {plain(each) for each in (kind.name, kind.folder, words.say(kind.title))}
        if plain(given) in ways:
            return kind.name
        if kind.key == "number" and tuple(said) in ways and last.isdecimal():
            return record_name(file_in(kind.folder, last.lstrip("0")))
    return name


def experience_number(given: str) -> int | None:
    """The number that `1`, `experience 1` or `experiences/1` names; None where it names none."""
    found = _EXPERIENCE.fullmatch(given.strip())
    return int(found[1]) if found else None


def numbers_apart(given: Iterable[str]) -> list[str]:
    """Words of a command, those that name several experiences each by itself.

    `1,2`, `1-3` and `1 & 2` name several; so do `1`, `and`, `2`. Anything else stays as it is.
    """
    found: list[str] = []
    for word in given:
        parts = [each for each in _BETWEEN.split(word) if each]
        span = _SPAN.fullmatch(word.strip())
        if span and int(span[1]) < int(span[2]) < LARGEST:
            found += map(str, range(int(span[1]), int(span[2]) + 1))
        elif len(parts) > 1 and all(experience_number(each) for each in parts):
            found += parts
        elif not found or plain(word) not in {("and",), ()} or not experience_number(found[-1]):
            found.append(word.removesuffix(","))
    return found


def experience_titles(program: Program, plan: Plan | None) -> Mapping[int, str]:
    """What the experiences of a plan are called, by their numbers in it.

    One of the catalogue has the catalogue's title, one of the team's own the title it has there.
    """
    catalogue = {each.number: each.title for each in program.experiences.catalogue}
    titles = {}
    for entry in plan.experiences if plan else ():
        own = entry.own.title if entry.own else None
        listed = catalogue.get(entry.catalogue) if entry.catalogue is not None else None
        title = own or listed or entry.planned
        if title:
            titles[entry.slot] = title
    return titles
