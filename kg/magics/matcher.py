"""The completion as IPython asks for it (matchers, API version 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from IPython.core.completer import SimpleCompletion, context_matcher

from kg.magics.completion import complete
from kg.magics.graphs import graphs_of

if TYPE_CHECKING:
    from IPython.core.completer import CompletionContext, Matcher, SimpleMatcherResult
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["is_ours", "matcher_for"]

_IDENTIFIER = "kg"


def matcher_for(shell: InteractiveShell) -> Matcher:
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


def is_ours(matcher: object) -> bool:
    """Whether a matcher is one that `matcher_for` made."""
    return getattr(matcher, "matcher_identifier", None) == _IDENTIFIER
