"""Adding the magics and their completion to IPython (matchers, API version 2), and taking them away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.completer import SimpleCompletion, context_matcher

from kg.magics.commands import KgMagics
from kg.magics.completion import complete
from kg.magics.notebook import graphs_of

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, Matcher, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["load", "unload"]

_IDENTIFIER = "kg"


def load(shell: InteractiveShell) -> None:
    """Add the magics and their completion to a shell, once."""
    unload(shell)
    shell.register_magics(KgMagics(shell))
    shell.Completer.custom_matchers.append(_matcher_for(shell))


def unload(shell: InteractiveShell) -> None:
    """Take them away again."""
    matchers = shell.Completer.custom_matchers
    matchers[:] = [matcher for matcher in matchers if getattr(matcher, "matcher_identifier", None) != _IDENTIFIER]
    for kind, name in (("line", "kg"), ("cell", "sparql")):
        shell.magics_manager.magics[kind].pop(name, None)


def _matcher_for(shell: InteractiveShell) -> Matcher:
    """What completes `%%sparql` cells and `%kg` lines in a shell, and leaves all else to others."""

    def matcher(context: CompletionContext) -> SimpleMatcherResult:
        lines = context.full_text.split("\n")
        before = "\n".join([*lines[: context.cursor_line], context.text_until_cursor])
        found = complete(before, graphs_of(shell.user_ns), context.full_text[len(before) :])
        if found is None:
            return {"completions": [], "suppress": False}
        fragment, completions = found
        return {
            "completions": [SimpleCompletion(text=each.text, type=each.kind) for each in completions],
            "matched_fragment": fragment,
            "ordered": True,
            "suppress": bool(completions),
        }

    made: Matcher = context_matcher(identifier=_IDENTIFIER, priority=1000)(matcher)
    return made
