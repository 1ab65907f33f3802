"""Every page on a telephone: nothing to be scrolled sideways, and no word split."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from render.typed import PRESETS, documents
from templates.test_every_form_on_paper import made

if TYPE_CHECKING:
    from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
NARROW = 390
LONG = "Featherstonehaugh-Cholmondeley, Wolverhamptonshire, antidisestablishmentarianism"
# how far each page reaches to the right, and which of its words stand on two lines
INDEX = """\
<!DOCTYPE html><title>pages</title><pre id="told"></pre>
{frames}
<script>
onload = () => {{
  const told = {{}};
  for (const frame of document.querySelectorAll("iframe")) {{
    const page = frame.contentDocument;
    const split = [];
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {{
      if (walker.currentNode.parentElement.closest("thead")) continue; // shown with each cell
      for (const found of walker.currentNode.data.matchAll(/[\\p{{L}}\\p{{N}}]+/gu)) {{
        const word = page.createRange();
        word.setStart(walker.currentNode, found.index);
        word.setEnd(walker.currentNode, found.index + found[0].length);
        const tops = new Set(Array.from(word.getClientRects(), (each) => Math.round(each.top)));
        if (tops.size > 1) split.push(found[0]);
      }}
    }}
    told[frame.name] = [page.documentElement.scrollWidth, split];
  }}
  document.getElementById("told").textContent = JSON.stringify(told);
}};
</script>
"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_telephone_shows_whole_words_and_no_more_than_its_width(tmp_path: Path) -> None:
    found = {}
    for preset in PRESETS:
        for files in made(*documents(preset, lambda _: LONG), tmp_path / preset, ("html",)):
            page = files["html"].read_text(encoding="utf-8")
            found[f"{preset} {files['html'].name}"] = page
    told = looked_at(found, tmp_path)
    assert len(told) == len(found) > 60
    assert {name: each for name, each in told.items() if each != [NARROW, []]} == {}


def test_a_box_for_initials_has_its_words_with_it(tmp_path: Path) -> None:
    found, context = documents("missouri-career-education")
    plan = next(each for each in found if each.name.startswith("plan"))
    (files,) = made([plan], context, tmp_path, ("html",))
    page = files["html"].read_text(encoding="utf-8")
    for words in ("Initial here to APPROVE the IMP", "Initial here after you RECEIVE the IMP"):
        (cell,) = re.findall(rf'data-label="Content Advisor: {words}">(.*?)</td>', page, re.DOTALL)
        assert 'class="initials"' in cell


def looked_at(pages: dict[str, str], folder: Path) -> dict[str, list[object]]:
    """For each page how wide it is, and its words that are split."""
    frames = "\n".join(
        f'<iframe name="{name}" width="{NARROW}" height="900" frameborder="0"'
        f' srcdoc="{html.escape(text)}"></iframe>'
        for name, text in pages.items()
    )
    index = folder / "index.html"
    index.write_text(INDEX.format(frames=frames), encoding="utf-8")
    assert CHROMIUM is not None
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         f"--user-data-dir={folder / 'browser'}", "--virtual-time-budget=100000", "--dump-dom",
         index.as_uri()],
        check=True, capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    found = re.search(r'<pre id="told">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stderr
    told: dict[str, list[object]] = json.loads(html.unescape(found[1]))
    return told
