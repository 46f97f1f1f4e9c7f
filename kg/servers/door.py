"""The only door to HTTP: requests that are tried again, bounded in time and size, and never led to another host."""

from __future__ import annotations

import contextlib
import re
import ssl
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from kg import plain
from kg.errors import RemoteTrouble
from kg.servers.login import HOW, Login

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

PAUSES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between tries, as long as a store that has answered once may need to come back."""

_LONGEST_PAUSE = 60.0
_SILENCE = 600.0
_CONNECT = 10.0
_BUSY = frozenset({429, 502, 503, 504})
_CONNECTIONS = 8
_EXCERPT = 200
_SHORT = 10_000
_REDIRECTS = 5
ANSWER_MB = 256
"""How large an answer that is read as a whole may be."""

_WORDS = {
    401: f"wants to know who you are, or does not take the login it was given: {HOW}",
    403: "refuses this login what was asked of it: let it write there, or log in as somebody who may",
    404: "has nothing at this address: name the address of the store, as its manual gives it",
    405: "does not take this kind of request: say with --store of which kind it is",
    413: "takes no upload of this size",
    507: "has no room left: make room there; what is there is whole, and loading again goes on from it",
}


@dataclass(frozen=True)
class Reply:
    """An answer: its status, the kind of its content, the lines of its head, and its content."""

    status: int
    type: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Body:
    """What is sent: pieces that can be given again, for each try begins anew.

    :param pieces: gives the pieces from the start.
    :param size: how many bytes they are together.
    :param type: the media type.
    :param encoding: how they are compressed, if they are.
    """

    pieces: Callable[[], Iterator[bytes]]
    size: int
    type: str
    encoding: str = ""

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces from the start."""
        return self.pieces()


class Door:
    """A way to one host.

    :param silence: seconds for which the host may say nothing while it is being waited for.
    :param safe: whether connections are encrypted; to know whom to trust then takes a tenth of a second.
    """

    def __init__(self, login: Login, silence: float | None = None, *, safe: bool = True) -> None:
        wait = httpx.Timeout(silence or _SILENCE, connect=min(_CONNECT, silence or _CONNECT), pool=None)
        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
        self._silence = silence or _SILENCE
        self._pauses = PAUSES
        heads = {"User-Agent": "kg"}
        self._client = httpx.Client(auth=_Auth(login), timeout=wait, limits=limits, headers=heads, verify=_trust(safe))
        self.reached = False

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: Body | None = None,
        accepted: frozenset[int] = frozenset(),
    ) -> Reply:
        """Send a request and return the answer; what is sent here may be sent twice, so it must not matter.

        :param accepted: statuses that are no trouble besides those from 200 to 299.
        :raises RemoteTrouble: when the store is out of reach, refuses, or says nothing.
        """
        with self._answered(method, url, headers or {}, body, accepted) as answer:
            pieces, size = [], 0
            for piece in _read(answer, self._silence):
                size += len(piece)
                if size > ANSWER_MB * 1_000_000:
                    raise RemoteTrouble(f"{_place(url)} answers with more than {ANSWER_MB} MB: ask for less at once")
                pieces.append(piece)
            media = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
            heads = {name.casefold(): value for name, value in answer.headers.items()}
            return Reply(answer.status_code, media, heads, b"".join(pieces))

    @contextlib.contextmanager
    def pieces(self, url: str, headers: Mapping[str, str]) -> Generator[Iterator[bytes]]:
        """Give the content of a large answer piece by piece, nothing of it kept.

        :raises RemoteTrouble: as in :meth:`send`.
        """
        with self._answered("GET", url, headers, None, frozenset({404})) as answer:
            yield iter(()) if answer.status_code == httpx.codes.NOT_FOUND else _read(answer, self._silence)

    @contextlib.contextmanager
    def _answered(
        self, method: str, url: str, headers: Mapping[str, str], body: Body | None, accepted: frozenset[int]
    ) -> Generator[httpx.Response]:
        """Give the answer to a request that was tried until it was answered and not told to wait."""
        answer = self._tried(method, url, headers, body)
        try:
            if not (answer.is_success or answer.status_code in accepted):
                raise _refused(url, answer)
            yield answer
        finally:
            answer.close()

    def _tried(self, method: str, url: str, headers: Mapping[str, str], body: Body | None) -> httpx.Response:
        """Return the first answer that is neither a broken connection nor a request to come back later."""
        for pause in (*self._pauses, None):
            try:
                answer = self._followed(method, url, headers, body)
            except (httpx.TimeoutException, httpx.ProxyError, httpx.UnsupportedProtocol) as error:
                raise _unreached(url, error, self._silence) from None
            except httpx.TransportError as error:
                if pause is None or not self.reached or isinstance(error.__cause__, ssl.SSLError):
                    raise _unreached(url, error, self._silence) from None
                time.sleep(pause)
                continue
            except httpx.InvalidURL:
                raise RemoteTrouble(f"'{plain.line(url)}' is no address") from None
            self.reached = True
            if pause is None or not (answer.status_code in _BUSY or _gave_way(answer)):
                return answer
            wait = _wished(answer, pause)
            answer.close()
            time.sleep(wait)
        raise AssertionError

    def _followed(self, method: str, url: str, headers: Mapping[str, str], body: Body | None) -> httpx.Response:
        """Return an answer, following it to another place of the same host, and to no other host."""
        here = url
        for _ in range(_REDIRECTS):
            sent = dict(headers)
            if body is not None:
                sent |= {"Content-Type": body.type, "Content-Length": str(body.size)}
                sent |= {"Content-Encoding": body.encoding} if body.encoding else {}
            request = self._client.build_request(method, here, headers=sent, content=body)
            answer = self._client.send(request, stream=True)
            if not answer.has_redirect_location:
                return answer
            there = str(httpx.URL(here).join(answer.headers["location"]))
            answer.close()
            _check_host(here, there)
            here = there
        raise RemoteTrouble(f"{_place(url)} leads in circles: name the address of the store itself")


class _Auth(httpx.Auth):
    """Logs in as the store asks for it: with a token at once, by name and password in the way that it names."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._scheme: httpx.Auth | None = None
        self._lock = threading.Lock()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Yield the request, and again with the login if the store wants one."""
        if self._login.token:
            request.headers["Authorization"] = f"Bearer {self._login.token}"
            yield request
            return
        if self._scheme is None:
            answer = yield request
            if answer.status_code != httpx.codes.UNAUTHORIZED or not self._login:
                return
            self._choose(answer.headers.get("www-authenticate", ""))
        assert self._scheme is not None  # noqa: S101 - it has just been chosen
        yield from self._scheme.auth_flow(request)

    def _choose(self, challenge: str) -> None:
        """Choose between the two ways of saying name and password."""
        with self._lock:
            digest = re.search(r"\bdigest\b", challenge, re.IGNORECASE)
            way = httpx.DigestAuth if digest else httpx.BasicAuth
            self._scheme = self._scheme or way(self._login.user, self._login.password)


def _trust(safe: bool) -> ssl.SSLContext:  # noqa: FBT001 - one question, one answer
    """Return whom to trust on encrypted connections: whom the system trusts, or nobody where there are none."""
    return ssl.create_default_context() if safe else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _read(answer: httpx.Response, silence: float) -> Iterator[bytes]:
    """Yield the content of an answer; a connection that breaks meanwhile is said."""
    try:
        yield from answer.iter_bytes()
    except httpx.HTTPError as error:
        raise _unreached(str(answer.url), error, silence) from None


def _check_host(here: str, there: str) -> None:
    """Refuse to be led to another host, or from a safe connection to an open one."""
    old, new = urlsplit(here), urlsplit(there)
    if old.hostname != new.hostname or (old.scheme, new.scheme) == ("https", "http"):
        raise RemoteTrouble(
            f"{_place(here)} leads to {_place(there)}, where nothing is sent: name that one if you mean it"
        )


def _gave_way(answer: httpx.Response) -> bool:
    """Tell whether a store gave up a change for the sake of another (SQL state 40001): it is to be asked again."""
    size = answer.headers.get("content-length", "")
    if answer.status_code != httpx.codes.INTERNAL_SERVER_ERROR or not (size.isdigit() and int(size) < _SHORT):
        return False
    with contextlib.suppress(httpx.HTTPError):
        return b" 40001 " in answer.read()
    return False


def _wished(answer: httpx.Response, pause: float) -> float:
    """Return for how long a store wishes to be left alone."""
    wished = answer.headers.get("retry-after", "")
    return min(float(wished), _LONGEST_PAUSE) if wished.isdigit() else pause


def _place(url: str) -> str:
    """Return an address as it is shown: without login and query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _unreached(url: str, error: httpx.HTTPError, silence: float) -> RemoteTrouble:
    """Return the sentence about a store that does not answer."""
    match error:
        case httpx.ConnectTimeout():
            what = "takes no connection: see whether it runs, and whether the address is right"
        case httpx.TimeoutException():
            what = f"took the connection and then said nothing for {silence:g} s: see what it does, or raise --timeout"
        case httpx.ConnectError():
            what = f"cannot be reached ({plain.line(str(error)) or 'no connection'}): see whether it runs"
        case _:
            what = "broke off the connection: see whether it runs; loading again goes on where this stopped"
    return RemoteTrouble(f"{_place(url)} {what}")


def _refused(url: str, answer: httpx.Response) -> RemoteTrouble:
    """Return the sentence about a store that refuses."""
    status = answer.status_code
    if status in _BUSY:
        what = f"is too busy ({status}) and stayed so: load again later, it goes on where this stopped"
    else:
        what = _WORDS.get(status, f"answers with status {status}")
    said = "" if status in _WORDS else _excerpt(answer)
    if status == httpx.codes.INTERNAL_SERVER_ERROR and "permission" in said.casefold():  # Virtuoso says it so
        what = _WORDS[403]
    return RemoteTrouble(f"{_place(url)} {what}{said and f': {said}'}", status)


def _excerpt(answer: httpx.Response) -> str:
    """Return the beginning of what a store says about a failure."""
    text = b""
    with contextlib.suppress(httpx.HTTPError):
        for piece in answer.iter_bytes():
            text += piece
            if len(text) > _EXCERPT * 20:
                break
    words = " ".join(re.sub(r"<[^>]*>", " ", text.decode("utf-8", "replace")).split())
    return plain.line(words[:_EXCERPT])
