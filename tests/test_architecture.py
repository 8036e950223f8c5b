"""The house rules that a reader of the source could check, checked from the syntax tree."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_LINES = 400

BASE = {"kg", "model", "errors"}
ALLOWED = {
    "kg": {"errors", "model", "resources", "api", "magics"},
    "model": set(),
    "errors": set(),
    "display": set(),
    "dates": set(),
    "spelling": set(),
    "resources": set(),
    "ontology": BASE | {"resources"},
    "namespaces": {"ontology"},
    "schema": BASE,
    "records": BASE | {"spelling"},
    "read": BASE,
    "weights": {"errors"},
    "rules": BASE | {"ontology", "resources"},
    "text": BASE | {"spelling", "ontology", "resources", "rules", "weights"},
    "resolve": BASE | {"ontology", "namespaces", "resources"},
    "graph": BASE | {"display", "ontology", "namespaces", "dates", "spelling", "resources", "resolve"},
    "views": BASE | {"ontology", "namespaces", "resources", "resolve", "graph"},
    "serve": BASE | {"ontology", "resources", "graph", "views"},
    "pipeline": BASE | {"ontology", "resources", "rules", "text", "resolve", "weights"},
    "rule_examples": BASE | {"pipeline", "rules", "text"},
    "training": BASE | {"read", "pipeline", "text", "ontology", "weights"},
    "api": BASE | {"display", "schema", "read", "rules", "text", "pipeline", "rule_examples", "graph", "views"},
    "cli": BASE | {"api", "display", "read", "resources", "ontology", "graph", "serve"},
    "magics": BASE | {"display", "spelling", "ontology", "graph", "api"},
    "__main__": {"cli"},
}
"""Which parts of the package each part may import, besides itself: what is drawn in docs/adr and CONTRIBUTING."""

ONLY_IN = {
    "spacy": ["text/parsing/"],
    "rdflib": ["namespaces.py", "graph/"],
    "oxrdflib": ["graph/"],
    "pyoxigraph": ["ontology.py", "graph/"],
    "pyshacl": ["graph/"],
    "networkx": ["views/"],
    "pyvis": ["views/"],
    "jinja2": ["views/"],
    "starlette": ["serve/"],
    "httpx": ["graph/store/"],
    "uvicorn": ["serve/"],
    "typer": ["cli/"],
    "rich": ["display/terminal.py"],
    "pandas": ["graph/facts/frames.py"],
    "IPython": ["magics/"],
    "markdown_it": ["read/"],
    "sklearn": ["training/"],
    "scipy": ["training/"],
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return "kg" if first == "__init__.py" else first.removesuffix(".py")


def guarded(node: ast.AST, condition: str) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == condition


def imports(path: Path, *, types: bool = True) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it; without `types`, not those for type checkers alone."""
    tree = ast.parse(path.read_text("utf-8"))
    if not types:
        tree.body = [node for node in tree.body if not guarded(node, "TYPE_CHECKING")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            assert node.module
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_imported(path: Path) -> set[str]:
    found = set()
    for name in imports(path):
        top, _, rest = name.partition(".")
        if top == "kg":
            part = rest.partition(".")[0]
            found.add(part if part in ALLOWED else "kg")
    return found


def test_every_part_has_its_place_in_the_order_of_imports() -> None:
    assert {part_of(path) for path in MODULES} <= set(ALLOWED)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_one_way(path: Path) -> None:
    part = part_of(path)
    wrong = parts_imported(path) - ALLOWED[part] - {part}
    assert not wrong, f"{name_of(path)} imports {sorted(wrong)}"


def test_the_order_of_imports_has_no_circle() -> None:
    def below(part: str, above: tuple[str, ...]) -> None:
        assert part not in above, f"{' → '.join([*above, part])}"
        for other in ALLOWED[part] - {"kg"}:
            below(other, (*above, part))

    for part in ALLOWED:
        below(part, ())


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_heavy_packages_stay_where_they_belong(path: Path) -> None:
    for name in imports(path, types=False):
        homes = ONLY_IN.get(name.partition(".")[0])
        assert homes is None or any(name_of(path).startswith(home) for home in homes), f"{name} in {name_of(path)}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_says_what_it_offers(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    defines = any(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.ImportFrom) for node in tree.body)
    names = [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    ]
    assert "__all__" in names or not defines or path.name == "__main__.py"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_importing_a_module_does_nothing(path: Path) -> None:
    """At its top level a module binds names and nothing else: no bare call, loop, `with` or statement of `print`."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    allowed = (ast.Import, ast.ImportFrom, *functions, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.TypeAlias)
    for node in ast.parse(path.read_text("utf-8")).body:
        documentation = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        guard = guarded(node, "TYPE_CHECKING") or guarded(node, "__name__ == '__main__'")
        optional = isinstance(node, ast.Try) and all(isinstance(line, ast.Import) for line in node.body)
        assert isinstance(node, allowed) or documentation or guard or optional, f"{name_of(path)}:{node.lineno}"


def modules_after(code: str) -> set[str]:
    """The modules that are loaded once `code` has run in a process of its own."""
    script = f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    return set(json.loads(done.stdout.splitlines()[-1]))


HEAVY = {"IPython", "spacy", "thinc", "networkx", "pyvis", "pandas", "pyshacl", "owlrl", "httpx"}
HEAVY |= {"starlette", "uvicorn"}


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import kg", {*HEAVY, "rdflib"}),
        ("from kg.cli import run; run(['--help'])", {*HEAVY, "rdflib"}),
        ("from kg.cli import run; run(['build', '--help'])", {*HEAVY, "rdflib"}),
        ("import kg.model, kg.errors", {*HEAVY, "rdflib", "rich", "typer"}),
        ("import kg.read", {*HEAVY, "rdflib", "rich", "typer", "markdown_it"}),
    ],
)
def test_what_is_heavy_is_loaded_late(code: str, absent: set[str]) -> None:
    assert not modules_after(code) & absent


def test_everything_is_importable_without_spacy(tmp_path: Path) -> None:
    """Only loading a language model may need it: all modules import where spaCy cannot.

    `kg.training` stays out: what it needs is in a dependency group of its own.
    """
    (tmp_path / "spacy.py").write_text("raise ImportError('spaCy was imported')\n", "utf-8")
    names = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in MODULES
        if path.stem != "__main__" and part_of(path) != "training"
    ]
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import importlib\n"
    code += f"for name in {names!r}: importlib.import_module(name.removesuffix('.__init__'))"
    assert "spacy" not in modules_after(code)
