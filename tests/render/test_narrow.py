from __future__ import annotations

import re

import pytest

from mentorctl.render.narrow import labelled

HEAD = '<table><thead><tr><th scope="col"><b>No.</b></th><th>What &amp; "why"</th></tr></thead>'


@pytest.mark.parametrize(
    ("rows", "labels"),
    [
        ("<tr><td>1</td><td>x</td></tr>", ["No.", "What &amp; &quot;why&quot;"]),
        ('<tr><td colspan="2">all</td></tr>', []),
        (
            '<tr><td rowspan="2">1</td><td>x</td></tr><tr><td>y</td></tr><tr><td>2</td></tr>',
            ["No.", "What &amp; &quot;why&quot;", "What &amp; &quot;why&quot;", "No."],
        ),
    ],
)
def test_a_cell_is_told_the_heading_of_its_column(rows: str, labels: list[str]) -> None:
    page = f"{HEAD}<tbody>{rows}</tbody></table>"
    made = labelled(page)
    assert re.findall(r'data-label="([^"]*)"', made) == labels
    assert re.sub(r' data-label="[^"]*"', "", made) == page


def test_a_table_without_headings_stays_as_it_is() -> None:
    page = f"{HEAD}</table><table><tbody><tr><td>1</td></tr></tbody></table>"
    assert labelled(page) == page
