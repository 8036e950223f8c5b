from __future__ import annotations

import inspect
from dataclasses import fields

from kg.cli import share
from kg.serve.settings import Settings


def test_the_defaults_are_those_of_the_command() -> None:
    options = inspect.signature(share.serve).parameters
    for each in fields(Settings):
        if each.name not in {"graph", "log"}:
            assert options[each.name].default == each.default, each.name
    assert options["requests"].default is Settings.__dataclass_fields__["log"].default
