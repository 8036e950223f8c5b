"""How networks are trained: batches in an order of chance, a rate that rises and falls, steps that are bounded."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["descend", "disagreement", "drawn"]

_CLASS_SHARE = 0.15
"""What telling the classes of phrases counts beside telling relations."""


def disagreement(
    relations: torch.Tensor, classes: torch.Tensor, batch: dict[str, torch.Tensor], share: float, doubt: float = 0.0
) -> torch.Tensor:
    """How far log-odds are from the annotation and, which counts that share, from the teacher.

    `doubt` is how much of the probability of an annotated class is spread over the others.
    """
    entropy = nn.functional.binary_cross_entropy_with_logits
    stated = entropy(relations, batch["stated"], reduction="none") * batch["known"]
    taught = entropy(relations, batch["taught"], reduction="none")
    loss: torch.Tensor = ((1 - share) * stated + share * taught).sum() / len(relations)
    right, told = batch["right"] >= 0, batch["told"].any(dim=1)
    if right.any():
        named = nn.functional.cross_entropy(classes[right], batch["right"][right], label_smoothing=doubt)
        loss = loss + (1 - share) * _CLASS_SHARE * named
    if told.any():
        loss = loss + share * _CLASS_SHARE * nn.functional.cross_entropy(classes[told], batch["told"][told])
    return loss


def drawn[Example](
    examples: Sequence[Example], chance: random.Random, size_of: Callable[[Example], int], most: int
) -> list[list[Example]]:
    """The examples in an order of chance, in batches that end once their sizes add up to `most`."""
    order = list(examples)
    chance.shuffle(order)
    batches: list[list[Example]] = [[]]
    size = 0
    for example in order:
        if size >= most:
            batches.append([])
            size = 0
        batches[-1].append(example)
        size += size_of(example)
    return batches


def descend[Example](  # noqa: PLR0913 (what a training is made of)
    net: nn.Module,
    optimizer: torch.optim.Optimizer,
    batches: Callable[[random.Random], list[list[Example]]],
    loss_of: Callable[[Sequence[Example]], torch.Tensor],
    *,
    epochs: int,
    warming: float,
    tell: Callable[[str], None],
    seed: int = 0,
) -> None:
    """Train a network; each epoch asks for its batches. The rate rises over the share `warming` of all steps."""
    chance = random.Random(seed)  # noqa: S311 - the order of examples is no secret
    steps = epochs * len(batches(random.Random(seed)))  # noqa: S311 - likewise

    def rate(step: int) -> float:
        return min((step + 1) / (warming * steps), max(0.0, (steps - step) / ((1 - warming) * steps)))

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate)
    net.train()
    for epoch in range(epochs):
        losses = []
        for some in batches(chance):
            loss = loss_of(some)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        tell(f"epoch {epoch + 1} of {epochs}: loss {sum(losses) / len(losses):.4f}")
