"""What a program pays those who took part: the part of `program.yaml` that invoices rest on."""

from __future__ import annotations

from typing import Annotated, Literal

from mentorctl.model.record import Money, Record, Text, says

__all__ = ["AskedOnInvoice", "Payments", "Rate"]

AskedOnInvoice = Literal[
    "agency_address", "address", "vendor_number", "contract_number", "approved_contract"
]


class Rate(Record, frozen=True):
    """What one role is paid for those who completed."""

    identity = ("role",)
    role: Annotated[
        Literal["mentor", "advisor", "mentee"],
        says("Role", "Who is paid: mentor, advisor, or for a mentee (mentee) the mentee's school"),
    ]
    amount: Annotated[Money, says("Amount", "With a point and no sign: 600 or 612.50")]
    per: Annotated[
        Literal["pairing", "person"],
        says("Per", "pairing: for each that completed; person: once, if one completed"),
    ] = "pairing"
    service: Annotated[
        Text | None, says("Service", "What the invoice calls it; else the role's title")
    ] = None


class Payments(Record, frozen=True):
    """What invoices ask for; without rates their amounts are written by hand."""

    currency: Annotated[Text, says("Currency", "What stands before an amount")] = "$"
    agency_address: Annotated[
        Text | None, says("Agency's address", "Where invoices go: street, city, state, ZIP")
    ] = None
    asks_for: Annotated[
        tuple[AskedOnInvoice, ...],
        says(
            "Asks for",
            "What an invoice has to say besides names and amounts: agency_address, and of who is"
            " paid address, vendor_number, contract_number; approved_contract, of the year",
        ),
    ] = ()
    rates: Annotated[tuple[Rate, ...], says("Rates")] = ()
