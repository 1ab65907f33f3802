"""What the list of completers shows, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from render.people import CONTEXT
from support.completed import entry, listed, open_reason

from mentorctl.forms.completers import COMPLETERS

if TYPE_CHECKING:
    from mentorctl.forms import FormContext, FormDocument
    from mentorctl.model.completer_list import CompleterList


def about(found: CompleterList) -> FormContext:
    return msgspec.structs.replace(CONTEXT, completers=lambda: found)


def made(context: FormContext) -> list[FormDocument]:
    assert COMPLETERS.of_program is not None
    return COMPLETERS.of_program(context)


def column(document: FormDocument, name: str) -> list[object]:
    (sheet,) = document.sheets
    rows = sheet.values["rows"]
    assert isinstance(rows, list)
    return [row[name] for row in rows]


def test_one_list_where_one_advisor_has_them_all_and_signs_it() -> None:
    open_one = entry("cy-marsh--teo-l", reasons=(open_reason("plan"),))
    (document,) = made(about(listed(entry("ana-ruiz--teo-l"), open_one)))
    (sheet,) = document.sheets
    assert (document.name, document.about) == ("completers", "")
    assert column(document, "mentee") == ["Ana Ruiz"]
    assert column(document, "completed_on") == ["April 5, 2027"]
    assert (sheet.values["total"], sheet.values["advisor"]) == ("1", "Inés Marsh")
    assert sheet.values["signature_line"] == {
        "label": "Content Advisor Signature",
        "signed": "",
        "note": "Inés Marsh",
    }


def test_several_advisors_have_a_list_each_beside_the_whole_one() -> None:
    found = listed(
        entry("ana-ruiz--teo-l"),
        entry("ben-oduya--teo-l", advisor="gail-roe"),
        entry("cy-marsh--teo-l", advisor="hal-ng", reasons=(open_reason("plan"),)),
        entry("di-poe--teo-l", advisor=""),
    )
    documents = made(about(found))
    assert [document.about for document in documents] == ["", "gail-roe", "hal-ng", "ines-marsh"]
    assert [column(document, "mentee") for document in documents] == [
        ["Ben Oduya", "Di Poe", "Ana Ruiz"],  # by family name, as all that is printed
        ["Ben Oduya"],
        [],
        ["Ana Ruiz"],
    ]
    line = documents[0].sheets[0].values["signature_line"]
    assert isinstance(line, dict)
    assert (line["label"], line["note"]) == ("DESE Staff Signature", "Dana Boone")


def test_a_blank_list_asks_nobody_who_completed() -> None:
    def never() -> CompleterList:
        raise AssertionError

    (document,) = made(msgspec.structs.replace(CONTEXT, mode="blank", completers=never))
    assert set(column(document, "mentee")) == {""}
    assert document.sheets[0].values["total"] == ""


def test_the_list_says_whose_rules_of_completion_it_rests_on() -> None:
    (document,) = made(about(listed(entry("ana-ruiz--teo-l"))))
    assert document.sheets[0].values["origin"] == ["Completion rules are this program’s own."]
