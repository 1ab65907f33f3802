"""A year in which all goes wrong: nothing is lost, nobody is blocked, and the story is true.

For longer, with years that nobody has tried: `python tests/search.py --minutes 15 tests/sharing`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from support.deeds import DEEDS
from support.folders import Once, contents, copied
from support.histories import plain
from support.village import COPIES, FOLDER, PAIRING, SHARED, TODAY, Place, Village, lay_village

from mentorctl.trail.server.pre_receive import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

STEPS = 24


@given(seed=st.integers(0, 1 << 32))
@settings(
    max_examples=1,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_happens_nothing_is_lost_and_nobody_is_blocked(
    once: Once, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    place = tmp_path_factory.mktemp("village")
    laid = once("village", lay_village)
    for each in ("iris", "shared.git", "keys"):
        copied(laid / each, place / each)
    village = Village(place, seed)
    village.live(STEPS, DEEDS)
    hold_to_the_end(village)


def hold_to_the_end(village: Village) -> None:
    """Everybody gets everything; then what must be true of a year is looked at."""
    for copy in COPIES:
        village.git(copy, "stash", "drop")
        village.settle(copy)
    wanted = {copy: village.value(copy, copy.own) for copy in COPIES}
    for copy in COPIES:
        village.settle(copy)
    main = plain(village.shared, "rev-parse", "main")
    files = contents(village.root(COPIES[0]))
    for copy in COPIES:
        root = village.root(copy)
        assert plain(root, "rev-parse", "HEAD") == main, village.told()
        assert plain(root, "status", "--porcelain") == "", village.told()
        assert contents(root) == files, village.told()
        assert village.value(copy, copy.own) == wanted[copy], village.told()
        plain(root, "fsck", "--strict")
    one_verdict(village)
    nothing_lost(village)
    true_story(village)


def one_verdict(village: Village) -> None:
    """What the guard let in is well for the audit of every copy."""
    said = []
    for copy in COPIES:
        told = json.loads(village.run(copy, "audit", "--format", "json", *TODAY).out)
        found = sorted((each["code"], each["commit"] or "") for each in told["findings"])
        assert not REFUSED.intersection(code for code, _ in found), f"{found}\n{village.told()}"
        said.append(found)
    assert all(each == said[0] for each in said), f"{said}\n{village.told()}"


def nothing_lost(village: Village) -> None:
    """Each text that was kept is in some history still, and every meeting in the log."""
    held = "\n".join(_all_texts(village.root(copy)) for copy in COPIES)
    lost = [text for text in village.written if text not in held]
    assert not lost, f"{lost}\n{village.told()}"


def true_story(village: Village) -> None:
    """The last word about a value is the file's; nobody is credited with another's."""
    for place in [*(copy.own for copy in COPIES), *SHARED]:
        changes = list(_told(village, place))
        fields = {each["field"] for each, _ in changes
                  if village.written.get(str(each["after"]), ("", None))[1] == place}  # fmt: skip
        mine = [(each, by) for each, by in changes if each["field"] in fields]
        now = village.value(COPIES[0], place)
        assert len(fields) <= 1, f"{fields}\n{village.told()}"
        assert not mine or mine[-1][0]["after"] == now, f"{mine}\n{now}\n{village.told()}"
        for change, by in mine:
            wrote, _ = village.written.get(str(change["after"]), (by, None))
            assert wrote == by or change["decided_between"], f"{change} by {by}\n{village.told()}"


def _told(village: Village, place: Place) -> Iterator[tuple[dict[str, Any], str]]:
    """Every change of the record, the oldest first, and who made it."""
    record = place.path.removeprefix(f"{FOLDER}/").removesuffix(".yaml")
    about = (PAIRING, record) if place.path.startswith(FOLDER) else (record,)
    events = json.loads(village.run(COPIES[0], "history", *about, "--format", "json").out)["events"]
    for event in sorted(events, key=lambda each: each["at"]):
        for each in event["records"]:
            for change in each["changes"]:
                yield change, event["signed_by_id"]


def _all_texts(root: Path) -> str:
    """Everything that the records held in any commit that is still there."""
    said = plain(root, "log", "--all", "--reflog", "-p", "-m", "--format=", "--", "*.yaml")
    return "\n".join(line[1:] for line in said.splitlines() if line.startswith("+"))
