from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.facts import PAIRING, change, take_away
from support.run import Result, mentorctl

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (
    "number,payee_id,payee,payee_email,role,service,pairing,mentee_id,mentee,school,completed_on,"
    "currency,amount,"
    "mentor_id,advisor_id,supervisor_id,program_id,program,year,"
    "date,payee_address,vendor_number,contract_number,agency,agency_address"
)
YEAR = "years/2026-2027.yaml"
PAYMENTS = """
payments:
  rates:
    - role: mentor
      service: Mentoring
      amount: 600.00
    - role: mentor
      per: person
      amount: 75
"""


@pytest.fixture
def paying(program: Path) -> Path:
    with (program / "program.yaml").open("a", encoding="utf-8", newline="\n") as file:
        file.write(PAYMENTS)
    return program


def invoices(program: Path, *words: str) -> Result:
    return mentorctl("invoices", "--today", "2027-05-03", *words, cwd=program)


def data(program: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(invoices(program, "--format", "json").out)
    return found


def test_the_csv_is_the_same_every_year(paying: Path) -> None:
    about = "2026-2027-noor-haddad,noor-haddad,Noor Haddad"
    teo = "2026-2027-teo-lindqvist,teo-lindqvist,Teo Lindqvist,teo.lindqvist@marlow-tech.example"
    pair = f"{PAIRING},amara-okafor,Amara Okafor,Hollis Creek High School,2027-04-05"
    done = invoices(paying, "--format", "csv")
    first, noor, *teos = done.out.splitlines()
    assert (done.code, first) == (0, COLUMNS)
    assert noor.startswith(f"{about},")
    program = "preset,Missouri Career Education Mentoring Program,2026-2027"
    sides = "teo-lindqvist,noor-haddad,"
    agency = "Missouri Department of Elementary and Secondary Education"
    more = f",,,,{agency},"
    home = f',"18 Alder Street, Sedalia, MO 65301",,,{agency},'
    assert noor.endswith(f",advisor,,{pair},$,,{sides},{program},{home}")
    assert teos == [
        f"{teo},mentor,Mentoring,{pair},$,600.00,{sides},{program},{more}",
        f"{teo},mentor,,,,,,,$,75.00,,,,{program},{more}",
    ]
    assert "2 people are owed" in done.err
    assert "no rate for some of it" in done.err


def test_the_csv_has_its_columns_even_when_nobody_is_owed(paying: Path) -> None:
    take_away(paying, "plan:approved.on")

    done = invoices(paying, "--format", "csv")
    assert done.out == f"{COLUMNS}\n"
    assert "nobody is owed anything for" in done.err


def test_the_json_has_each_payees_total_and_lines(paying: Path) -> None:
    found = data(paying)
    assert list(found) == [
        "schema_version", "program", "year", "as_of", "program_id", "source", "commit", "dirty",
        "currency", "invoices", "unreadable", "agency", "agency_address", "schools", "other_years",
    ]  # fmt: skip
    noor, teo = found["invoices"]
    assert list(teo) == [
        "number", "payee_id", "payee", "payee_email", "total", "lines", "date", "payee_address",
        "vendor_number", "contract_number",
    ]  # fmt: skip
    assert [*teo["lines"][0]] == [
        "role", "service", "pairing", "mentee_id", "mentee", "school", "completed_on", "amount",
        "mentor_id", "advisor_id", "supervisor_id", "program_id", "program", "year",
    ]  # fmt: skip
    assert (noor["total"], teo["total"]) == (None, "675.00")
    assert [line["amount"] for line in teo["lines"]] == ["600.00", "75.00"]


def test_the_table_says_who_is_owed_how_much(paying: Path) -> None:
    change(paying, "people/teo-lindqvist.yaml", ("name",), "Teo Lindqvist-Oyelaran")

    (row,) = [line for line in invoices(paying).out.splitlines() if "Oyelaran" in line]
    assert row.split() == ["Teo", "Lindqvist-Oyelaran", "mentor", "1", "$675.00"]


@pytest.mark.parametrize("amount", ["-600", "6,00", "600.5", "1e3"])
def test_an_amount_that_is_none_is_a_finding(paying: Path, amount: str) -> None:
    file = paying / "program.yaml"
    file.write_text(file.read_text("utf-8").replace("amount: 75", f"amount: {amount}"), "utf-8")

    done = invoices(paying)
    assert done.code == 3
    assert "an amount like 600 or 612.50" in done.err


def test_everybody_s_invoice_is_made_once_and_looks_as_the_list_says(paying: Path) -> None:
    words = ("render", "invoice", "--all", "--to", "html", "--out", "out", "--today", "2027-05-03")
    done = mentorctl(*words, cwd=paying)

    assert done.code == 0, done.err
    names = [line.rpartition("/")[2] for line in done.out.replace("\\", "/").splitlines()]
    assert sorted(names) == [
        "2026-2027_noor-haddad_invoice.html",
        "2026-2027_teo-lindqvist_invoice.html",
    ]
    made = (paying / "out" / "2026-2027_teo-lindqvist_invoice.html").read_text("utf-8")
    assert "$675.00" in made


def test_an_invoice_has_its_date_for_good_once_it_is_fixed(paying: Path) -> None:
    """No list and no rendering writes it, and no later day changes it."""
    before = invoices(paying)
    assert before.out.splitlines()[0].split() == ["payee", "as", "pairings", "total", "dated"]
    assert "2 of the invoices have no date yet" in before.err
    assert "invoices_dated" not in (paying / YEAR).read_text("utf-8")

    assert _mark(paying, "teo", "--on", "2027-05-01").code == 0
    found = {each["payee_id"]: each["date"] for each in data(paying)["invoices"]}
    assert found == {"noor-haddad": None, "teo-lindqvist": "2027-05-01"}
    words = ("render", "invoice", "--all", "--to", "html", "--out", "out", "--today", "2027-05-20")
    done = mentorctl(*words, cwd=paying)
    assert "the invoice of noor-haddad has no date that stands" in done.err
    teo = (paying / "out" / "2026-2027_teo-lindqvist_invoice.html").read_text("utf-8")
    noor = (paying / "out" / "2026-2027_noor-haddad_invoice.html").read_text("utf-8")
    assert "May 1, 2027" in teo
    assert "May 20, 2027" not in teo + noor

    again = _mark(paying, "--by", "teo", "--on", "2027-05-02")
    assert again.code == 1
    assert "is 2027-05-01 already" in again.err
    assert _mark(paying, "--all").code == 0
    assert _mark(paying, "--all").err.startswith("every invoice has its date")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("amara",), 1, "Amara Okafor is owed nothing yet"),
        (("teo", "--on", "2027-04-01"), 1, "lists what was completed on 2027-04-05"),
        (("teo", "--on", "2027-06-01"), 1, "2027-06-01 is after today"),
        (("teo", "--all"), 2, "say whose invoice"),
        ((), 2, "say whose invoice"),
    ],
)
def test_a_date_that_no_invoice_can_have_is_refused(
    paying: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    done = _mark(paying, *words)
    assert (done.code, says in done.err) == (code, True), done.err
    assert "invoices_dated" not in (paying / YEAR).read_text("utf-8")


def test_a_date_before_what_it_lists_is_no_date(paying: Path) -> None:
    assert _mark(paying, "teo", "--on", "2027-05-01").code == 0
    text = (paying / YEAR).read_text("utf-8").replace("2027-05-01", "2027-04-01")
    (paying / YEAR).write_text(text, "utf-8")
    done = invoices(paying, "--format", "json")
    assert [each["date"] for each in json.loads(done.out)["invoices"]] == [None, None]
    assert "is dated 2027-04-01, and lists what was completed on 2027-04-05" in done.err


def test_schools_are_paid_for_mentees_with_no_invoice(paying: Path) -> None:
    with (paying / "program.yaml").open("a", encoding="utf-8", newline="\n") as file:
        file.write("    - role: mentee\n      service: Release time\n      amount: 250\n")
    found = data(paying)
    (school,) = found["schools"]
    assert (school["school"], school["total"]) == ("Hollis Creek High School", "250.00")
    assert [line["mentee_id"] for line in school["lines"]] == ["amara-okafor"]
    assert len(found["invoices"]) == 2
    shown = invoices(paying)
    assert "Hollis Creek High School" in shown.out
    assert "1 school is owed $250.00 in all, with no invoice" in shown.err
    last = invoices(paying, "--format", "csv").out.splitlines()[-1]
    assert last.startswith(",,Hollis Creek High School,,mentee,Release time,")
    assert invoices(paying, "--advisor", "somebody-else").code == 2


def _mark(program: Path, *words: str) -> Result:
    return mentorctl("mark", "invoice", *words, "--today", "2027-05-03", cwd=program)
