"""A proxy on loopback that stands before a real store and makes trouble: it is TCP, so the client cannot tell."""

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

_PIECE = 16_384
_HEAD = re.compile(rb"^([A-Z]+) (\S+) HTTP/1\.1\r\n")


@dataclass
class Proxy:
    """A proxy that runs.

    :param trouble: is asked for each request with its method and path; returns nothing for none, or a number of bytes
        after which the connection is reset, or a whole answer that is given in the place of the store's.
    :param seen: method and path of each request that began.
    """

    target: int
    trouble: Callable[[str, str], "int | bytes | None"] = lambda _method, _path: None
    seen: list[tuple[str, str]] = field(default_factory=list)
    _listener: socket.socket = field(default_factory=socket.socket)

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening."""
        self._listener.close()

    @property
    def url(self) -> str:
        """The address under which the store is reached through the proxy."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Pass one connection on, in both directions, until somebody closes it."""
        with contextlib.suppress(OSError), client, socket.create_connection(("127.0.0.1", self.target)) as store:
            threading.Thread(target=_pass, args=(store, client), daemon=True).start()
            left: int | None = None
            while piece := client.recv(_PIECE):
                if head := _HEAD.match(piece):
                    request = (head[1].decode(), head[2].decode())
                    self.seen.append(request)
                    trouble = self.trouble(*request)
                    if isinstance(trouble, bytes):
                        client.sendall(trouble)
                        return
                    left = trouble
                if left is not None and (left := left - len(piece)) < 0:
                    store.shutdown(socket.SHUT_RDWR)
                    reset(client)
                    return
                store.sendall(piece)


def _pass(source: socket.socket, target: socket.socket) -> None:
    """Pass on what a store says."""
    with contextlib.suppress(OSError):
        while piece := source.recv(_PIECE):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def reset(connection: socket.socket) -> None:
    """Break a connection off in the hard way."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()


def answer(status: int, text: str = "", media: str = "text/plain", *heads: str) -> bytes:
    """A whole answer of HTTP, after which the connection ends."""
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {media}", f"Content-Length: {len(text.encode())}", *heads]
    return "\r\n".join([*lines, "Connection: close", "", text]).encode()
