"""Where a graph can be: in a folder of truth, in a built store, in a file of RDF, or behind an address."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from kg import cache, claims, engine, paths, store
from kg.errors import Misuse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.servers.login import Login
    from kg.store import Store

_BUILT = "CURRENT"
"""The file by which a folder of the engine is known."""


def is_address(place: Path | str | None) -> bool:
    """Tell whether a place is on the web."""
    return isinstance(place, str) and place.partition("://")[0].lower() in {"http", "https"}


def far(
    address: str, policy: claims.Policy, who: Login | None = None, seconds: float | None = None
) -> Callable[[], Store]:
    """Return what opens the graph behind an address; under a policy that is a copy of it on this machine.

    :param who: the login; by default that of the environment, or of netrc.
    :param seconds: how long all answers together may take.
    :raises Misuse: when it is no address.
    :raises RemoteTrouble: when SPARQL is not answered there.
    """
    from kg import elsewhere

    found, held = elsewhere.opened(address, who, seconds)
    if policy == claims.DEFAULT:
        return lambda: found
    from kg import copies

    return copies.under(found, held, policy)


def find(place: Path | str | None, login: Mapping[str, str | None]) -> tuple[Path, Callable[[], Store]]:
    """Return the folder whose questions go with a place, and what opens the store there.

    It is built first where it is not there yet, which takes seconds.

    :param login: user and password, or token, for an address.
    :raises Misuse: when nothing that can be opened is there.
    """
    if is_address(place):
        from kg.servers import login as logins

        who = logins.given(**login) if any(login.values()) else None
        opening = far(str(place), claims.DEFAULT, who)
        return paths.home(), opening
    path = None if place is None else Path(place).expanduser()
    if path is None or all((path / folder).is_dir() for folder in paths.FOLDERS):
        root = paths.home(path)
        return root, lambda: store.open_store(root)
    built = next((each for each in (path, path / "store") if (each / _BUILT).is_file()), None)
    if built is None and path.is_file():
        built = _built(path.absolute())
    if built is None:
        wanted = ", ".join(paths.FOLDERS)
        raise Misuse(f"{path} is neither a folder with {wanted}, nor a store that 'kg build' made, nor a file of RDF")
    folder = built.absolute()
    return paths.home(), lambda: store.open_folder(folder)


def _built(file: Path) -> Path:
    """Return the folder of the store of an RDF file, building it when its content is new."""
    with file.open("rb") as stream:
        key = hashlib.file_digest(stream, "sha256")
    key.update(store.FORMAT.encode())
    return cache.kept(paths.cache() / "files", key.hexdigest()[:32], lambda folder: engine.build(folder, file))
