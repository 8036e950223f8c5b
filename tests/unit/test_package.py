"""The names that `import kg` offers, and what it loads."""

import subprocess
import sys

import pytest

import kg


def test_the_public_names_are_these() -> None:
    assert kg.__all__ == sorted(kg.__all__, key=lambda name: (not name[0].isupper(), name)) == [
        "Claim", "Document", "Entity", "Evidence", "Extraction", "Fact", "Graph", "KgError", "Mention",
        "ReadOptions", "Span", "Web", "__version__", "build", "check", "extract", "open",
        "rebuild",
    ]  # fmt: skip
    assert all(hasattr(kg, name) for name in kg.__all__)
    assert dir(kg) == kg.__all__
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        kg.nonsense  # noqa: B018 (the access is what is tested)


def test_importing_kg_loads_nothing_heavy() -> None:
    code = (
        "import sys, kg; kg.Document; print(any(name.partition('.')[0] in {'rdflib', 'spacy'} for name in sys.modules))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout == "False\n"
