"""A real Oxigraph server for tests, on this machine, with a file of the graph in it."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("oxigraph")


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens at a port."""
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def serving(file: Path, folder: Path, *options: str) -> Iterator[str]:
    """Load a file into a store in a folder and serve it; give the address of its endpoint."""
    load: list[str | Path] = [PROGRAM, "load", "--location", folder, "--file", file]
    subprocess.run(load, check=True, capture_output=True)
    port = free_port()
    place: list[str | Path] = ["--location", folder, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [PROGRAM, "serve-read-only", *place, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 30
        while not answers(port):
            assert process.poll() is None, "the server has ended"
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.kill()
        process.wait()
