"""Every page, looked at by axe-core in a browser: WCAG 2.1 A and AA, and its best practice."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from render.every import ALL

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = os.environ.get("MENTORCTL_AXE", "")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
WIDE, NARROW = 1200, 390
FAULTY = '<!DOCTYPE html><title>x</title><body><img src="data:,"><p style="color: #ccc">faint'
# each page in a frame of its own, one after the other; what was found is put into the document
INDEX = """\
<!DOCTYPE html><title>pages</title><pre id="told"></pre>
<script type="text/plain" id="axe">{axe}</script>
{frames}
<script>
onload = async () => {{
  const told = {{}};
  const axe = document.getElementById("axe").textContent;
  for (const frame of document.querySelectorAll("iframe")) {{
    const page = frame.contentWindow;
    page.eval(axe);
    const found = await page.axe.run(page.document, {{ runOnly: {rules} }});
    told[frame.name] = found.violations.map((each) => [each.id, each.nodes[0].html]);
    frame.remove();
  }}
  document.getElementById("told").textContent = JSON.stringify(told);
}};
</script>
"""


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.skipif(not Path(AXE).is_file(), reason="MENTORCTL_AXE names no axe.min.js of axe-core")
def test_no_page_keeps_anybody_out(every: Path, tmp_path: Path) -> None:
    told = looked_at(pages_in(every), tmp_path)
    faulty = {rule for rule, _ in told.pop("faulty")}
    assert faulty >= {"color-contrast", "html-has-lang", "image-alt"}
    assert len(told) == len(ALL) + len(ALL) // 3
    assert {name: found for name, found in told.items() if found} == {}


def pages_in(every: Path) -> dict[str, tuple[int, str]]:
    """Every page by name, with how wide the window is; the filled ones on a telephone as well."""
    pages = {"faulty": (WIDE, FAULTY)}
    for one in ALL:
        text, found = POLICY.subn("", one.path(every, "html").read_text(encoding="utf-8"))
        assert found == 1
        pages[str(one)] = (WIDE, text)
        if one.mode == "filled":
            pages[f"{one}-narrow"] = (NARROW, text)
    return pages


def looked_at(pages: dict[str, tuple[int, str]], folder: Path) -> dict[str, list[tuple[str, str]]]:
    """For each page the rules that it breaks, each with the first place."""
    frames = "\n".join(
        f'<iframe name="{name}" width="{width}" height="900" srcdoc="{html.escape(text)}"></iframe>'
        for name, (width, text) in pages.items()
    )
    axe = Path(AXE).read_text(encoding="utf-8").replace("</script", r"<\/script")
    index = folder / "index.html"
    index.write_text(
        INDEX.format(axe=axe, frames=frames, rules=json.dumps(RULES)), encoding="utf-8"
    )
    assert CHROMIUM is not None
    done = subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu",
         f"--user-data-dir={folder / 'browser'}", "--virtual-time-budget=1000000", "--dump-dom",
         index.as_uri()],
        check=True, capture_output=True, text=True, encoding="utf-8", timeout=120,
    )  # fmt: skip
    found = re.search(r'<pre id="told">(.+?)</pre>', done.stdout, re.DOTALL)
    assert found is not None, done.stderr
    told: dict[str, list[tuple[str, str]]] = json.loads(html.unescape(found[1]))
    return told
