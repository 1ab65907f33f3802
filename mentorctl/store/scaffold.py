"""New record files: every field, what belongs there and who fills it in."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import inspect as types

from mentorctl.model.kinds import WORK_KINDS, RecordKind, kind_named
from mentorctl.model.paths import SCHEMAS, pairing_file
from mentorctl.model.single_values import is_single
from mentorctl.model.structure import bare, options, structure
from mentorctl.store.edit.yaml_text import STEP, Value, entries, scalar

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.model.program import Program
    from mentorctl.model.record import Lines
    from mentorctl.model.words import Words

__all__ = ["Scaffold", "pairing_files", "record_text"]

WIDTH = 100


class Scaffold(NamedTuple):
    """One new file: its path relative to the program folder, and its text."""

    path: str
    text: str


class _About(NamedTuple):
    """What a field's model says of it."""

    title: str
    help_text: str
    by: str
    unfolded: bool


def record_text(
    kind: RecordKind,
    path: str,
    program: Program,
    words: Words,
    values: Mapping[str, Value],
    *,
    lists: Mapping[tuple[type, str], Lines] | None = None,
) -> str:
    """The text of a new record file.

    Args:
        kind: What it is.
        path: Where it will lie, relative to the program folder.
        program: For the lines of its checklists.
        words: The program's terms.
        values: What is known already, by field.
        lists: The lines of its checklists, by model and field, where program.yaml does not have
            them.

    Returns:
        YAML with a line for the editor, a comment over each field and the values.
    """
    up = "../" * path.count("/")
    title = words.say(kind.title)
    who = words[kind.filled_by] if kind.filled_by else f"{words['mentee']} and {words['mentor']}"
    lines = [
        f"# yaml-language-server: $schema={up}{SCHEMAS}/{kind.name}.json",
        f"# {title[:1].upper()}{title[1:]}. Filled in by the {who}.",
        "",
    ]
    checklists = {**kind.model.checklists(program), **(lists or {})}
    writer = _Writer(words, checklists, kind.model.left_out(program))
    lines += writer.struct(structure(kind.model), values, "")
    return "\n".join(lines) + "\n"


def pairing_files(
    program: Program, words: Words, pairing_id: str, values: Mapping[str, Value]
) -> list[Scaffold]:
    """All files of a new pairing that the program asks for, `pairing.yaml` first.

    Args:
        program: Which records a pairing has.
        words: The program's terms.
        pairing_id: Its id, the name of its folder.
        values: The fields of `pairing.yaml`.
    """
    folder = pairing_file(program.year, pairing_id, "").rstrip("/")
    files = [_file(kind_named("pairing"), folder, "", program, words, values)]
    for name, setting in program.records.items():
        kind = kind_named(name)
        if setting.optional == "yes" or kind not in WORK_KINDS:
            continue
        for key in kind.expected(program):
            known = dict(kind.model.first_values(program, values))
            if kind.key_field:
                known[kind.key_field] = int(key)
            files.append(_file(kind, folder, key, program, words, known))
    return files


def _file(
    kind: RecordKind,
    folder: str,
    key: str,
    program: Program,
    words: Words,
    values: Mapping[str, Value],
) -> Scaffold:
    path = f"{folder}/{kind.path(key)}"
    return Scaffold(path, record_text(kind, path, program, words, values))


class _Writer:
    """Writes fields as lines; a comment that was said once is not said again."""

    def __init__(
        self, words: Words, lists: Mapping[tuple[type, str], Lines], without: Collection[str]
    ) -> None:
        self.words = words
        self.lists = {place: lines for place, lines in lists.items() if any(of for _, of in lines)}
        self.without = without
        self.said: set[str] = set()

    def struct(self, kind: types.StructType, values: Mapping[str, Any], indent: str) -> list[str]:
        """The lines of a group of fields."""
        lines = []
        for field in kind.fields:
            if field.encode_name in self.without and values.get(field.encode_name) is None:
                continue
            about = _about(field.type)
            if about is not None:
                comment = self._comment(about)
                if comment not in self.said:
                    self.said.add(comment)
                    lines.append(f"{indent}# {comment}")
            place = kind.cls, field.encode_name
            lines += self._field(field, place, about, values.get(field.encode_name), indent)
        return lines

    def _field(
        self,
        field: types.Field,
        place: tuple[type, str],
        about: _About | None,
        value: Any,
        indent: str,
    ) -> list[str]:
        name, kind = field.encode_name, _kind(field.type, value)
        if isinstance(kind, types.StructType):
            if value is None and about is not None and not about.unfolded:
                return [f"{indent}{name}:"]
            return [f"{indent}{name}:", *self.struct(kind, value or {}, f"{indent}  ")]
        if isinstance(kind, types.VarTupleType):
            return self._list(name, kind, value or (), indent)
        if isinstance(kind, types.DictType):
            return self._mapping(place, kind, value or {}, indent)
        return [f"{indent}{name}:" if value is None else f"{indent}{name}: {scalar(value)}"]

    def _list(
        self, name: str, kind: types.VarTupleType, items: Sequence[Any], indent: str
    ) -> list[str]:
        if not items:
            return [f"{indent}{name}: []"]
        lines = [f"{indent}{name}:"]
        for item in items:
            inner = _kind(kind.item_type, item)
            if isinstance(inner, types.StructType):
                block = self.struct(inner, item, f"{indent}    ")
                first = next(n for n, line in enumerate(block) if not line.lstrip().startswith("#"))
                block[first] = f"{indent}  - {block[first].lstrip()}"
                lines += block
            else:
                lines += entries([item], len(indent) + STEP)
        return lines

    def _mapping(
        self,
        place: tuple[type, str],
        kind: types.DictType,
        values: Mapping[str, Any],
        indent: str,
    ) -> list[str]:
        (_, name), checklist = place, self.lists.get(place)
        if checklist is None:
            filled = entries(values, len(indent) + STEP)
            return [f"{indent}{name}:", *filled] if filled else [f"{indent}{name}: {{}}"]
        inner = bare(kind.value_type)
        lines = [f"{indent}{name}:"]
        for heading, items in checklist:
            if heading:
                lines += ["", f"{indent}  # == {heading}"]
            for item, title in items.items():
                lines += _remark(title, f"{indent}  # ")
                lines.append(f"{indent}  {item}:")
                if isinstance(inner, types.StructType):
                    lines += [f"{indent}    {_blank(each)}" for each in inner.fields]
        return lines

    def _comment(self, about: _About) -> str:
        text = about.title
        if about.help_text and about.help_text != about.title:
            text += f": {about.help_text}"
        if about.by:
            text += f" ({self.words[about.by]})"
        return self.words.say(text)


def _blank(field: types.Field) -> str:
    empty = " []" if isinstance(bare(field.type), types.VarTupleType) else ""
    return f"{field.encode_name}:{empty}"


def _remark(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=start, subsequent_indent=start, break_on_hyphens=False
    )


def _kind(kind: types.Type, value: Any) -> types.Type:
    """Of the types that a field may have the one that a value is of."""
    kinds = [each for each in options(kind) if not isinstance(each, types.NoneType)]
    if value is None:
        return kinds[0]
    if isinstance(value, Mapping):
        return next(each for each in kinds if isinstance(each, types.StructType | types.DictType))
    if isinstance(value, list | tuple):
        return next(each for each in kinds if isinstance(each, types.VarTupleType))
    return next(each for each in kinds if is_single(each))


def _about(kind: types.Type) -> _About | None:
    if not isinstance(kind, types.Metadata):
        return None
    schema, extra = kind.extra_json_schema or {}, kind.extra or {}
    if "title" not in schema:
        return _about(kind.type)
    return _About(
        schema["title"],
        schema.get("description", ""),
        extra.get("by", ""),
        extra.get("unfolded", True),
    )
