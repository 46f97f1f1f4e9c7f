"""A graph behind a SPARQL endpoint: the one door to SPARQLWrapper.

Whatever the other side does, there is an answer or one clear error in bounded time: it may hang, die midway, send a web
page, a gigabyte, or a redirect to another host. Credentials go to the host that was named and into no message.
"""

from __future__ import annotations

import math
import os
import time
import urllib.parse
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, stop_before_delay, wait_exponential_jitter

from kg import engine, exchange, protocol, sparql, store
from kg.bindings import bind
from kg.errors import Misuse, RemoteTrouble

if TYPE_CHECKING:
    from collections.abc import Collection

    from tenacity import RetryCallState

    from kg.bindings import Bindings
    from kg.exchange import Reply
    from kg.tables import Rows, Triple

TIMEOUT = 60.0
"""Seconds that an answer may take when nobody says otherwise."""

_ATTEMPTS = 5
_LONGEST_PAUSE = 30.0
_growing = wait_exponential_jitter(multiplier=0.5, max=8, jitter=0.5)


@dataclass(frozen=True)
class Login:
    """What the other side wants to see: user and password, or a token; neither is ever shown."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        """Refuse half a login, and two."""
        if bool(self.user) is not bool(self.password):
            raise Misuse("A login is a user and a password: give both, or a token")
        if self.user and self.token:
            raise Misuse("A login is a user and a password, or a token: give one of the two")


def login(user: str | None = None, password: str | None = None, token: str | None = None) -> Login:
    """Return what was given, or else what ``KG_STORE_USER``, ``KG_STORE_PASSWORD`` and ``KG_STORE_TOKEN`` say."""
    if user or password or token:
        return Login(user or "", password or "", token or "")
    names = ("KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN")
    return Login(*(os.environ.get(name, "") for name in names))


class Remote(store.Store):
    """A store behind the address of a SPARQL endpoint.

    :param timeout: how many seconds an answer may take, with all that is tried again.
    :param most: how many bytes an answer may have.
    :param until: when, on the clock of :func:`time.monotonic`, no answer is awaited any more.
    """

    def __init__(
        self,
        address: str,
        login: Login | None = None,
        timeout: float = TIMEOUT,
        most: int = exchange.MOST,
        until: float = math.inf,
    ) -> None:
        parts = urllib.parse.urlsplit(address)
        if parts.username is not None or parts.password is not None:
            raise Misuse("An address holds no user and no password: give them apart from it")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Misuse("A store elsewhere has an address that begins with http:// or https:// and names a host")
        self.address = address
        self._login = login or Login()
        self._timeout = timeout
        self._most = most
        self._until = until

    def within(self, seconds: float) -> Remote:
        """Return the same store, all of whose answers together may take no longer than this."""
        return Remote(self.address, self._login, seconds, self._most, time.monotonic() + seconds)

    def query(
        self, query: str, bindings: Bindings | None = None, services: Collection[str] = ()
    ) -> Rows | bool | list[Triple]:
        """Return whatever the query asks for: rows, yes or no, or triples.

        :raises RemoteTrouble: when the other side does not answer, or not as it should.
        """
        found = sparql.guard(query, services)
        form = sparql.form(found)
        text = sparql.declared(found) + bind(query, found, bindings or {})
        message = exchange.Message(self.address, form, text, self._login.user, self._login.password, self._login.token)
        reply = self._sent(message)
        if reply.status == exchange.BAD_REQUEST:
            store.of([]).query(query, bindings)  # says what is wrong with it better than the other side can
            raise Misuse(f"{reply.place} does not take the query: {reply.said()}")
        reply.check()
        if form in {"SELECT", "ASK"}:
            return protocol.read(reply.text(), sparql.star(found), form, reply.place)
        return engine.read(reply.text(), reply.kind, reply.place)

    def _sent(self, message: exchange.Message) -> Reply:
        """Return the reply to a message, sent again after a pause while the other side is busy."""
        until = min(time.monotonic() + self._timeout, self._until)

        def send() -> Reply:
            reply = exchange.send(message, until - time.monotonic(), self._timeout, self._most)
            if reply.status == exchange.TOO_LONG and not message.long:
                reply = exchange.send(replace(message, long=True), until - time.monotonic(), self._timeout, self._most)
            if reply.status in exchange.BUSY:
                raise _Busy(reply)
            return reply

        stop = stop_after_attempt(_ATTEMPTS) | stop_before_delay(max(until - time.monotonic(), 0.0))
        try:
            return Retrying(retry=retry_if_exception_type(_Busy), stop=stop, wait=_pause, reraise=True)(send)
        except _Busy as busy:
            raise RemoteTrouble(f"{busy.reply.place} is busy ({busy.reply.status}): ask again later") from None


class _Busy(Exception):
    """The other side asks to be asked later."""

    def __init__(self, reply: Reply) -> None:
        """Keep the reply, which may say when."""
        super().__init__(reply.status)
        self.reply = reply


def _pause(state: RetryCallState) -> float:
    """Return for how many seconds to wait: as long as the other side says, or longer each time."""
    busy = state.outcome.exception() if state.outcome else None
    asked = busy.reply.pause() if isinstance(busy, _Busy) else None
    return _growing(state) if asked is None else min(asked, _LONGEST_PAUSE)
