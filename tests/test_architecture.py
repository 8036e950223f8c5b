"""The house rules that a reader of the source could check, checked from the syntax tree."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from spacy.glossary import GLOSSARY

from kg.ontology import QUALIFIERS, RELATIONS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))
MOST_WORDS = 4
"""So many English words in one list are data."""

ROOMS = {
    # what everything may import, and nothing of which imports what stands below it
    "kg.errors": "",
    "kg.model": "",
    "kg.dates": "",
    "kg.writing": "",
    "kg.spelling": "",
    "kg.resources": "",
    "kg.collector": "",
    "kg.forks": "",
    "kg.ontology": "kg.resources",
    "kg.namespaces": "kg.ontology",
    # from files to documents, and what is kept of them
    "kg.read": "kg.errors kg.model kg.records.codec kg.resources kg.spelling",
    "kg.schema": "kg.model",
    "kg.records": "kg.errors kg.model kg.spelling kg.writing",
    # which places a document's names mean
    "kg.links.gazetteer": "kg.spelling",
    "kg.resolve.model": "kg.records",
    "kg.links.places": "kg.links.gazetteer kg.model kg.ontology kg.records kg.resolve.model kg.spelling",
    "kg.resolve": "kg.collector kg.dates kg.errors kg.links.gazetteer kg.links.places kg.model kg.ontology kg.records "
    "kg.resources kg.spelling kg.weights kg.writing kg.text.lexicon",
    # people's verdicts on facts, met again in what is read
    "kg.verdicts.replay": "kg.dates kg.model kg.ontology kg.records kg.resolve kg.spelling",
    "kg.weights": "kg.errors",
    "kg.rules": "kg.errors kg.ontology",
    # a user's own ontology: what it says, which the stages and the graph need, and the rules that are made from it
    "kg.ontologies.model": "kg.ontology kg.rules",
    "kg.ontologies": "kg.model kg.ontology kg.rules kg.pipeline kg.text",
    # the stages of reading a text, in the order in which they may build on one another
    "kg.text.model": "kg.model",
    "kg.text.lexicon": "kg.errors kg.ontology kg.resources kg.rules kg.spelling",
    "kg.text.parsing": "kg.errors kg.model kg.spelling kg.weights kg.text.model kg.text.lexicon",
    "kg.text.syntax": "kg.text.model kg.text.lexicon",
    "kg.text.titles": "kg.text.model kg.text.lexicon kg.text.syntax",
    "kg.text.ner": "kg.text.model kg.text.lexicon kg.text.syntax kg.text.titles",
    "kg.text.mentions": "kg.text.model kg.text.lexicon kg.text.syntax kg.text.titles kg.text.ner",
    "kg.text.coref": "kg.errors kg.ontology kg.weights kg.text.model kg.text.lexicon kg.text.syntax kg.text.titles",
    "kg.text.temporal": "kg.model kg.text.model kg.text.lexicon kg.text.syntax",
    "kg.text.attribution": "kg.model kg.text.model kg.text.lexicon kg.text.syntax",
    "kg.text.roles": "kg.text.model kg.text.lexicon kg.text.titles",
    "kg.text.relations": "kg.model kg.ontologies.model kg.ontology kg.rules kg.text.model kg.text.lexicon "
    "kg.text.syntax",
    "kg.text.openie": "kg.model kg.text.model kg.text.lexicon kg.text.parsing kg.text.syntax",
    "kg.text.ranking": "kg.errors kg.ontology kg.weights kg.text.model kg.text.lexicon kg.text.syntax",
    "kg.text.assembly": "kg.model kg.ontology kg.text.model kg.text.lexicon kg.text.syntax kg.text.mentions "
    "kg.text.temporal kg.text.attribution",
    "kg.text.passages": "kg.model kg.spelling kg.text.parsing",
    "kg.text": "",
    # a language model as second reader, between ranking and assembly; `client` alone opens the network
    "kg.llm": "kg.dates kg.errors kg.model kg.ontology kg.spelling kg.text.model kg.text.assembly kg.text.attribution",
    "kg.pipeline": "kg.errors kg.llm kg.model kg.ontology kg.ontologies.model kg.resources kg.rules kg.weights kg.text",
    # questions in plain English: the record that the graph is asked by, and the reading of one
    "kg.ask.model": "",
    "kg.ask": "kg.dates kg.errors kg.ontology kg.text.lexicon",
    # how things are shown, to whoever shows them
    "kg.display": "",
    # what the entities of the world are in gazetteers
    "kg.links": "kg.errors kg.links.gazetteer kg.links.places kg.ontology kg.records kg.resolve kg.spelling "
    "kg.text.lexicon",
    # the graph
    "kg.graph.gazetteers": "kg.errors kg.links kg.namespaces",
    "kg.graph.ontologies": "kg.errors kg.links kg.ontologies kg.ontology kg.resources",
    "kg.graph.rdf": "kg.errors kg.links kg.records kg.resolve kg.dates kg.model kg.namespaces kg.ontologies.model "
    "kg.ontology kg.spelling",
    "kg.graph.facts": "kg.collector kg.dates kg.display kg.errors kg.model kg.namespaces kg.ontologies.model "
    "kg.ontology kg.spelling kg.graph.rdf",
    "kg.graph.query": "kg.dates kg.display kg.errors kg.forks kg.namespaces kg.ontology kg.resources kg.spelling "
    "kg.graph.rdf kg.graph.facts",
    "kg.graph.store": "kg.collector kg.records kg.resolve kg.graph.projection kg.errors kg.namespaces kg.ontology "
    "kg.graph.rdf kg.writing",
    "kg.graph.projection": "kg.errors kg.model kg.namespaces kg.ontologies.model kg.ontology kg.resources "
    "kg.links kg.records kg.resolve kg.spelling kg.verdicts.replay kg.graph.rdf",
    "kg.graph.kept": "kg.collector kg.resources kg.writing kg.graph.rdf kg.graph.store",
    "kg.graph.infer": "kg.errors kg.namespaces kg.ontology kg.graph.rdf kg.graph.facts kg.graph.query kg.graph.store",
    "kg.graph.asking": "kg.ask kg.dates kg.display kg.errors kg.model kg.ontology kg.spelling kg.graph.facts "
    "kg.graph.query kg.graph.rdf",
    "kg.graph.search": "kg.display kg.errors kg.records kg.graph.facts kg.graph.query kg.graph.store",
    "kg.graph.validate": "kg.errors kg.namespaces kg.ontology kg.resources kg.graph.rdf kg.graph.facts kg.graph.query",
    "kg.graph.conflicts": "kg.dates kg.display kg.errors kg.model kg.ontology kg.graph.facts",
    "kg.graph.stories": "kg.display kg.errors kg.model kg.ontology kg.spelling kg.graph.facts kg.graph.conflicts",
    "kg.graph.diff": "kg.display kg.errors kg.graph.facts kg.graph.query",
    "kg.graph.exchange": "kg.dates kg.display kg.errors kg.model kg.namespaces kg.ontology kg.spelling "
    "kg.graph.facts kg.graph.rdf kg.graph.stories",
    "kg.graph": "",
    # what people and programs meet
    "kg.entities": "kg.errors kg.links.files kg.model kg.ontology kg.records kg.resolve kg.spelling kg.graph.exchange "
    "kg.graph.facts kg.graph.projection kg.graph.rdf kg.graph.store kg.verdicts.replay",
    "kg.verdicts": "kg.dates kg.errors kg.model kg.ontology kg.records kg.resolve kg.spelling kg.entities "
    "kg.graph.conflicts kg.graph.facts kg.graph.projection kg.graph.rdf kg.graph.store kg.writing",
    # what kg finds, held against annotated texts
    "kg.evaluation": "kg.errors kg.model kg.ontology",
    "kg.workers": "kg.errors kg.forks kg.model kg.pipeline kg.records",
    "kg.views": "kg.collector kg.dates kg.display kg.model kg.ontology kg.graph.conflicts kg.graph.facts "
    "kg.graph.stories",
    "kg.rule_examples": "kg.errors kg.model kg.rules kg.pipeline kg.text",
    "kg.api": "kg.ask kg.evaluation kg.ontologies kg.spelling "
    "kg.links kg.llm kg.records kg.resolve kg.entities kg.workers kg.display kg.errors kg.model "
    "kg.ontology kg.read kg.rules kg.rule_examples kg.schema kg.pipeline "
    "kg.text.openie kg.text.parsing kg.graph kg.verdicts kg.views kg.writing",
    "kg.serve": "kg.api.graph kg.entities kg.resolve kg.errors kg.forks kg.ontology kg.resources kg.graph kg.verdicts "
    "kg.views",
    "kg.magics": "kg.display kg.errors kg.ontology kg.spelling kg.graph.asking kg.graph.query kg.api",
    "kg.mcp": "kg.errors kg.ontology kg.resources kg.graph kg.api",
    "kg.cli": "kg.display kg.entities kg.errors kg.evaluation kg.llm kg.model kg.ontology kg.read kg.resolve kg.rules "
    "kg.resources kg.graph.conflicts kg.graph.diff kg.graph.facts kg.graph.query kg.graph.validate kg.graph.stories "
    "kg.serve kg.mcp kg.verdicts kg.api",
    "kg.__main__": "kg.cli",
    "kg": "kg.errors kg.model kg.resources kg.api kg.magics kg.read",
    "kg.training": "kg.links.gazetteer kg.links.places kg.model kg.ontology kg.read kg.records kg.resolve kg.spelling "
    "kg.rules kg.weights kg.pipeline kg.text kg.graph.projection",
}
"""Each package and module of the top, and what it may import besides itself; a package stands for all that is in it.

Imports that only type checkers see count as well. `docs/architecture.md` draws this.
"""

KEYS = {
    "kg/cli/entities.py": "the headings of a table",
    "kg/cli/decided.py": "the headings of a table",
    "kg/cli/judge.py": "the headings of a table",
    "kg/__init__.py": "the names that kg offers",
    "kg/rules": "the keys and positions of rule tables, which the loader demands",
    "kg/cli/rules.py": "the headings of a table",
    "kg/graph/conflicts.py": "the columns of a table",
    "kg/graph/diff.py": "the columns of a table",
    "kg/graph/facts/tables.py": "the columns of tables",
    "kg/graph/stories/model.py": "the columns of a table",
    "kg/graph/query/files.py": "the kinds of a parameter",
    "kg/read/fragments.py": "the elements of HTML",
    "kg/read/web.py": "the schemes of addresses",
    "kg/read/html.py": "the elements of a text in TEI",
    "kg/resolve/decisions.py": "the keys of a line",
    "kg/training/news.py": "what may stand for a name in an annotated article: part of their form",
}
"""Where strings that are English words name something of ours, with the reason; names of the ontology are no words."""

ONLY_IN = {
    "spacy": ["text/parsing/"],
    "rdflib": ["namespaces.py", "graph/"],
    "oxrdflib": ["graph/"],
    "pyoxigraph": ["ontology.py", "graph/"],
    "networkx": ["views/"],
    "jinja2": ["views/"],
    "starlette": ["serve/"],
    "httpx": ["graph/store/", "llm/client.py", "read/web.py"],
    "httpcore": ["read/web.py"],
    "protego": ["read/web.py"],
    "feedparser": ["read/feeds.py"],
    "ijson": ["read/tables.py"],
    "warcio": ["read/archives.py"],
    "uvicorn": ["serve/"],
    "typer": ["cli/"],
    "rich": ["display/terminal.py"],
    "pandas": ["graph/facts/tables.py"],
    "IPython": ["magics/"],
    "markdown_it": ["read/markdown.py"],
    "charset_normalizer": ["read/text.py"],
    "trafilatura": ["read/html.py"],
    "pypdf": ["read/pdf.py"],
    "docx": ["read/docx.py", "graph/stories/handouts.py"],
    "lxml": ["read/html.py", "read/page_metadata.py"],
    "py3langid": ["read/language.py"],
    "ray": ["workers/cluster.py"],
    "fsspec": ["records/parquet.py", "read/files.py"],
    "sklearn": ["training/"],
    "scipy": ["training/"],
    "pyarrow": ["graph/exchange/", "read/tables.py", "records/parquet.py"],
    "followthemoney": ["graph/exchange/"],
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {dotted(path): path for path in MODULES}


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in MODULES}


def room_of(name: str) -> str:
    """The room of a module: the longest of `ROOMS` that its name begins with."""
    return max((room for room in ROOMS if f"{name}.".startswith(f"{room}.")), key=len)


def guarded(node: ast.AST, condition: str) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == condition


def imports(path: Path, *, types: bool = True) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it; without `types`, not those for type checkers alone."""
    body = [node for node in trees()[path].body if types or not guarded(node, "TYPE_CHECKING")]
    for node in (inner for each in body for inner in ast.walk(each)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_imported(path: Path) -> set[str]:
    """The modules of ours that a module imports."""
    found = set()
    for imported in imports(path):
        name = imported
        while name and name not in NAMES:
            name = name.rpartition(".")[0]
        if name:
            found.add(name)
    return found - {dotted(path)}


@cache
def imported_by() -> dict[str, set[str]]:
    """The modules of ours that each module imports."""
    return {name: modules_imported(path) for name, path in NAMES.items()}


def test_imports_go_one_way() -> None:
    wrong = set()
    for importer, imported in imported_by().items():
        room = room_of(importer)
        allowed = {room, *ROOMS[room].split()}
        for name in imported:
            if room_of(name) not in allowed and not any(f"{name}.".startswith(f"{each}.") for each in allowed - {"kg"}):
                wrong.add(f"{importer} imports {name}")
    assert not wrong


def test_every_room_is_there_and_needs_what_it_may_import() -> None:
    """A permission that nothing uses is taken away, so that the table is the house as it stands."""
    used: dict[str, set[str]] = {room: set() for room in ROOMS}
    for name, found in imported_by().items():
        used[room_of(name)] |= found
    for room, allowed in ROOMS.items():
        idle = [each for each in allowed.split() if not any(f"{name}.".startswith(f"{each}.") for name in used[room])]
        assert any(room_of(name) == room for name in NAMES), f"{room} is gone"
        assert not idle, f"{room} does not import {idle}"


def test_no_module_imports_itself_by_way_of_others() -> None:
    done: set[str] = set()

    def below(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " → ".join([*above[above.index(name) :], name])
        if name not in done:
            for other in sorted(imported_by()[name]):
                below(other, (*above, name))
            done.add(name)

    for name in NAMES:
        below(name, ())


def test_heavy_packages_stay_where_they_belong() -> None:
    for path in MODULES:
        for name in imports(path, types=False):
            homes = ONLY_IN.get(name.partition(".")[0])
            assert homes is None or any(name_of(path).startswith(home) for home in homes), f"{name} in {name_of(path)}"


def lines_of(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def english() -> frozenset[str]:
    """The words of the word lists, in lower case, but for names of the ontology and labels of the parser."""

    def entries(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield from value.split()
        elif isinstance(value, list):
            for each in value:
                yield from entries(each)
        elif isinstance(value, dict):
            for key, each in value.items():
                if key != "origin":
                    yield from entries(each)

    tables = (PACKAGE / "rules/en/words").rglob("*.toml")
    words = {word for table in tables for word in entries(tomllib.loads(table.read_text("utf-8"))) if word.islower()}
    return frozenset(words - LABELS - set(RELATIONS) - set(QUALIFIERS))


LABELS = frozenset(GLOSSARY)
"""The labels of spaCy's pipelines."""
ENGLISH = english()
ALTERNATIVES = re.compile(r"\w+(?:\|\w+){3,}")


def words_in_code(path: Path) -> list[str]:
    """Where a module has four or more English words in a set, tuple or list, or as alternatives of a pattern."""
    exempt: set[int] = set()
    places: list[str] = []
    for node in ast.walk(trees()[path]):  # breadth first: whatever is exempt comes before what is in it
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            exempt.add(id(node.value))
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
            exempt.add(id(node.slice))
        found: list[str] = []
        if isinstance(node, ast.Set | ast.Tuple | ast.List) and id(node) not in exempt:
            found = [each.value for each in node.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = [word for run in ALTERNATIVES.findall(node.value) for word in run.split("|")]
        words = [each for each in found if each.split()[:1] and each.split()[0] in ENGLISH]
        if len(words) >= MOST_WORDS:
            places.append(f"{name_of(path)}:{node.lineno}: {', '.join(words)}")
    return places


def test_lists_of_english_words_are_data() -> None:
    """They stand under kg/rules/en, with their origin, and are read through kg.text.lexicon."""
    needed = set()
    for path in MODULES:
        named = {place for place in KEYS if f"kg/{name_of(path)}".startswith(place)}
        words = words_in_code(path)
        assert named or not words
        needed |= named if words else set()
    assert needed == set(KEYS), "an exception that nothing needs"


def test_a_module_says_what_it_is_for_and_keeps_what_is_its_own() -> None:
    """A name that begins with an underscore is its module's own; all others are offered, and need no list."""
    for path, tree in trees().items():
        assert ast.get_docstring(tree), name_of(path)
        taken = [name for name in imports(path) if name.startswith("kg.") and name.rpartition(".")[2].startswith("_")]
        assert taken in ([], ["kg.__version__"]), name_of(path)


LOADS = "kg.workers.preloaded"
"""The module that is imported for what its import does: it loads what the processes that read share."""


def test_importing_a_module_does_nothing() -> None:
    """At its top level a module binds names and nothing else: no bare call, loop, `with` or statement of `print`."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    allowed = (ast.Import, ast.ImportFrom, *functions, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.TypeAlias)
    for path, node in ((path, node) for path, tree in trees().items() if dotted(path) != LOADS for node in tree.body):
        documentation = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        guard = guarded(node, "TYPE_CHECKING") or guarded(node, "__name__ == '__main__'")
        optional = isinstance(node, ast.Try) and all(isinstance(line, ast.Import) for line in node.body)
        assert isinstance(node, allowed) or documentation or guard or optional, f"{name_of(path)}:{node.lineno}"


def modules_after(code: str) -> set[str]:
    """The modules that are loaded once `code` has run in a process of its own."""
    script = f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    return set(json.loads(done.stdout.splitlines()[-1]))


HEAVY = {"IPython", "spacy", "thinc", "networkx", "pandas", "httpx"}
HEAVY |= {"onnxruntime", "tokenizers", "starlette", "uvicorn", "ray", "pyarrow", "fsspec"}
READERS = {"markdown_it", "charset_normalizer", "trafilatura", "lxml", "pypdf", "docx", "py3langid"}
READERS |= {"feedparser", "httpcore", "ijson", "protego", "warcio"}


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import kg", {*HEAVY, "rdflib"}),
        ("from kg.cli import run; run(['--help'])", {*HEAVY, "rdflib"}),
        ("from kg.cli import run; run(['build', '--help'])", {*HEAVY, "rdflib"}),
        ("import kg.model, kg.errors", {*HEAVY, "rdflib", "rich", "typer"}),
        ("import kg.read", {*HEAVY, *READERS, "rdflib", "rich", "typer"}),
        ("import kg.graph.query.execution, kg.graph.query.results", {"spacy", "networkx", "pandas", "numpy", "jinja2"}),
    ],
)
def test_what_is_heavy_is_loaded_late(code: str, absent: set[str]) -> None:
    assert not modules_after(code) & absent


def test_everything_is_importable_without_spacy(tmp_path: Path) -> None:
    """Only loading a language model may need it: all modules import where spaCy cannot, and load no transformer.

    `kg.training` stays out: what it needs is in a dependency group of its own.
    """
    (tmp_path / "spacy.py").write_text("raise ImportError('spaCy was imported')\n", "utf-8")
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in MODULES
        if path.stem != "__main__" and dotted(path) != LOADS and room_of(dotted(path)) != "kg.training"
    ]
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import importlib\n"
    code += f"for name in {names!r}: importlib.import_module(name.removesuffix('.__init__'))"
    assert not {"spacy", "onnxruntime", "tokenizers"} & modules_after(code)


def main() -> None:
    """Print the house: lines and modules of each room, and what it imports."""
    for room, allowed in ROOMS.items():
        paths = [path for name, path in NAMES.items() if room_of(name) == room]
        print(f"{sum(map(lines_of, paths)):7,} lines {len(paths):4} modules  {room:20} {allowed}")  # noqa: T201
    text = sum(map(lines_of, (path for path in MODULES if name_of(path).startswith("text/"))))
    longest = max(map(lines_of, MODULES))
    print(f"kg/text: {text:,} lines of Python; the longest module has {longest}; no import circle")  # noqa: T201


if __name__ == "__main__":
    main()
