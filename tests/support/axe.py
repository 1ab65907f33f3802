"""Pages looked at by axe-core in a browser."""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T", bound="Callable[..., None]")

__all__ = ["NARROW", "POLICY", "WIDE", "looked_at", "needs_axe"]

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
AXE = os.environ.get("MENTORCTL_AXE", "")
# what keeps scripts out of a page, axe-core's among them
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
WIDE, NARROW = 1200, 390
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


def needs_axe(test: T) -> T:
    """Skip a test where there is no browser, or no axe-core."""
    missing = [CHROMIUM is None, not Path(AXE).is_file()]
    reason = "no Chromium here, or MENTORCTL_AXE names no axe.min.js of axe-core"
    skipped: T = pytest.mark.skipif(any(missing), reason=reason)(test)
    return skipped


def looked_at(pages: dict[str, tuple[int, str]], folder: Path) -> dict[str, list[tuple[str, str]]]:
    """For each page, with how wide the window is, the rules that it breaks and the first places."""
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
