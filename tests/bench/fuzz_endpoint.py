"""Sends hostile and generated requests to a server.

`python tests/bench/fuzz_endpoint.py [REQUESTS] [SEED] [--allow-decisions]`.

The hostile ones, of `tests/serve/hostile_requests.py`, come first. Prints how many answers had each status; the exit
code is 1 where one was a defect, or the server printed anything.
"""

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / folder) for folder in ("serve", "unit/graph")]

from fuzzing import defects, requests  # noqa: E402 (the tests' own modules)
from graph_examples import directory_of, harbour  # noqa: E402
from hostile_requests import REQUESTS  # noqa: E402

BATCH = 1_000


def main(count: int, seed: int, options: list[str]) -> int:
    """Start a server on a small graph, send the requests in batches, print the figures."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "err").open("w+", encoding="utf-8") as errors:
        graph = Path(folder) / "graph"
        directory_of(graph, harbour(), harbour("Early news.", "second"))
        command = [
            sys.executable,
            "-m",
            "kg",
            "serve",
            "--graph",
            str(graph),
            "--port",
            "0",
            "--timeout",
            "5",
            *options,
        ]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server:
            line = server.stdout.readline() if server.stdout else ""
            address = re.search(r":(\d+)/", line)
            if address is None:
                return 1
            total, found = defects(int(address[1]), REQUESTS, threads=8, wrong={500})
            say(f"{len(REQUESTS):,} hostile requests, {time.monotonic() - begin:.0f} s: {total}")
            for number in range(0, count, BATCH):
                sent = requests(min(BATCH, count - number), seed + number)
                counts, bad = defects(int(address[1]), sent, threads=8)
                found += bad
                for status, times in counts.items():
                    total[status] = total.get(status, 0) + times
                say(f"{number + BATCH:,} requests, {time.monotonic() - begin:.0f} s: {dict(sorted(total.items()))}")
            server.terminate()
            code = server.wait(20)
        errors.seek(0)
        printed = errors.read()
    for request, answer in found:
        say(f"{request!r}\n    {answer[-300:]!r}")
    say(f"{sum(total.values()):,} requests, {len(found)} defects, exit code {code}, printed: {_last_lines(printed)}")
    return int(bool(found or printed or code))


def _last_lines(printed: str) -> dict[str, int]:
    """The errors that a server printed, each the last line of a traceback, with how often it did."""
    return dict(Counter(re.findall(r"^\w+(?:Error|Exception): .*", printed, re.MULTILINE)))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    sys.exit(main(*(numbers + [20_000, 1][len(numbers) :]), [each for each in sys.argv[1:] if each.startswith("-")]))
