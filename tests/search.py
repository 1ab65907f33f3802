"""Search with fresh examples for as long as one likes: `python tests/search.py --minutes 60`.

Every property test is run again and again, each time with examples that nobody has tried. The
search ends with the first round in which one fails; tests/README.md says what to do with it.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path


def main() -> int:
    """Search until the time is up or an example fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="for how long (10)")
    parser.add_argument("tests", nargs="*", help="files or folders; all when none is named")
    given = parser.parse_args()
    # under CI the same examples come every time
    env = {name: value for name, value in os.environ.items() if name != "CI"}
    env["MENTORCTL_SEARCH"] = "yes"  # the fuzz tests spoil files then
    end, rounds = time.monotonic() + 60 * given.minutes, 0
    while not rounds or time.monotonic() < end:
        seed = secrets.randbelow(1 << 32)
        words = ["-m", "pytest", "-m", "hypothesis", f"--hypothesis-seed={seed}", "--no-header"]
        done = subprocess.run(
            [sys.executable, *words, *given.tests],
            check=False,
            cwd=Path(__file__).parents[1],
            env=env,
        )
        if done.returncode:
            sys.stderr.write(f"failed with seed {seed}; see tests/README.md\n")
            return 1
        rounds += 1
    sys.stderr.write(f"nothing failed in {rounds} rounds\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
