"""Bring up to date what shows the seed's graph: golden files, the README's outputs, the notebooks.

uv run python tests/regenerate.py     after a change that is meant to change them: read the difference
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = ("golden/seed.py", "pages.py", "test_docs.py", "test_architecture_page.py", "test_notebooks.py")

if __name__ == "__main__":
    done = [subprocess.run([sys.executable, str(HERE / script)], check=False) for script in SCRIPTS]
    failed = [script for script, process in zip(SCRIPTS, done, strict=True) if process.returncode]
    sys.exit(f"not brought up to date: {', '.join(failed)}" if failed else 0)
