"""Record files of any kind, good and bad, for tests that compare two verdicts on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st
from msgspec import inspect as types

from mentorctl.model.structure import structure

if TYPE_CHECKING:
    from mentorctl.model.schema import Narrowed, Place

__all__ = ["Leaf", "core", "data_of", "documents", "leaves", "text_of"]


class Leaf(NamedTuple):
    """A single value.

    Attributes:
        written: How it is written in the file.
        allowed: Whether the program allows it, where it allows some values only.
        lossy: Whether an editor, which reads numbers as numbers, can no longer tell what was
            written.
    """

    written: str
    allowed: bool = True
    lossy: bool = False


Tree = Leaf | list[Any] | dict[str, Any]

TEXTS = ["Ridge High School", "no", "'12'", '"null"', "ünï", "1.50", "012", "-7", "true", '""']
PATTERNED = {
    "ana-ruiz": ["ana-ruiz", "a1", "2027", "Ana", "a--b", "'ana ruiz'", "x", "7", "1.5", "true"],
    "15:30": ["15:30", "'00:00'", "24:00", "9:30", "15.30"],
    "12-14": ["12-14", "13-01", "1-1", "02-30"],
    "2026-2027": ["2026-2027", "2026", "2026-27"],
    "0.9in": ["0.9in", "22mm", "'1cm'", "1.5", "in", "100in"],
    "10pt": ["10pt", "8.5pt", "10", "10px"],
    "#1f3f5f": ["'#1f3f5f'", '"#FFF000"', "1f3f5f", "red", "'#fff'"],
    "logo.png": ["logo.png", "logo-2.svg", "../logo.png", "logo.gif"],
    "a@b.example": ["a@b.example", "a@b", "a b@c.example", "12"],
    "612.50": ["612.50", "600", "'85.00'", "12.5", "-3.00", "1,200.00", "$600"],
}
DAYS = ["2026-12-14", "'2027-02-28'", "2028-02-29", "2026-02-29", "2026-02-30", "2026-13-01",
        "14.12.2026", "2026", "soon", "true"]  # fmt: skip
NUMBERS = ["3", "0", "'12'", "-4", "007", "three", "1.5", "true", "2026-12-14"]
BOOLEANS = ("True", "TRUE", "False", "FALSE")
NULL = Leaf("")
SHAPES: list[Any] = [NULL, Leaf("null"), Leaf("x"), [], {}, [Leaf("x")]]
MOSTLY = 30


def documents(model: type, narrowed: Narrowed) -> st.SearchStrategy[dict[str, Any]]:
    """Documents of one kind of record: mostly good, and every kind of fault among them."""
    return _struct(structure(model), narrowed)


def text_of(tree: Tree, indent: str = "") -> str:
    """The document as a file has it, in block style."""
    if isinstance(tree, Leaf):
        return f" {tree.written}\n"
    if not tree:
        return " {}\n" if isinstance(tree, dict) else " []\n"
    named = tree.items() if isinstance(tree, dict) else (("-", each) for each in tree)
    colon = ":" if isinstance(tree, dict) else ""
    lines = (f"{indent}{name}{colon}{text_of(each, f'{indent}  ')}" for name, each in named)
    return f"\n{''.join(lines)}"


def data_of(tree: Tree) -> Any:
    """The document as an editor reads it: YAML 1.2, core schema."""
    if isinstance(tree, dict):
        return {name: data_of(each) for name, each in tree.items()}
    if isinstance(tree, list):
        return [data_of(each) for each in tree]
    return core(tree.written)


def leaves(tree: Tree) -> list[Leaf]:
    """Every single value of a document."""
    if isinstance(tree, Leaf):
        return [tree]
    inner = tree.values() if isinstance(tree, dict) else tree
    return [leaf for each in inner for leaf in leaves(each)]


def core(written: str) -> Any:
    """A single value as an editor reads it: YAML 1.2, core schema."""
    if written[:1] in ("'", '"'):
        return written[1:-1]
    if written in ("", "~", "null", "Null", "NULL"):
        return None
    if written.lower() in ("true", "false") and written in (*BOOLEANS, written.lower()):
        return written.lower() == "true"
    if re.fullmatch(r"0o[0-7]+|0x[0-9a-fA-F]+", written):
        return int(written, 0)
    if re.fullmatch(r"[-+]?[0-9]+", written):
        return int(written)
    found = re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", written)
    infinite = re.fullmatch(r"[-+]?\.(inf|Inf|INF)", written)
    return (
        float(written.replace(".", "") if infinite else written) if found or infinite else written
    )


def _struct(kind: types.StructType, narrowed: Narrowed) -> st.SearchStrategy[dict[str, Any]]:
    fields = {field.encode_name: _value(field.type, narrowed, (kind.cls, field.encode_name))
              for field in kind.fields}  # fmt: skip
    required = {field.encode_name: fields[field.encode_name]
                for field in kind.fields if field.required}  # fmt: skip
    optional = [name for name in fields if name not in required]
    some = st.lists(st.sampled_from(optional), max_size=3, unique=True) if optional else st.just([])
    good = some.flatmap(
        lambda names: st.fixed_dictionaries({**required, **{name: fields[name] for name in names}})
    )
    unknown = good.map(lambda made: {**made, "colour": Leaf("red")})
    missing = good.map(lambda made: {name: made[name] for name in list(made)[1:]})
    return _mostly(good, unknown | missing)


def _value(kind: types.Type, narrowed: Narrowed, place: Place) -> st.SearchStrategy[Any]:
    unknown = {"x": Leaf("", allowed=place not in narrowed.names)}
    return _mostly(_good(kind, narrowed, place), st.sampled_from([*SHAPES, unknown]))


def _mostly(good: st.SearchStrategy[Any], other: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Drawn from the first, but for one time in thirty."""
    return st.integers(1, 30).flatmap(lambda drawn: other if drawn == MOSTLY else good)


def _good(kind: types.Type, narrowed: Narrowed, place: Place) -> st.SearchStrategy[Any]:
    if isinstance(kind, types.Metadata):
        return _good(kind.type, narrowed, place)
    if isinstance(kind, types.UnionType):
        kinds = [each for each in kind.types if not isinstance(each, types.NoneType)]
        empty = [st.just(NULL)] * (len(kind.types) - len(kinds))
        return st.one_of([*empty, *(_value(each, narrowed, place) for each in kinds)])
    if isinstance(kind, types.StructType):
        return _struct(kind, narrowed)
    if isinstance(kind, types.VarTupleType):
        return st.lists(_value(kind.item_type, narrowed, place), max_size=2)
    if isinstance(kind, types.DictType):
        names = st.sampled_from([*narrowed.names.get(place, ["ana-ruiz", "bo-lee"])])
        return st.dictionaries(names, _value(kind.value_type, narrowed, place), max_size=3)
    return _single(kind, narrowed, place)


def _single(kind: types.Type, narrowed: Narrowed, place: Place) -> st.SearchStrategy[Leaf]:
    if isinstance(kind, types.LiteralType):
        return st.sampled_from([Leaf(str(each)) for each in kind.values] + [Leaf("sometimes")])
    if place in narrowed.values:
        known = [Leaf(str(each)) for each in narrowed.values[place]]
        other = Leaf("99" if isinstance(kind, types.IntType) else "ninety-nine", allowed=False)
        return st.sampled_from([*known, *known[:1] * 5, other])
    if isinstance(kind, types.DateType):
        return st.sampled_from([Leaf(day, lossy=day == "2026-02-29") for day in DAYS])
    if isinstance(kind, types.IntType):
        return st.sampled_from([Leaf(number, lossy=number == "007") for number in NUMBERS])
    assert isinstance(kind, types.StrType)
    texts = TEXTS
    if kind.pattern is not None:
        pattern = kind.pattern
        texts = next(each for good, each in PATTERNED.items() if re.search(pattern, good))
    return st.sampled_from([Leaf(text, lossy=not isinstance(core(text), str)) for text in texts])
