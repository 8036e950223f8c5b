"""Options by which a language model reads with kg, and what is printed of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.options import seconds
from kg.display.terminal import log, show
from kg.display.text import counted
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.api.consulting import Asked
    from kg.llm.model import LanguageModel, Request

__all__ = [
    "BudgetOption",
    "ConcurrencyOption",
    "DryRunOption",
    "EffortOption",
    "LlmModelOption",
    "LlmOption",
    "LlmTimeoutOption",
    "PricesOption",
    "RepliesOption",
    "language_model",
    "show_asked",
    "show_cost",
]

_PANEL = "With a language model"
_LISTED = 3
"""How many documents that lack replies a message names."""

EffortName = Literal["check", "add", "full"]

LlmOption = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="URL",
        help="A server that speaks the chat-completions protocol, to which the text is sent; KG_LLM_KEY holds its key.",
        rich_help_panel=_PANEL,
    ),
]
LlmModelOption = Annotated[
    str | None,
    typer.Option(
        "--llm-model",
        metavar="NAME",
        help="The language model. Without --llm nothing is sent: kept replies are used.",
        rich_help_panel=_PANEL,
    ),
]
EffortOption = Annotated[
    EffortName,
    typer.Option(
        "--llm-effort",
        help="check: whether unsure facts hold. add: what kg misses in passages that it reads poorly."
        " full: every passage, and whether what one reader alone found holds.",
        rich_help_panel=_PANEL,
    ),
]
BudgetOption = Annotated[
    int | None,
    typer.Option(
        "--llm-budget",
        min=1,
        max=10**12,
        metavar="TOKENS",
        help="The most tokens to use, both ways.",
        rich_help_panel=_PANEL,
    ),
]
RepliesOption = Annotated[
    Path | None,
    typer.Option(
        "--llm-replies",
        metavar="FILE",
        help="Where replies are kept; replies.sqlite in the graph directory, or here, if not named.",
        rich_help_panel=_PANEL,
    ),
]
ConcurrencyOption = Annotated[
    int,
    typer.Option(
        "--llm-concurrency", min=1, max=64, metavar="N", help="Requests sent at a time.", rich_help_panel=_PANEL
    ),
]
LlmTimeoutOption = Annotated[
    float,
    typer.Option(
        "--llm-timeout", parser=seconds, metavar="SECONDS", help="The time for one reply.", rich_help_panel=_PANEL
    ),
]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run", help="Send nothing and write nothing: print what would be sent.", rich_help_panel=_PANEL),
]
PricesOption = Annotated[
    Path | None,
    typer.Option(
        "--llm-prices",
        metavar="FILE",
        help="With --dry-run: a TOML file with a table a model: input and output, for a million tokens.",
        rich_help_panel=_PANEL,
    ),
]


def language_model(  # noqa: PLR0913, PLR0917 (the options of commands, in their order)
    url: str | None,
    model: str | None,
    effort: EffortName,
    budget: int | None,
    replies: Path | None,
    concurrency: int,
    timeout: float,
    *,
    dry_run: bool,
) -> "LanguageModel | None":
    """The language model that options name, None for none; InputError where one of them lacks another."""
    from kg.llm.model import LanguageModel

    if model is None:
        if url is not None or dry_run or budget is not None or replies is not None:
            raise InputError("name the language model: --llm-model NAME")
        return None
    return LanguageModel(model, None if dry_run else url, effort, budget, concurrency, timeout, replies)


def show_asked(asked: "Asked | None") -> bool:
    """Tell what became of asking a language model; whether documents lack replies."""
    if asked is None:
        return False
    kept = max(0, asked.answered - asked.replied)
    sent = f"{counted(asked.sent, 'request')} sent ({asked.tokens:,} tokens), " if asked.sent else ""
    log(f"language model: {sent}{counted(kept, 'reply')} kept before", "dim")
    dropped = sum(asked.dropped.values())
    log(
        f"language model: {asked.added:,} facts added, {asked.confirmed:,} confirmed, {asked.refused:,} refused;"
        f" {dropped:,} left out of what it said",
        "dim",
    )
    for reason, number in sorted(asked.dropped.items(), key=lambda pair: (-pair[1], pair[0])):
        log(f"  left out: {number:,} {reason}", "dim")
    if asked.unanswered:
        requests = sum(number for _, number, _ in asked.unanswered)
        log(
            f"{counted(len(asked.unanswered), 'document')} read without the language model, in all or in part:"
            f" {counted(requests, 'request')} unanswered; the same command asks again",
            "yellow",
        )
        reasons: dict[str, list[str]] = {}
        for document, _, why in asked.unanswered:
            reasons.setdefault(why, []).append(document)
        for why, documents in reasons.items():
            more = f" and {len(documents) - _LISTED:,} more" if len(documents) > _LISTED else ""
            log(f"  {why}: {', '.join(documents[:_LISTED])}{more}", "yellow")
    return bool(asked.unanswered)


def show_cost(requests: "Iterable[Request]", model: str, effort: EffortName, prices: Path | None) -> None:
    """Print what requests would take: their number, tokens, and price by the user's table."""
    from kg.llm.model import cost_of, read_price

    price = None if prices is None else read_price(prices, model)
    cost = cost_of(requests, effort)
    show(f"{counted(cost.requests, 'request')} to {model} ({effort}); nothing was sent")
    show(f"about {cost.tokens_in:,} tokens sent and {cost.tokens_out:,} received")
    if cost.later:
        show(f"about {cost.later:,} more tokens then, to check what the replies state")
    if price is not None:
        show(f"about {cost.price(price):,.2f} {price.currency}")
