"""Contents of records, made up along their models: texts, lists and mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from msgspec import inspect as types

from mentorctl.model.structure import options, structure

if TYPE_CHECKING:
    from mentorctl.model.record import Record

TEXTS = ("ana", "2026-12-04", "7", "yes", "soil and rain", "a: b", "two\nlines", "# no remark")


def contents(model: type[Record]) -> st.SearchStrategy[dict[str, Any]]:
    """Contents that have the shape of a record, with any texts for its values."""
    return values((structure(model),))


def values(kinds: tuple[types.Type, ...]) -> st.SearchStrategy[Any]:
    """Values of one of these types."""
    return st.one_of([_value(each) for each in kinds])


def _value(kind: types.Type) -> st.SearchStrategy[Any]:
    if isinstance(kind, types.StructType):
        fields = {field.encode_name: values(options(field.type)) for field in kind.fields}
        told_by = {name: fields.pop(name) for name in getattr(kind.cls, "identity", ())}
        return st.fixed_dictionaries(told_by, optional=fields)
    if isinstance(kind, types.VarTupleType):
        return st.lists(values(options(kind.item_type)), max_size=4)
    if isinstance(kind, types.DictType):
        return st.dictionaries(st.sampled_from(TEXTS[:4]), values(options(kind.value_type)))
    return st.none() if isinstance(kind, types.NoneType) else st.sampled_from(TEXTS)
