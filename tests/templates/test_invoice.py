"""The invoice as a person opens it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec
import pypdf
import pytest
from render.people import PEOPLE, TEAM
from render.sample_year import NOBODY, not_in_order, squeezed, words_of
from render.year_end import DONE, LONG, SCRIPTS, files, many, year_end
from support.completed import open_reason
from support.rendered import render

from mentorctl.forms.invoice import INVOICE
from mentorctl.model.meeting import YearFacts
from mentorctl.render import FORMATS, RenderError

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.forms import FormContext

LABELS = (
    *("Invoice", "From:", "Invoice No.:", "Address:", "Invoice Date:", "Email:", "Phone:"),
    *("Vendor No.:", "Contract No.:", "To:", "Attention:", "Send To:", "For:", "Program Year:"),
    "Services",
    *("No.", "Service", "Protégé", "School", "Completed on", "Amount", "Total"),
    *(
        "Payee Signature",
        "For Use by DESE",
        "Amount approved:",
        "Date:",
        "Approved by:",
        "Initials:",
    ),
)
VALUES = (
    *("Teo Lindqvist, Jr.", "2026-2027-teo-lindqvist", "April 30, 2027", "teo@bluffs.example"),
    *("19 Bluff Road, Boonville, MO 65233", "V0012345", "C-77", "205 Capitol Avenue"),
    *("660-555-0133", "DESE", "Dana Boone", "Career Education Mentoring"),
    *("Mentoring for the year", "Amara Okafor", "North River Career Center", "April 5, 2027"),
    *("$600.00", "$1,200.00"),
)


@pytest.mark.parametrize("kind", FORMATS)
def test_an_invoice_has_every_label_in_order_and_every_value(kind: str, tmp_path: Path) -> None:
    other = DONE._replace(pairing="other", row=DONE.row._replace(mentee="Ben Oduya"))
    (path,) = render("invoice", TEAM, _asking(year_end(DONE, other)), [kind], tmp_path)
    assert path.name == f"2026-2027_teo-lindqvist_invoice.{kind}"
    words = words_of(path)
    assert not_in_order(LABELS, words) == []
    assert [value for value in VALUES if squeezed(value) not in words] == []
    assert "Fillineachamount" not in words
    if kind == "pdf":
        (page,) = pypdf.PdfReader(path).pages
        assert (page.mediabox.width, page.mediabox.height) == (612, 792)


@pytest.mark.parametrize("kind", FORMATS)
def test_without_rates_it_asks_for_amounts_by_hand(kind: str, tmp_path: Path) -> None:
    (path,) = render("invoice", TEAM, year_end(DONE, rates=()), [kind], tmp_path)
    words = words_of(path)
    assert squeezed("Fill in each amount, and the total, as agreed with DESE.") in words
    assert "$" not in words


@pytest.mark.parametrize("kind", FORMATS)
def test_a_blank_one_for_anybody_is_one_page_with_every_label(kind: str, tmp_path: Path) -> None:
    (path,) = render("invoice", NOBODY, year_end(DONE, mode="blank"), [kind], tmp_path)
    words = words_of(path)
    assert not_in_order(LABELS, words) == []
    assert [value for value in ("Teo", "Amara", "$600.00") if value in words] == []
    if kind == "pdf":
        assert len(pypdf.PdfReader(path).pages) == 1


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", [LONG, SCRIPTS])
def test_any_name_is_there_whole(kind: str, name: str, tmp_path: Path) -> None:
    teo = msgspec.structs.replace(PEOPLE["teo-lindqvist"], name=name)
    done = DONE._replace(row=DONE.row._replace(mentee=name))
    context = msgspec.structs.replace(year_end(done), people=PEOPLE | {"teo-lindqvist": teo})
    (path,) = render("invoice", TEAM, context, [kind], tmp_path)
    words = words_of(path)
    parts = name.split()
    # who it is from, whom they mentored, and who signs
    assert [part for part in parts if words.count(squeezed(part)) < 3 * parts.count(part)] == []


@pytest.mark.parametrize("kind", FORMATS)
def test_an_advisor_of_sixty_has_sixty_lines(kind: str, tmp_path: Path) -> None:
    context = year_end(*many(60))
    assert INVOICE.of_program is not None
    (advisors,) = [each for each in INVOICE.of_program(context) if each.about == "ines-marsh"]
    (path,) = files([advisors], context, tmp_path, (kind,)).values()
    words = words_of(path)
    assert not_in_order([f"Mentee No{at}e" for at in range(1, 61)], words) == []
    assert not_in_order(LABELS[-6:], words) == []


def test_a_pairing_that_has_not_completed_names_what_is_open(tmp_path: Path) -> None:
    open_one = DONE._replace(reasons=(open_reason("plan.yaml has no approval"),))
    with pytest.raises(
        RenderError, match=r"has not completed 2026-2027: plan\.yaml has no"
    ) as told:
        render("invoice", TEAM, year_end(open_one), ["pdf"], tmp_path)
    assert told.value.hint == "mend plan.yaml has no approval"


def _asking(context: FormContext) -> FormContext:
    """A program that asks for all that an invoice can say, and a payee who has it."""
    payments = msgspec.structs.replace(
        context.program.payments,
        asks_for=("agency_address", "address", "vendor_number", "contract_number"),
        agency_address="205 Capitol Avenue\nJefferson City, MO 65101",
    )
    teo = msgspec.structs.replace(
        PEOPLE["teo-lindqvist"],
        address="19 Bluff Road, Boonville, MO 65233",
        vendor_number="V0012345",
        contract_number="C-77",
    )
    facts = YearFacts(invoices_dated={"teo-lindqvist": dt.date(2027, 4, 30)})
    return msgspec.structs.replace(
        context,
        program=msgspec.structs.replace(context.program, payments=payments),
        people=PEOPLE | {"teo-lindqvist": teo},
        shared=msgspec.structs.replace(context.shared, year=facts),
    )


def test_what_the_program_asks_for_and_nobody_gave_is_a_line_to_write_on(tmp_path: Path) -> None:
    asking = _asking(year_end(DONE))
    context = msgspec.structs.replace(asking, people=PEOPLE, shared=year_end().shared)
    (path,) = render("invoice", TEAM, context, ["html"], tmp_path)
    words = words_of(path)
    assert squeezed("Vendor No.: Contract No.:") in words.replace("\u00a0", "")
    assert "2027" not in words.partition("InvoiceDate:")[2].partition("Email:")[0]
