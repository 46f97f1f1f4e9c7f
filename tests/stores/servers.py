"""Real stores, started on loopback with free ports and folders of their own, killed and started again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STORES = ROOT / ".stores"
OXIGRAPH = Path(sys.executable).parent / "oxigraph"
FUSEKI = STORES / "fuseki"
COMUNICA = STORES / "comunica" / "node_modules" / "@comunica" / "query-sparql" / "bin" / "http.js"
VIRTUOSO = shutil.which("virtuoso-t")
_PATIENCE = 90.0

MISSING = {
    "oxigraph": not OXIGRAPH.is_file(),
    "fuseki": not any(FUSEKI.glob("jena-fuseki-main-*.jar")) or not shutil.which("java"),
    "virtuoso": VIRTUOSO is None,
    "comunica": not COMUNICA.is_file() or not shutil.which("node"),
}
"""Which stores are not on this machine; ``make stores`` installs them."""

_VIRTUOSO_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{second}
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 8
[SPARQL]
ResultSetMaxRows = 10000000
"""


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A store that runs.

    :param url: the address that a user names.
    :param ready: the address that answers when it is up.
    :param environment: what logs in there.
    """

    command: list[str]
    folder: Path
    url: str
    ready: str
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def port(self) -> int:
        """The port of the address."""
        return int(self.url.rsplit(":", 1)[1].split("/")[0])

    def start(self) -> "Server":
        """Start it and wait until it answers."""
        for left in self.folder.glob("*.lck"):
            left.unlink()
        log = (self.folder / "out.log").open("ab")
        self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        log.close()
        until = time.monotonic() + _PATIENCE
        while not answers(self.ready):
            assert self.process.poll() is None, (self.folder / "out.log").read_text("utf-8", "replace")
            assert time.monotonic() < until, f"{self.command[0]} did not come up"
            time.sleep(0.1)
        return self

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def answers(url: str) -> bool:
    """Whether something answers there, whatever it says."""
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address on loopback
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def oxigraph(folder: Path, *options: str, on_disk: bool = True) -> Server:
    """Oxigraph's server, which keeps what it holds on the disk or only in memory."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    place = ["--location", "data"] if on_disk else []
    command = [str(OXIGRAPH), "serve", *place, "--bind", f"127.0.0.1:{port}", *options]
    return Server(command, folder, url, url).start()


def comunica(folder: Path, *endpoints: str) -> Server:
    """Comunica, which asks several endpoints as one and is one itself; a question may take it an hour."""
    port = free_port()
    command = ["node", str(COMUNICA), "-p", str(port), "-t", "3600", *(f"sparql@{each}" for each in endpoints)]
    return Server(command, folder, f"http://127.0.0.1:{port}/sparql", f"http://127.0.0.1:{port}/").start()


def fuseki(folder: Path, seconds: int = 0) -> Server:
    """Apache Jena Fuseki over TDB2, which ends a question after so many seconds where some are given."""
    port = free_port()
    (folder / "data").mkdir()
    main = ["java", "-Xmx2g", "-cp", f"{FUSEKI}/*", "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"]
    command = [*main, "--tdb2", "--loc=data", "--update", "--localhost", f"--port={port}"]
    command += [*([f"--timeout={seconds * 1000}"] if seconds else []), "/ds"]
    return Server(command, folder, f"http://127.0.0.1:{port}/ds", f"http://127.0.0.1:{port}/ds?query=ASK%7B%7D").start()


def virtuoso(folder: Path, seconds: int = 0) -> Server:
    """OpenLink Virtuoso, with the login of a new one; it ends a question after some seconds where they are given."""
    port = free_port()
    limit = f"MaxQueryExecutionTime = {seconds}\n" if seconds else ""
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_INI.format(port=port, second=free_port()) + limit)
    command = [str(VIRTUOSO), "+foreground", "+configfile", "virtuoso.ini"]
    login = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "dba"}
    url = f"http://127.0.0.1:{port}"
    return Server(command, folder, url, f"{url}/sparql", login).start()
