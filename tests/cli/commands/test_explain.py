from __future__ import annotations

import pytest
from support.run import mentorctl

from mentorctl.reports.proofs.audit_codes import GROUPS, HINTS
from mentorctl.rules import RULES

OF_AUDIT = [code for _, codes in GROUPS for code in codes]
EVERY = sorted({*OF_AUDIT, *(rule.code for rule in RULES)})


@pytest.mark.parametrize("code", EVERY)
def test_every_code_of_check_and_audit_is_explained(code: str) -> None:
    done = mentorctl("explain", code)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{code} (")
    if "(audit)" in done.out:
        assert HINTS[code].partition("{")[0] in done.out
        assert "{" not in done.out


def test_all_codes_are_listed() -> None:
    listed = [line.split()[0] for line in mentorctl("explain").out.splitlines()]
    assert listed == EVERY
