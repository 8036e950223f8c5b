"""The command line: parse, call, exit code; nothing else."""

import sys
from collections.abc import Sequence

__all__ = ["main", "run"]


def main() -> None:
    """Run the command line of this process and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit code: 0 fine, 1 findings, 2 bad usage or bad input, 3 a defect of ours."""
    from kg.cli.app import run as run_command  # late: the workers of `kg serve` import the main module, and no command

    return run_command(arguments)
