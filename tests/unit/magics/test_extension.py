"""Loading and unloading, in a shell and in a real kernel."""

from __future__ import annotations

import gc
import time
import warnings
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any

import pytest
from shells import completed

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Jupyter's own packages warn of each other's changes
    from jupyter_client.manager import start_new_kernel

PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_completion_of_anything_else_is_left_to_others(shell: InteractiveShell) -> None:
    shell.run_cell("%kg open graph\nlong_name = 1")
    assert any(text == "long_name" for text, _ in completed(shell, "long_n|"))
    assert not any(kind == "entity" for _, kind in completed(shell, "%kgx Gr|"))
    shell.run_cell("%unload_ext kg")
    assert not any(kind == "command" for _, kind in completed(shell, "%kg vi|"))
    assert not shell.run_cell("%kg queries").success
    shell.run_cell("%load_ext kg\n%reload_ext kg")
    assert [text for text, _ in completed(shell, "%kg vi|")] == ["%kg view"], "once, however often it is loaded"


@pytest.mark.filterwarnings("ignore")
def test_a_real_kernel_completes_and_shows(news: Path) -> None:
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(news))
    try:
        outputs: list[dict[str, Any]] = []

        def keep(message: dict[str, Any]) -> None:
            outputs.append(message["content"].get("data", {}))

        for cell in ("%load_ext kg", "%kg open graph"):
            reply = client.execute_interactive(cell, timeout=60, output_hook=keep)
            assert reply["content"]["status"] == "ok", reply["content"]
        assert any("<b>Graph</b> of 1 document" in data.get("text/html", "") for data in outputs)
        cell = "%%sparql\nSELECT * { ?a kg:metW"
        client.complete(cell)
        content = client.get_shell_msg(timeout=60)["content"]
        assert "kg:metWith" in content["matches"]
        assert cell[content["cursor_start"] : content["cursor_end"]] == "kg:metW"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.mark.filterwarnings("ignore")
def test_a_kernel_survives_a_query_and_its_interruption(news: Path) -> None:
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(news))

    def outcome(code: str) -> tuple[str, str]:
        said: list[str] = []
        reply = client.execute_interactive(
            code, timeout=60, output_hook=lambda message: said.append(str(message["content"]))
        )
        return reply["content"]["status"], "".join(said)

    try:
        assert outcome("%load_ext kg\n%kg open graph")[0] == "ok"
        assert "clauses" in outcome("%%sparql\nSELECT * {" + "OPTIONAL { ?s ?p ?o } " * 4_000 + "}")[1]
        assert "simplify it" in outcome("%%sparql\nDESCRIBE " + " ".join(f"<http://x/{n}>" for n in range(8_000)))[1]
        Timer(1, manager.interrupt_kernel).start()
        begun = time.monotonic()
        status, said = outcome(f"%%sparql\n{PRODUCT}")
        assert (status, "KeyboardInterrupt" in said) == ("error", True)
        assert time.monotonic() - begun < 20
        status, said = outcome("%%sparql\nASK { ?a kg:metWith ?b }")
        assert (status, "yes" in said) == ("ok", True)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        gc.collect()  # Jupyter's own loop is left to it
