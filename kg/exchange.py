"""One message to a SPARQL endpoint and its reply, in bounded time and of bounded size."""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import queue
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from SPARQLWrapper import BASIC, GET, JSON, POST, TURTLE, SPARQLWrapper

from kg import plain
from kg.errors import RemoteTrouble
from kg.servers.login import HOW, NOBODY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPMessage
    from typing import IO

    from kg.servers.kinds import View
    from kg.servers.login import Login

MOST = 256 * 1024 * 1024
"""How many bytes an answer may have when nobody says otherwise."""

BAD_REQUEST, TOO_LONG = 400, 414
BUSY = frozenset({429, 503})
REFUSED = frozenset({401, 403})
_UNKNOWN = 401

_LONG = 2000
"""From how many characters on a query is sent in the body: longer addresses are cut or refused on the way."""

_PIECE = 1 << 16
_SAID = 300
_AGENT = "chip-controls-kg"
_RESULTS = "application/sparql-results+json, application/json;q=0.5"
_TRIPLES = "application/n-triples, text/turtle;q=0.9"
_FAILED = 300


@dataclass(frozen=True)
class Message:
    """A query on its way: where to, of which form, and its text.

    :param login: who asks.
    :param more: parameters of the protocol that go with it.
    :param long: whether it goes in the body whatever its length.
    """

    address: str
    form: str
    text: str
    login: Login = field(default=NOBODY, repr=False)
    more: View = ()
    long: bool = False


@dataclass(frozen=True)
class Reply:
    """What came back.

    :param place: the address without what may be secret in it.
    :param kind: the media type, without its parameters.
    :param heads: the lines of its head, by their names in small letters.
    """

    place: str
    status: int
    kind: str
    body: bytes
    heads: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the body as text."""
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise RemoteTrouble(f"{self.place} answers with what is no text in UTF-8") from None

    def said(self) -> str:
        """Return the beginning of the body on one line, to be shown to a person."""
        start = self.body[: 4 * _SAID].decode("utf-8", errors="replace")
        return plain.line(" ".join(start.split()))[:_SAID] or "it does not say why"

    def check(self) -> None:
        """Refuse what is no answer to a query.

        :raises RemoteTrouble: when it is an error, or a page for a browser.
        """
        if self.status in REFUSED:
            raise RemoteTrouble(f"{self.place} wants another login ({self.status}): {HOW}", self.status)
        page = self.kind in {"text/html", "application/xhtml+xml"} or self.body[:100].lstrip().lower().startswith(
            (b"<!doctype html", b"<html")
        )
        if page:
            raise RemoteTrouble(
                f"{self.place} answers with a web page ({self.status}): name the address of its SPARQL endpoint",
                self.status,
            )
        if self.status >= _FAILED:
            raise RemoteTrouble(f"{self.place} answers with the status {self.status}: {self.said()}", self.status)

    def pause(self) -> float | None:
        """Return for how many seconds the other side asks to wait, if it says so."""
        later = self.heads.get("retry-after", "")
        if later.strip().isdecimal():
            return float(later)
        try:
            when = email.utils.parsedate_to_datetime(later)
        except ValueError:
            return None
        when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
        return max((when - dt.datetime.now(dt.UTC)).total_seconds(), 0.0)


def place(address: str) -> str:
    """Return an address without what may be secret in it."""
    return urllib.parse.urlunsplit(urllib.parse.urlsplit(address)._replace(query="", fragment=""))


def send(message: Message, seconds: float, allowed: float, most: int = MOST) -> Reply:
    """Send a message and return the reply.

    It is read in a thread of its own, because a socket's timeout is about one silence only: who sends a byte a second
    would never be late.

    :param seconds: how long it may take from now on.
    :param allowed: how long it may take in all, for the message when it takes longer.
    :raises RemoteTrouble: when there is no reply, or one that is late, too large or incomplete.
    """
    outcome: queue.SimpleQueue[Reply | Exception] = queue.SimpleQueue()
    until = time.monotonic() + seconds

    def work() -> None:
        try:
            outcome.put(_fetched(message, until, most))
        except Exception as error:  # noqa: BLE001 - it is raised again on the other side
            outcome.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        found = outcome.get(timeout=max(seconds, 0.0))
    except queue.Empty:
        found = TimeoutError()
    if isinstance(found, Reply):
        return found
    raise _explained(place(message.address), found, allowed) from None


def _explained(where: str, error: Exception, allowed: float) -> Exception:
    """Return the error that says what went wrong; what is a defect of ours stays what it is."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return RemoteTrouble(f"{where} did not answer within {allowed:g} seconds, and was left")
    if isinstance(reason, http.client.IncompleteRead | http.client.RemoteDisconnected | ConnectionResetError):
        return RemoteTrouble(f"{where} broke off in the middle of its answer: ask again")
    if isinstance(reason, http.client.HTTPException):
        return RemoteTrouble(f"{where} does not speak HTTP ({type(reason).__name__})")
    if isinstance(reason, OSError) or isinstance(error, urllib.error.URLError):
        why = reason.strerror if isinstance(reason, OSError) and reason.strerror else reason
        return RemoteTrouble(f"{where} cannot be reached ({why})")
    return error


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper with an opener that stays on the host and a timeout in fractions of seconds."""

    seconds = 0.0

    def _query(self) -> tuple[http.client.HTTPResponse, str]:
        """Send the request; an answer with an error is an answer."""
        request = self._createRequest()
        answer = self._opened(request)
        if answer.status == _UNKNOWN and self.user:
            answer.close()
            request.remove_header("Authorization")  # who wants a digest may say so only to those who bring nothing
            users = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            users.add_password(None, self.endpoint, self.user, self.passwd or "")
            answer = self._opened(request, _Digest(users))
        return answer, self.returnFormat

    def _opened(
        self, request: urllib.request.Request, *handlers: urllib.request.BaseHandler
    ) -> http.client.HTTPResponse:
        """Return the answer to a request."""
        try:
            answer = urllib.request.build_opener(_SameHost, *handlers).open(request, timeout=self.seconds)
        except urllib.error.HTTPError as error:
            return error  # type: ignore[return-value] # it is a response too
        assert isinstance(answer, http.client.HTTPResponse)  # noqa: S101 - what HTTP is answered with
        return answer


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Logs in where the other side asks for a digest."""

    def http_error_401(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> object:
        """Return the answer to the same request with a digest, or nothing where none is asked for."""
        asked = headers.get("www-authenticate", "").casefold().startswith("digest")
        return super().http_error_401(req, fp, code, msg, headers) if asked else None


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to the same host, and only while nothing of the query is lost by it."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - the signature of urllib
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        """Return the request to the new address."""
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        upgraded = (old.scheme, new.scheme) == ("http", "https") and old.port is None and new.port is None
        same = old.hostname == new.hostname and (upgraded or (old.scheme, old.port) == (new.scheme, new.port))
        if not same or req.data is not None:
            why = "and is not followed" if same else "on another host and is not followed"
            fp.close()
            target = plain.line(place(newurl))
            raise RemoteTrouble(f"{place(req.full_url)} redirects to {target}, {why}: name it if you trust it")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetched(message: Message, until: float, most: int) -> Reply:
    """Send a message and read the reply to its end."""
    wrapper = _wrapped(message)
    wrapper.seconds = max(until - time.monotonic(), 0.001)
    response = wrapper.query().response
    with response:
        body = _body(response, place(message.address), until, most)
        headers = response.headers
        kind = headers.get_content_type() if "Content-Type" in headers else ""
        heads = {name.casefold(): value for name, value in headers.items()}
        return Reply(place(message.address), response.status, kind, body, heads)


def _wrapped(message: Message) -> _Wrapper:
    """Return a message as SPARQLWrapper sends it."""
    long = message.long or len(urllib.parse.quote_plus(message.text)) > _LONG
    bare, _, own = message.address.partition("?")
    wrapper = _Wrapper(message.address if long else bare, agent=_AGENT)
    wrapper.setOnlyConneg(onlyConneg=True)
    wrapper.queryString, wrapper.queryType = message.text, message.form  # setQuery would guess the form, and can fail
    wrapper.setReturnFormat(JSON if message.form in {"SELECT", "ASK"} else TURTLE)
    wrapper.setMethod(POST if long else GET)
    wrapper.addCustomHttpHeader("Accept", _RESULTS if message.form in {"SELECT", "ASK"} else _TRIPLES)
    for name, value in [*([] if long else urllib.parse.parse_qsl(own, keep_blank_values=True)), *message.more]:
        wrapper.addParameter(name, value)
    who = message.login
    if who.user:
        wrapper.setHTTPAuth(BASIC)
        wrapper.setCredentials(who.user, who.password)
    if who.token:
        wrapper.addCustomHttpHeader("Authorization", f"Bearer {who.token}")
    return wrapper


def _body(response: http.client.HTTPResponse, where: str, until: float, most: int) -> bytes:
    """Return the whole body, unless it is too large, late, or ends early."""
    announced = _announced(response.headers)
    pieces, size = [], 0
    while size <= most and announced <= most:
        piece = response.read1(_PIECE)
        if not piece:
            break
        if time.monotonic() > until:
            raise TimeoutError
        pieces.append(piece)
        size += len(piece)
    if max(size, announced) > most:
        raise RemoteTrouble(f"{where} sends more than {most // 1024**2} MB: ask for less, with LIMIT")
    if size < announced:
        raise http.client.IncompleteRead(b"", announced - size)
    return b"".join(pieces)


def _announced(headers: HTTPMessage) -> int:
    """Return how many bytes the body has, as its head says."""
    length = headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else 0
