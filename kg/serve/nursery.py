"""The process from which workers are forked: what they need is imported once, and a new one is there in milliseconds.

It opens no store and starts no thread, so that forking it is safe. The server asks for a worker by a byte and one end
of a channel to it, and is told the worker's process id. The nursery ends when the server's end of the socket closes.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from pathlib import Path

from kg.serve import wire
from kg.serve.worker import work

__all__ = ["main"]


def main(arguments: list[str]) -> None:
    """Fork workers. The arguments are the socket's file descriptor, the graph directory and the bytes of memory."""
    control, directory, memory = socket.socket(fileno=int(arguments[0])), Path(arguments[1]), int(arguments[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a worker
    gc.freeze()  # what is shared with the workers stays shared
    while True:
        asked, files, _, _ = socket.recv_fds(control, 1, 1)
        if not asked:
            return
        pid = os.fork()
        if pid == 0:
            control.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                work(socket.socket(fileno=files[0]), directory, memory)
            finally:
                os._exit(0)
        os.close(files[0])
        control.sendall(wire.PID.pack(pid))


if __name__ == "__main__":
    main(sys.argv[1:])
