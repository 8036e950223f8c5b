"""Options that several commands take."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["GRAPH", "GraphOption"]

GRAPH = Path("graph")
"""The graph directory where none is named."""

GraphOption = Annotated[Path, typer.Option("--graph", metavar="DIR", help="The graph directory to ask.")]
