"""The flowchart of the grievance process as SVG, drawn from the steps in program.yaml.

Each step is a box; from it one comes to the end where it settles the matter, else on to the next,
or past a step where the program says so. The layout is ours: the source has a heading for its chart
only.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.forms.drawings.canvas import PALE, RULE, drawing, lettering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.model.grievance import GrievanceSetting
    from mentorctl.model.program import Program

__all__ = ["described", "flowchart"]

WIDTH, BOX, LEFT, LANE = 690, 400, 100, 50
MARGIN, HEAD, LINE, INSIDE, GAP = 24, 64, 18, 16, 44
LETTERS, FOOT, ENDING = 56, 96, 36
SETTLED, NOT_SETTLED = "settled", "not settled"


class _Box(NamedTuple):
    """A step's box: its number, its lines, its upper edge and its height."""

    number: int
    lines: tuple[str, ...]
    top: int
    height: int


def flowchart(program: Program) -> str:
    """The chart, as a file of its own.

    Args:
        program: The program; it has steps.
    """
    setting = program.grievance
    boxes = _boxes(setting)
    end = boxes[-1].top + boxes[-1].height
    kept = textwrap.wrap(setting.confidentiality or "", FOOT)
    height = end + GAP + 40 + MARGIN + LINE * len(kept)
    parts = [lettering(LEFT, MARGIN + 14, setting.flowchart, size=20, weight=700)]
    for box, following in zip(boxes, [*boxes[1:], None], strict=True):
        parts += _drawn(box)
        parts.append(_arrow(LEFT + BOX // 2, box.top + box.height, box.top + box.height + GAP))
        said = NOT_SETTLED if following else SETTLED
        parts.append(lettering(LEFT + BOX // 2 + 12, box.top + box.height + 26, said, size=13))
    parts += _settled(boxes[:-1], end + GAP + ENDING // 2)
    parts += _ending(end + GAP)
    parts += _detours(program, boxes)
    foot = end + GAP + 40 + MARGIN
    parts += [lettering(MARGIN, foot + LINE * at, line, size=13) for at, line in enumerate(kept)]
    return drawing(parts, (WIDTH, height), setting.flowchart, described(program))


def described(program: Program) -> str:
    """What the chart says, for those who do not see it: each step, and where one goes from it."""
    setting = program.grievance
    steps = (
        f"{setting.form.step} {number}, {step.title}: {step.text} {_ways(program, number)}"
        for number, step in enumerate(setting.steps, 1)
    )
    return " ".join(filter(None, (*steps, " ".join((setting.confidentiality or "").split()))))


def _ways(program: Program, number: int) -> str:
    """Where one goes from a step, in words."""
    setting = program.grievance
    name, count = setting.form.step.lower(), len(setting.steps)
    ways = [f"{SETTLED.capitalize()}: it ends."]
    if number < count:
        ways.append(f"{NOT_SETTLED.capitalize()}: on to {name} {number + 1}.")
    if number + 1 < count and (roles := setting.steps[number].skipped_when_about):
        ways.append(
            f"{NOT_SETTLED.capitalize()}, and with the {_titles(program, roles)}: past {name}"
            f" {number + 1}, on to {name} {number + 2}."
        )
    return " ".join(ways)


def _titles(program: Program, roles: Iterable[str]) -> str:
    titles = {role.id: role.title for role in program.roles}
    return " or ".join(titles.get(role, role) for role in roles)


def _boxes(setting: GrievanceSetting) -> list[_Box]:
    boxes, top = [], HEAD
    for number, step in enumerate(setting.steps, 1):
        title = textwrap.wrap(f"{setting.form.step} {number} · {step.title}", LETTERS - 8)
        text = textwrap.wrap(step.text, LETTERS)
        lines = (*(f"\0{line}" for line in title), *text)
        height = 2 * INSIDE + LINE * len(lines) - 2
        boxes.append(_Box(number, lines, top, height))
        top += height + GAP
    return boxes


def _drawn(box: _Box) -> list[str]:
    """A box with its text; a line of the title is marked by a zero before it."""
    parts = [_frame(LEFT, box.top, BOX, box.height, 6, PALE)]
    for place, line in enumerate(box.lines):
        y = box.top + INSIDE + 12 + LINE * place
        weight = 700 if line.startswith("\0") else 400
        parts.append(lettering(LEFT + INSIDE, y, line.removeprefix("\0"), size=14, weight=weight))
    return parts


def _settled(boxes: Iterable[_Box], end: int) -> list[str]:
    """A way to the end from each step that can settle the matter before the last."""
    parts = []
    for box in boxes:
        start = box.top + box.height // 2
        parts.append(
            f'<path d="M{LEFT} {start} H{LANE} V{end} H{LEFT + 92}" fill="none"'
            f' stroke="{RULE}" stroke-width="1.5"/>'
        )
        parts.append(lettering(LEFT - 8, start - 8, SETTLED, size=13, anchor="end"))
    return [*parts, _head(LEFT + 99, end, "right")] if parts else parts


def _ending(top: int) -> list[str]:
    return [
        _frame(LEFT + 100, top, BOX - 200, ENDING, 18, "#ffffff"),
        lettering(
            LEFT + BOX // 2, top + 23, SETTLED.capitalize(), size=14, weight=700, anchor="middle"
        ),
    ]


def _detours(program: Program, boxes: list[_Box]) -> list[str]:
    """Arrows past the steps that a grievance with some roles does not take."""
    parts = []
    steps = program.grievance.steps
    for before, skipped, after in zip(boxes, boxes[1:], boxes[2:], strict=False):
        roles = steps[skipped.number - 1].skipped_when_about
        if not roles:
            continue
        start, end = before.top + before.height // 2, after.top + after.height // 2
        right, edge = LEFT + BOX, LEFT + BOX + 40
        parts.append(
            f'<path d="M{right} {start} H{edge} V{end} H{right + 8}" fill="none"'
            f' stroke="{RULE}" stroke-width="1.5" stroke-dasharray="5 4"/>'
        )
        parts.append(_head(right + 2, end, "left"))
        said = f"with the {_titles(program, roles)}"
        for place, line in enumerate(textwrap.wrap(said, 17)):
            parts.append(lettering(edge + 8, (start + end) // 2 + LINE * place, line, size=13))
    return parts


def _frame(x: int, y: int, width: int, height: int, round_: int, fill: str) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{round_}" fill="{fill}"'
        f' stroke="{RULE}" stroke-width="1.5"/>'
    )


def _arrow(x: int, top: int, end: int) -> str:
    return (
        f'<path d="M{x} {top} V{end - 8}" fill="none" stroke="{RULE}" stroke-width="1.5"/>'
        + _head(x, end - 1, "down")
    )


def _head(x: int, y: int, way: str) -> str:
    points = {
        "down": (x - 5, y - 8, x + 5, y - 8),
        "left": (x + 8, y - 5, x + 8, y + 5),
        "right": (x - 8, y - 5, x - 8, y + 5),
    }[way]
    return f'<path d="M{x} {y} L{points[0]} {points[1]} L{points[2]} {points[3]} Z" fill="{RULE}"/>'
