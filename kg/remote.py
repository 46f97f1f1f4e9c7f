"""A graph behind a SPARQL endpoint: the one door to SPARQLWrapper.

Whatever the other side does, there is an answer or one clear error in bounded time: it may hang, die midway, send a web
page, a gigabyte, or a redirect to another host. Credentials go to the host that was named and into no message.
"""

from __future__ import annotations

import copy
import math
import time
import urllib.parse
from dataclasses import replace
from typing import TYPE_CHECKING

from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, stop_before_delay, wait_exponential_jitter

from kg import engine, exchange, protocol, sparql, store
from kg.bindings import bind
from kg.errors import Misuse, RemoteTrouble
from kg.servers.kinds import PLAIN
from kg.servers.login import HOW, NOBODY

if TYPE_CHECKING:
    from collections.abc import Collection

    from tenacity import RetryCallState

    from kg.bindings import Bindings
    from kg.exchange import Reply
    from kg.servers.kinds import View
    from kg.servers.login import Login
    from kg.tables import Rows, Triple

TIMEOUT = 60.0
"""Seconds that an answer may take when nobody says otherwise."""

_ATTEMPTS = 5
_LONGEST_PAUSE = 30.0
_growing = wait_exponential_jitter(multiplier=0.5, max=8, jitter=0.5)


class Remote(store.Store):
    """A store behind the address of a SPARQL endpoint.

    :param login: who asks.
    :param timeout: how many seconds an answer may take, with all that is tried again.
    :param most: how many bytes an answer may have.
    """

    content = ""
    view: View = PLAIN
    """What makes a query see the named graphs of the store: parameters of the protocol."""

    def __init__(
        self, address: str, login: Login = NOBODY, timeout: float = TIMEOUT, most: int = exchange.MOST
    ) -> None:
        parts = urllib.parse.urlsplit(address)
        if parts.username is not None or parts.password is not None:
            raise Misuse(f"An address shows in lists of processes and in logs, so it takes no password: {HOW}")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise Misuse("A store elsewhere has an address that begins with http:// or https:// and names a host")
        self.address = address
        self.login = login
        self.timeout = timeout
        self._most = most
        self.until = math.inf

    def within(self, seconds: float) -> Remote:
        """Return the same store, all of whose answers together may take no longer than this."""
        other = copy.copy(self)
        other.timeout, other.until = seconds, time.monotonic() + seconds
        return other

    def at(self, address: str) -> Remote:
        """Return what stands at another address, asked in the same way."""
        other = copy.copy(self)
        other.address = address
        return other

    def seen(self, view: View, content: str, notes: tuple[str, ...]) -> Remote:
        """Return the same store, its named graphs seen in a way, with a digest of what it holds, and what to say."""
        other = copy.copy(self)
        other.view, other.content, other.notes = view, content, notes
        return other

    def query(
        self, query: str, bindings: Bindings | None = None, services: Collection[str] = ()
    ) -> Rows | bool | list[Triple]:
        """Return whatever the query asks for: rows, yes or no, or triples.

        :raises RemoteTrouble: when the other side does not answer, or not as it should.
        """
        found = sparql.guard(query, services)
        form = sparql.form(found)
        reply = self.reply(form, sparql.declared(found) + bind(query, found, bindings or {}), self.view)
        if reply.status == exchange.BAD_REQUEST:
            store.of([]).query(query, bindings)  # says what is wrong with it better than the other side can
            raise Misuse(f"{reply.place} does not take the query: {reply.said()}")
        reply.check()
        if form in {"SELECT", "ASK"}:
            return protocol.read(reply.text(), sparql.star(found), form, reply.place)
        return engine.read(reply.text(), reply.kind, reply.place)

    def reply(self, form: str, text: str, view: View = PLAIN) -> Reply:
        """Return the reply to a query of ours, whatever it is; it is sent again while the other side is busy.

        :param view: what makes it see named graphs, where it does not name them.
        """
        return self._sent(exchange.Message(self.address, form, text, self.login, view))

    def _sent(self, message: exchange.Message) -> Reply:
        """Return the reply to a message, sent again after a pause while the other side is busy."""
        until = min(time.monotonic() + self.timeout, self.until)

        def send() -> Reply:
            reply = exchange.send(message, until - time.monotonic(), self.timeout, self._most)
            if reply.status == exchange.TOO_LONG and not message.long:
                reply = exchange.send(replace(message, long=True), until - time.monotonic(), self.timeout, self._most)
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
