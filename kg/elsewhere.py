"""A graph elsewhere: where behind an address it is asked, and how its store says that questions see its named graphs.

The address is the one that ``kg load`` took, or one where SPARQL is answered. A store that ``kg load`` filled has a
manifest, which says the rest; any other is asked as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import exchange, holdings, protocol, remote
from kg.errors import RemoteTrouble
from kg.servers import kinds, login
from kg.servers.kinds import PLAIN
from kg.tables import Rows

if TYPE_CHECKING:
    from kg.exchange import Reply
    from kg.holdings import Holdings
    from kg.remote import Remote
    from kg.servers.login import Login

_RESULTS = frozenset({"application/sparql-results+json", "application/json"})
_DONE = 200
_AT_WORK = "A load into that store is at work or was broken off: some graphs may be older than others."


def opened(address: str, who: Login | None = None, seconds: float | None = None) -> tuple[Remote, Holdings]:
    """Return the graph behind an address, ready to be asked, and what its manifest says; nothing when it has none.

    :param who: the login; by default that of the environment, or of netrc.
    :param seconds: how long all answers together may take; without it, each of them has its own time.
    :raises Misuse: when it is no address.
    :raises RemoteTrouble: when SPARQL is not answered there.
    """
    far = remote.Remote(address, login.find(address) if who is None else who)
    far = far if seconds is None else far.within(seconds)
    reply = far.reply("SELECT", holdings.ALL)
    if not _answers(reply) and (other := _own_address(far, reply)):
        far = far.at(other)
        reply = far.reply("SELECT", holdings.ALL)
    held = _held(reply)
    if held.entries and held.view is None:
        raise RemoteTrouble(f"No load into {reply.place} has ended: run 'kg load' again, then ask")
    own = "?" in address  # who names parameters has said how the graphs are seen
    return far.seen(PLAIN if own else held.view or PLAIN, held.truth, (_AT_WORK,) * bool(held.holders)), held


def _answers(reply: Reply) -> bool:
    """Tell whether SPARQL is answered there."""
    return reply.status == _DONE and reply.kind in _RESULTS


def _own_address(far: Remote, reply: Reply) -> str:
    """Return where a store answers questions, when it shows of which kind it is and that is another address."""
    kind = None if reply.status in exchange.REFUSED else kinds.recognised(far.address, dict(reply.heads))
    if kind is None or "?" in far.address:
        return ""
    other = kinds.address(far.address, kind, login=bool(far.login)).query
    return other if other != far.address else ""


def _held(reply: Reply) -> Holdings:
    """Return what a manifest says; a store that does not take the question has none.

    :raises RemoteTrouble: when there is no store.
    """
    if reply.status == exchange.BAD_REQUEST:
        return holdings.told(Rows((), []))
    reply.check()
    found = protocol.read(reply.text(), (), "SELECT", reply.place)
    return holdings.told(found if isinstance(found, Rows) and found.columns == ("s", "p", "o") else Rows((), []))
