"""A little web server for tests: it does what a function says, in a thread, and remembers what it got."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Handler = BaseHTTPRequestHandler
JSON = "application/sparql-results+json"


class Server:
    """A running server: its address, and the requests it got as method, path, headers and body."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.got: list[tuple[str, str, dict[str, str], str]] = []


@contextlib.contextmanager
def serving(behave: Callable[[Handler, int], None]) -> Iterator[Server]:
    """Serve on a free port; ``behave`` answers a request, and is told how many came before it."""

    class Request(Handler):
        """Hands each request over."""

        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            """Remember the request and let the test answer."""
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            number = len(server.got)
            server.got.append((self.command, self.path, dict(self.headers), body))
            self.close_connection = True
            with contextlib.suppress(ConnectionError):
                behave(self, number)

        do_GET = _answer  # noqa: N815 - the name in the library
        do_POST = _answer  # noqa: N815 - the name in the library

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the library
            """Say nothing."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Request)
    listener.daemon_threads = True
    server = Server(f"http://127.0.0.1:{listener.server_address[1]}/sparql")
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()


def reply(request: Handler, status: int, kind: str, body: bytes, **headers: str) -> None:
    """Send a whole reply."""
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


def answering(data: object) -> Callable[[Handler, int], None]:
    """What answers every query with the same."""
    return lambda request, _: reply(request, 200, JSON, json.dumps(data).encode())
