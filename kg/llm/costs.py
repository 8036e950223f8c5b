"""What requests will cost: their tokens, and their price by a table of the user's."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.llm.model import Effort, Request

__all__ = ["Cost", "Price", "cost_of", "read_price"]

_MILLION: Final = 1_000_000
_CHECKS: Final = 0.45
"""What the requests to check what passages state take, of what those to read them do: about, by the bench."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a million tokens cost, sent and received."""

    input: float
    output: float
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class Cost:
    """About what requests take: `later` counts the tokens of those that follow from their replies."""

    requests: int
    tokens_in: int
    tokens_out: int
    later: int = 0

    def price(self, price: Price) -> float:
        """What they cost; what follows counts in the same proportion."""
        known = (self.tokens_in * price.input + self.tokens_out * price.output) / _MILLION
        tokens = self.tokens_in + self.tokens_out
        return known * (1 + self.later / tokens) if tokens else 0.0


def cost_of(requests: Iterable[Request], effort: Effort) -> Cost:
    """About what requests take, and those that follow."""
    listed = list(requests)
    sent, received = sum(each.tokens_in for each in listed), sum(each.tokens_out for each in listed)
    reading = sum(each.tokens_in + each.tokens_out for each in listed if each.task == "read")
    return Cost(len(listed), sent, received, round(reading * _CHECKS) if effort == "full" else 0)


def read_price(path: Path, model: str) -> Price:
    """The price of a model from a TOML file with a table for each: `input`, `output`, each for a million tokens.

    Raises:
        InputError: the file cannot be read, or has no such model.
    """
    try:
        tables: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise InputError(f"{path}: is no TOML: {error}") from error
    match tables.get(model):
        case {"input": float() | int() as sent, "output": float() | int() as received, **rest} if (
            min(sent, received) >= 0
        ):
            return Price(float(sent), float(received), str(rest.get("currency", "USD")))
    raise InputError(f'{path}: has no price of {model}: write ["{model}"] with input and output, for a million tokens')
