"""The ontology may grow, and list its terms in any order: read by copies of the checkout whose ontology is another."""

import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg import build

ROOT = Path(__file__).parents[1]
TEXT = (
    "Mayor Marta Oduya of Graz met Governor Jon Brae on Monday. Oduya applauded the Salo Bank, which Ann Holt founded "
    "in Vienna in 1999. Rebels killed three soldiers near the port."
)
RELATION = """

kg:applauds a owl:ObjectProperty ;
    rdfs:label "applauds"@en ;
    kg:inverseLabel "is applauded by"@en ;
    skos:definition "Claps for, in the literal sense or not."@en ;
    rdfs:subPropertyOf kg:relatedTo ;
    rdfs:domain kg:Agent ;
    rdfs:range kg:Entity ;
    rdfs:isDefinedBy <https://w3id.org/kg/ontology> .
"""
RULES = """
origin = "Written for this test."

[[rule]]
id = "applauds.verb"
relation = "applauds"
verbs = ["applaud"]
subject = "subject"
object = "object"
confidence = 0.65
examples = [{ text = "Finland applauded the Aland Bank.", finds = ["Finland | applauds | Aland Bank"] }]
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the ontology and the rules as files of its own, and links to the rest of kg."""
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "kg").mkdir()
    for path in (ROOT / "kg").iterdir():
        if path.suffix == ".py":
            shutil.copy(path, tmp_path / "kg")
        elif path.name == "rules":
            shutil.copytree(path, tmp_path / "kg/rules")
        elif path.name not in {"__pycache__", "data"}:
            (tmp_path / "kg" / path.name).symlink_to(path)
    (tmp_path / "article.txt").write_text(TEXT, "utf-8")
    return tmp_path


def kg(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What a command of the copy does."""
    return subprocess.run(
        [
            sys.executable,
            "-P",
            "-c",
            "import sys; sys.path.insert(0, '.'); from kg.cli import main; main()",
            *arguments,
        ],
        cwd=copy,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def graph(copy: Path) -> str:
    """The graph of the article as N-Quads."""
    built = kg(copy, "build", "article.txt", "--out", "graph", "--no-page")
    assert built.returncode == 0, built.stderr
    return kg(copy, "export", "--format", "nquads", "--graph", "graph").stdout


def test_a_relation_is_added_by_two_files(copy: Path) -> None:
    with (copy / "ontology/kg.ttl").open("a", encoding="utf-8") as ontology:
        ontology.write(RELATION)
    (copy / "kg/rules/en/relations/applause.toml").write_text(RULES, "utf-8")
    facts = graph(copy)
    assert re.search(r"<https://w3id.org/kg/ontology#applauds>", facts)
    assert "applauds.verb" in facts
    assert "0.65" in facts, "what the model does not know keeps the confidence of its rule"
    found = kg(
        copy, "query", "SELECT ?a ?b { ?x kg:applauds ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }", "--graph", "graph"
    )
    assert "Marta Oduya" in found.stdout
    assert "Salo Bank" in found.stdout


def test_the_order_of_the_ontology_changes_no_byte(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copy)
    before = build("article.txt").export("nquads")
    path = copy / "ontology/kg.ttl"
    head, *blocks = path.read_text("utf-8").split("\n\n")
    random.Random(5).shuffle(blocks)  # noqa: S311 (no secret)
    path.write_text("\n\n".join([head, *blocks]), "utf-8")
    assert graph(copy) == before != ""


def test_a_label_of_the_model_that_the_ontology_lacks_is_named(copy: Path) -> None:
    path = copy / "ontology/kg.ttl"
    path.write_text(path.read_text("utf-8").replace("kg:MilitaryBase", "kg:MilitarySite"), "utf-8")
    code = "import sys; sys.path.insert(0, '.'); from kg.text.ranking.labels import check_labels; check_labels()"
    done = subprocess.run([sys.executable, "-P", "-c", code], cwd=copy, capture_output=True, text=True, check=False)
    assert "ModelError: the model knows the class 'MilitaryBase', which ontology/kg.ttl lacks" in done.stderr
