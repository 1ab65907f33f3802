"""Signature lines: blank to sign by hand, or who signed, when and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.wording import written

if TYPE_CHECKING:
    from mentorctl.forms.form import FormContext, SignatureLine, Value

__all__ = ["counts", "signature_line", "signatures_given"]

SIGNED = frozenset({"valid", "attested"})


def counts(signed: SignatureLine) -> bool:
    """Whether a signature holds, by a key or on paper."""
    return signed.state in SIGNED


def signature_line(
    context: FormContext, label: str, path: str, role: str, person_id: str | None
) -> dict[str, Value]:
    """What one signature line shows.

    Args:
        context: The program around the form.
        label: What the form calls the line: `Mentor Signature`.
        path: The record that is signed, relative to the program folder.
        role: The role that signs.
        person_id: Who holds that role; None on a form for nobody in particular.
    """
    name = context.name(person_id)
    found = None if context.mode == "blank" else context.signed(path, role)
    if found is None:
        return {"label": label, "signed": "", "note": name}
    day = written(found.on)
    if counts(found):
        return {
            "label": label,
            "signed": ", ".join(filter(None, (context.name(found.by), day))),
            "note": found.how,
        }
    return {"label": label, "signed": "", "note": f"{name} ({found.state}, {day}; {found.how})"}


def signatures_given(context: FormContext, path: str) -> list[Value]:
    """The signatures on a record whose form has no line for them, each in a sentence.

    Args:
        context: The program around the form.
        path: The record that is signed, relative to the program folder.
    """
    if context.mode == "blank":
        return []
    kind = path.rpartition("/")[2].removesuffix(".yaml")
    setting = context.program.records.get(kind)
    said: list[Value] = []
    for role in setting.signed_by if setting else ():
        found = context.signed(path, role)
        if found is not None:
            state = "" if counts(found) else f"{found.state}: "
            who = ", ".join(filter(None, (context.name(found.by), written(found.on))))
            said.append(f"{context.words[role]}: {who} ({state}{found.how})")
    return said
