"""Bring up to date what shows the seed's graph: golden files, the README's outputs, the notebooks.

uv run python tests/regenerate.py     after a change that is meant to change them: read the difference
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = ("golden/seed.py", "test_docs.py", "test_notebooks.py")

if __name__ == "__main__":
    for script in SCRIPTS:
        subprocess.run([sys.executable, str(HERE / script)], check=True)
