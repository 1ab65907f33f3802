"""Records written in the many ways in which people and programs write YAML, and broken ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import inspect as types

from mentorctl.model.structure import structure
from mentorctl.store.parse.core_values import NOTHING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

__all__ = ["TEXTS", "made_up", "mutated", "written"]

Tree = dict[str, "Tree"] | list["Tree"] | str | None

TEXTS = [
    "Ridge High School", "Unit 1: soil", "012", "no", "12:30", "1e3", "0x1F", ".5", "1.0", "~",
    "Null", "true", "2026-02-30", "1_000", "-", "- a", "a #b", "# a", "a:", "'", '"', '"a" b', "=",
    "<<", "---", "...", "@x", "`x`", "%", "50 %", "&a", "R & D", "*", "!x", "|", "a > b", "[a]",
    "{mentee}", "a, b", "C:\\temp", "tab\there", " leading", "trailing ", "", "null", "two\nlines",
    "two\nlines\n", "gap\n\nbelow", "é", "Nuñez", "日本語", "😀", "\u00a0", "x" * 300, "?", "? a",
    ".inf", "nan", "-.INF", "+1", "0o7", "don't", "a\\nb", "}", "]", "-1", "١",
]  # fmt: skip
DAYS = ["2026-09-01", "2027-02-28", "2028-02-29", "0001-01-01", "9999-12-31"]
PATTERNED = [
    *("ana-ruiz", "a1", "07", "15:30", "00:00", "12-14", "2026-2027", "a@b.example"),
    *("0.9in", "8.5pt", "#1f3f5f", "logo.svg", "612.50"),
]
_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<~][^\n\t\\]*(?<![\s:])")
_NOT_PLAIN = re.compile(r": | #|^(---|\.\.\.|null$)|[\u00a0]")


def made_up(model: type, random: random.Random) -> dict[str, Tree]:
    """A good record of a kind, its values still text."""
    return _struct(structure(model), random)


def _struct(kind: types.StructType, random: random.Random) -> dict[str, Tree]:
    chosen = [field for field in kind.fields if field.required or random.random() < 0.4]
    random.shuffle(chosen)
    return {field.encode_name: _value(field.type, random) for field in chosen}


def _value(kind: types.Type, random: random.Random) -> Tree:
    while isinstance(kind, types.Metadata | types.UnionType):
        kind = kind.type if isinstance(kind, types.Metadata) else random.choice(kind.types)
    if isinstance(kind, types.StructType):
        return _struct(kind, random)
    if isinstance(kind, types.VarTupleType):
        return [_value(kind.item_type, random) for _ in range(random.randrange(3))]
    if isinstance(kind, types.DictType):
        names = random.sample(["ana-ruiz", "bo-lee", "no", "a1", "2027"], random.randrange(3))
        return {name: _value(kind.value_type, random) for name in names}
    return None if isinstance(kind, types.NoneType) else _text(kind, random)


def _text(kind: types.Type, random: random.Random) -> str:
    if isinstance(kind, types.LiteralType):
        return str(random.choice(kind.values))
    if isinstance(kind, types.DateType):
        return random.choice(DAYS)
    if isinstance(kind, types.IntType):
        return random.choice(["1", "0", "12", "-4"])
    assert isinstance(kind, types.StrType)
    if kind.pattern is None:
        return random.choice(TEXTS)
    return next(
        text
        for text in random.sample(PATTERNED, len(PATTERNED))
        if re.search(kind.pattern, text) and len(text) >= (kind.min_length or 0)
    )


def written(tree: dict[str, Tree], random: random.Random) -> bytes:
    """The record as a file: block or flow, quoted or plain, comments, odd spacing, CRLF."""
    lines = [_comment(random)] if random.random() < 0.5 else []
    lines += _mapping(tree, 0, random) if tree else ["{}"]
    if random.random() < 0.2:
        lines = [each for line in lines for each in (line, random.choice(["", "  ", "# é"]))
                 if "\n" not in line or each == line]  # fmt: skip
    ends = ["\n", "\n", "\n\n", "\n# end\n"]
    if "\n" not in lines[-1]:  # the last line break would be a part of a block of text
        ends += ["", "\n# end"]
    text = "\n".join(lines) + random.choice(ends)
    if random.random() < 0.2:
        text = text.replace("\n", "\r\n")
    return text.encode()


def _mapping(tree: dict[str, Tree], indent: int, random: random.Random) -> list[str]:
    lines = []
    for name, value in tree.items():
        key = random.choice([name, name, name, f'"{name}"', f"'{name}'"])
        lines += _entry(f"{' ' * indent}{key}:", value, indent, random)
        if random.random() < 0.1:
            lines.append(_comment(random))
    return lines


def _entry(head: str, value: Tree, indent: int, random: random.Random) -> list[str]:
    """A value behind `name:` or `-`."""
    deeper = indent + random.choice([1, 2, 2, 2, 4])
    if isinstance(value, dict | list) and (not value or random.random() < 0.2):
        return [f"{head} {_flow(value, random)}{_end(random)}"]
    if isinstance(value, dict):
        return [head + _end(random), *_mapping(value, deeper, random)]
    if isinstance(value, list):
        # a list may begin right below its name
        place = random.choice([indent, deeper]) if head.endswith(":") else deeper
        lines = [head + _end(random)]
        for item in value:
            lines += _item(item, place, random)
        return lines
    if value and value.strip(" ") == value != value.lstrip("\n") + "\n" and random.random() < 0.15:
        block = _block(value, " " * (indent + 2), random)
        if block:
            return [f"{head} {block}"]
    return [f"{head}{' ' * random.choice([1, 1, 3])}{_scalar(value, random)}{_end(random)}"]


def _item(item: Tree, place: int, random: random.Random) -> list[str]:
    pad = " " * place
    if isinstance(item, dict) and item and random.random() < 0.8:
        lines = _mapping(item, place + 2, random)
        return [f"{pad}- {lines[0].lstrip()}", *lines[1:]]
    return _entry(f"{pad}-", item, place, random)


def _block(text: str, pad: str, random: random.Random) -> str | None:
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    if not body or ends > 1 or body[0] in " \n\t":
        return None
    sign = "|" if "\n" in body or random.random() < 0.5 else ">"
    return f"{sign}{'' if ends else '-'}\n" + "\n".join(
        pad + line if line else "" for line in body.split("\n")
    )


def _flow(value: Tree, random: random.Random) -> str:
    gap = random.choice(["", "", " "])
    if isinstance(value, dict):
        pairs = (f"{name}: {_flow(each, random)}" for name, each in value.items())
        return f"{{{gap}{', '.join(pairs)}{gap}}}"
    if isinstance(value, list):
        return f"[{gap}{', '.join(_flow(each, random) for each in value)}{gap}]"
    return _scalar(value, random, in_flow=True)


def _scalar(value: str | None, random: random.Random, *, in_flow: bool = False) -> str:
    if value is None:
        return "null" if in_flow else random.choice(["", "", "null"])
    ways: list[Callable[[str], str]] = [_double]
    if value.isprintable():
        ways.append(_single)
    inside = ",[]{}:" if in_flow else ""
    is_plain = _PLAIN.fullmatch(value) and not _NOT_PLAIN.search(value) and value not in NOTHING
    if is_plain and not set(inside).intersection(value):
        ways += [str] * 4
    return random.choice(ways)(value)


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str) -> str:
    for letter, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        text = text.replace(letter, escaped)
    return f'"{text}"'


def _end(random: random.Random) -> str:
    return random.choice(["", "", "", "", " ", "  # said by nobody", " #"])


def _comment(random: random.Random) -> str:
    return random.choice(["# a: comment", "#", "# {not} [a] 'value'", "# protégé"])


PIECES = [
    piece.encode() for piece in (
        "'", '"', ":", ": ", " ", "\n", "- ", "-", "#", " #", "{", "}", "[", "]", ",", "&a ", "*a",
        "!", "!!str ", "|", ">", "|-\n", ">+\n", "|2\n", "%", "@", "`", "\t", "\r", "\r\n", "\0",
        "\ufeff", "\\", "\\n", "\\x41", "\\u00e9", "\\/", '\\"', "''", "?", "? ", "~", "null",
        "Null", "no", "true", "012", "0x1F", "1e3", ".5", "1.0", "-0", "+1", "12:30", "1_000",
        "2026-09-01", "2026-02-30", "...", "\n...\n", "---", "<<: ", "=", "é", "\u2028", "\x85",
        "\u00a0", "€", "😀", "  ", "\n\n", "\n  ", "\n    ", "\n- ", '""', '"a\\\n b"',
        '"a\n\n b"', "'a\n b'", "a\n b", ".inf", ".nan", "\n#c\n", " # c", '""":', '":', "e", "E1",
        "1.", "0b1", "\x7f", "\x1b", "\u00ad", "\u202e", "\n=======\n",
    )
] + [b"\xc3", b"\xff"]  # fmt: skip


def mutated(data: bytes, random: random.Random) -> bytes:
    """A file in which something went wrong: bytes in, out or exchanged, lines moved or shifted."""
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        data = random.choice([_put_in, _put_in, _taken_out, _exchanged, _lines_changed])(
            data, random
        )
    return data


def _put_in(data: bytes, random: random.Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(PIECES) + data[at:]


def _taken_out(data: bytes, random: random.Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + data[at + random.choice([1, 1, 2, 8]) :]


def _exchanged(data: bytes, random: random.Random) -> bytes:
    at = random.randrange(len(data) + 1)
    new = random.choice([random.choice(PIECES), bytes([random.randrange(256)])])
    return data[:at] + new + data[at + random.choice([1, 1, 2, 4]) :]


def _lines_changed(data: bytes, random: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    what = random.randrange(5)
    if what == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif what == 1:
        lines.insert(other, lines[one])
    elif what == 2:
        lines[one] = b" " * random.choice([1, 2, 4]) + lines[one]
    elif what == 3:
        lines[one] = lines[one][random.choice([1, 2]) :]
    else:
        name, colon, value = lines[one].partition(b": ")
        lines[one] = name + colon + random.choice(PIECES) + random.choice([b"", value])
    return b"\n".join(lines)
