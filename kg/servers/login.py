"""Who we are to a store on the network: from the environment or netrc, never from the command line, never in a text."""

from __future__ import annotations

import netrc
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kg.errors import Misuse

USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"
HOW = f"set {USER} and {PASSWORD}, or {TOKEN}, or write the host into ~/.netrc"
"""How one says who one is, for messages."""


@dataclass(frozen=True)
class Login:
    """A name and a password, or a token; neither shows when it is printed."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Tell whether there is anything to log in with."""
        return bool(self.user or self.token)


NOBODY = Login()
"""The login of those who have none."""


def given(user: str | None = None, password: str | None = None, token: str | None = None) -> Login:
    """Return a login of what was given.

    :raises Misuse: when it is half a login, or two.
    """
    if bool(user) is not bool(password):
        raise Misuse("A login is a user and a password: give both, or a token")
    if user and token:
        raise Misuse("A login is a user and a password, or a token: give one of the two")
    return Login(user or "", password or "", token or "")


def find(url: str) -> Login:
    """Return the login for a store: of the environment, or else of netrc.

    :raises Misuse: when half of it is missing, when the address itself holds a password, or netrc cannot be read.
    """
    parts = urlsplit(url)
    if parts.username or parts.password:
        raise Misuse(f"An address shows in lists of processes and in logs, so it takes no password: {HOW}")
    user, password, token = (os.environ.get(each, "") for each in (USER, PASSWORD, TOKEN))
    if token:
        return Login(token=token)
    if bool(user) != bool(password):
        raise Misuse(f"{USER} and {PASSWORD} go together: one of them is not set")
    return Login(user, password) if user else _netrc(parts.hostname or "")


def _netrc(host: str) -> Login:
    """Return what netrc says of a host."""
    file = Path(os.environ.get("NETRC") or Path.home() / ".netrc").expanduser()
    try:
        found = netrc.netrc(str(file)).authenticators(host)
    except FileNotFoundError:
        return Login()
    except (OSError, netrc.NetrcParseError) as error:
        why = error.strerror if isinstance(error, OSError) else error.msg
        raise Misuse(f"{file} cannot be read ({why}): correct it, or set {USER} and {PASSWORD}") from None
    return Login(found[0], found[2] or "") if found else Login()
