"""Spoilt records and looks: each is read, or every fault is named; all ways of reading agree."""

from __future__ import annotations

from pathlib import Path

from support.mangling import fuzzed

from mentorctl.model.formats import CURRENT
from mentorctl.model.kinds import kind_of
from mentorctl.model.look import Logo, Look
from mentorctl.model.words import Words
from mentorctl.render.program_templates import House
from mentorctl.render.theme import style_sheet, typst_style, word_part
from mentorctl.store.file_merge import merge_file
from mentorctl.store.parse import fast
from mentorctl.store.parse.nodes import compose
from mentorctl.store.parse.reader import examine
from mentorctl.store.recorded_files import (
    pairing_facts,
    person_facts,
    program_facts,
    signature_content,
)
from mentorctl.trail.ledger.rights import is_readable, values_of

SAMPLE = Path(__file__).parents[2] / "sample-program"
PAIRING = "pairings/2026-2027/oksana-kovalenko-jolene-fitzwater"
FILES = [
    *(f"{PAIRING}/{name}.yaml" for name in ("plan", "log", "pairing", "experiences/1")),
    "meetings/2026-2027-kickoff.yaml", "years/2026-2027.yaml", "people/jolene-fitzwater.yaml",
]  # fmt: skip
# a file's path stands before what it holds
RECORDS = [f"{path}\n".encode() + (SAMPLE / path).read_bytes() for path in FILES]
SEP = b"\n\0\n"
CHANGED = [
    each + SEP + whole.replace(b"\n", b"\n# a\n", 1) + SEP + whole.replace(b": ", b":  ", 2)
    for each in RECORDS for whole in [each.partition(b"\n")[2]]
]  # fmt: skip
LOOK = b"""\
paper: a4
margins:
  sides: 0.8in
fonts:
  text: Source Serif
  fallbacks: [Noto Serif]
sizes:
  text: 10pt
colours:
  text: "#1f3f5f"
logo:
  file: logo.png
  alt: a tree
"""


@fuzzed("record", RECORDS)
def test_a_spoilt_record_is_read_or_every_fault_is_named(data: bytes) -> None:
    head, _, content = data.partition(b"\n")
    path = head.decode(errors="replace")
    kind = kind_of(path)
    for read in (program_facts, signature_content):
        read(content)
    for read_in in (pairing_facts, person_facts):
        read_in(content, CURRENT)
    if kind is None:
        return
    record, faults = examine(content, kind.model, Words())
    assert (record is None) == bool(faults)
    assert all(fault.line >= 1 and fault.message.isprintable() for fault in faults)
    quick = fast.accept(content, kind.model)
    assert quick is None or (quick == record and not faults)
    said = values_of(path, content, CURRENT)
    assert is_readable(content) or not said


@fuzzed("look", [LOOK])
def test_a_spoilt_look_gets_out_of_no_style_sheet(data: bytes) -> None:
    look, _ = examine(data, Look, Words())
    if look is None:
        return
    house = House(look)
    css, typst, word = (
        style_sheet(house),
        typst_style(house).decode(),
        word_part("styles.xml", house),
    )
    plain = House(Look(logo=look.logo and Logo(file="a.png", alt="a")))
    for made, usual in (
        (css, style_sheet(plain)), (typst, typst_style(plain).decode()),
        (word, word_part("styles.xml", plain)),
    ):  # fmt: skip
        for sign in "<>{}\"';#@\\":
            # a fallback more is two quotes more; nothing else brings any
            more = sign == '"' and made.count(sign) % 2 == usual.count(sign) % 2
            assert more or made.count(sign) == usual.count(sign), sign


@fuzzed("merge", CHANGED)
def test_two_spoilt_versions_make_one_that_can_be_read(data: bytes) -> None:
    head, _, rest = data.partition(b"\n")
    parts = [*rest.split(SEP), b"", b""][:3]
    base, ours, theirs = (part or None for part in parts)
    path = head.decode(errors="replace")
    if not path.endswith(".yaml"):
        return
    found = merge_file(path, base, ours, theirs)
    if found.clashes:
        assert found.content == ours
        return
    if all(part is None or not compose(part)[1] for part in (base, ours, theirs)):
        assert found.content is None or not compose(found.content)[1]
    assert merge_file(path, base, ours, ours).content == ours
    assert merge_file(path, base, ours, base).content == ours
