"""Nothing opens the network: building, asking and viewing run in a process in which every socket is refused."""

import json
import subprocess
import sys
from pathlib import Path

SEEDS = Path(__file__).parents[1] / "seeds"

REFUSE = """
import json
import socket
import sys

def is_local(event, arguments):  # a socket of this machine, by which processes speak to one another
    if event == "socket.__new__":
        return arguments[1] == socket.AF_UNIX
    return bool(arguments) and getattr(arguments[0], "family", None) == socket.AF_UNIX

def refuse(event, arguments):
    opened = event.startswith("socket.") and not is_local(event, arguments)
    if opened or event in {"urllib.Request", "http.client.connect"}:
        raise PermissionError(f"{event}{arguments}")

sys.addaudithook(refuse)
from kg.cli import run
for arguments in json.loads(sys.argv[1]):
    if code := run(arguments):
        sys.exit(code)
"""


def offline(folder: Path, *commands: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Do one command after another, until one fails."""
    command = [sys.executable, "-c", REFUSE, json.dumps(commands)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_the_hook_refuses_a_socket(tmp_path: Path) -> None:
    script = REFUSE.replace("from kg.cli import run", "import socket; socket.create_connection(('127.0.0.1', 9))")
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "PermissionError: socket." in done.stderr


def test_every_command_works_without_a_network_and_no_query_reaches_out(tmp_path: Path) -> None:
    done = offline(
        tmp_path,
        ("build", str(SEEDS), "--date", "2025-09-22"),
        ("query", "SELECT ?s ?o { ?s kg:locatedIn ?o }"),
        ("view", "--out", "page.html"),
        ("explain", "Taliban"),
        ("check",),
        ("rebuild",),
        ("validate",),
        ("export", "--format", "jsonld"),
        ("extract", str(SEEDS)),
    )
    assert done.returncode == 0, f"{done.stdout[-500:]}{done.stderr}"
    for query in (
        "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }",
        "SELECT * FROM <http://127.0.0.1:9/data.ttl> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <http://127.0.0.1:9/data.ttl>",
    ):
        done = offline(tmp_path, ("query", query))
        refused = done.returncode == 2 and len(done.stderr.splitlines()) == 1
        empty = done.returncode == 0 and "passwd" not in done.stdout
        assert refused or empty, f"{query}: {done.returncode} {done.stderr}"
