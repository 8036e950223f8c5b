"""The command line: parse, call, exit code; nothing else."""

import sys

from kg.cli.app import run

__all__ = ["main", "run"]


def main() -> None:
    """Run the command line of this process and exit with its code."""
    sys.exit(run(sys.argv[1:]))
