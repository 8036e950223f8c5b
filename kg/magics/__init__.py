"""kg in a notebook: `%load_ext kg` gives `%%sparql` and `%kg`, and completes what is typed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.magics.commands import KgMagics
from kg.magics.matcher import is_ours, matcher_for

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["load", "unload"]


def load(shell: InteractiveShell) -> None:
    """Add the magics and their completion to a shell, once."""
    unload(shell)
    shell.register_magics(KgMagics(shell))
    shell.Completer.custom_matchers.append(matcher_for(shell))


def unload(shell: InteractiveShell) -> None:
    """Take them away again."""
    matchers = shell.Completer.custom_matchers
    matchers[:] = [matcher for matcher in matchers if not is_ours(matcher)]
    for kind, names in (("line", ["kg"]), ("cell", ["sparql"])):
        for name in names:
            shell.magics_manager.magics[kind].pop(name, None)
