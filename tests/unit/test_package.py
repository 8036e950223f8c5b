"""The names that `import kg` offers, and what it loads."""

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
