"""The options that several commands share: where the graph is, which claims count, what evidence is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.proving import Wanted
    from kg.store import Store


patience = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=600.0,
    show_default=True,
    help="Seconds for which the store may say nothing.",
)
"""The option of those commands that speak to a store on the network."""


def endpoint() -> click.Option:
    """Return the option that says where the graph is."""
    return click.Option(
        ["--endpoint"],
        metavar="URL",
        help="Ask your own store: the address that 'kg load' took, or one that answers SPARQL.",
    )


def options() -> list[click.Option]:
    """Return the options, each a fresh one."""
    return [
        endpoint(),
        click.Option(
            ["--as-of"],
            metavar="DAY",
            help="Ask as of a day in the world: only claims that hold on it, both ends included, as YYYY-MM-DD.",
        ),
        click.Option(
            ["--known-by"],
            metavar="DAY",
            help="Ask what was known by a day: only claims that had been said by then, as YYYY-MM-DD.",
        ),
        click.Option(
            ["--policy"],
            metavar="NAME",
            help="Which claims count: the name of a policy that comes with kg, or your own FILE.toml; see policies.md.",
        ),
    ]


def evidence() -> list[click.Option]:
    """Return the options that ask for the evidence of an answer."""
    return [
        click.Option(
            ["--evidence"],
            is_flag=True,
            help="Show the claims behind each row: numbers in a column and the claims below, or IRIs for tools.",
        ),
        click.Option(
            ["--evidence-to"],
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Write an evidence pack: .md to read, .jsonld for machines, .bib or .json (CSL) to cite its sources.",
        ),
    ]


def chosen(command: click.Command) -> click.Command:
    """Give a command these options; it hands them to :func:`opened`."""
    command.params += options()
    return command


def placed(command: click.Command) -> click.Command:
    """Give a command the option that says where the graph is; it hands it to :func:`at`."""
    command.params.append(endpoint())
    return command


def proved(command: click.Command) -> click.Command:
    """Give a command the options that ask for evidence."""
    command.params += evidence()
    return command


def wanted(root: Path | None, given: dict[str, Any]) -> Wanted | None:
    """Return what of the evidence is wanted, or nothing; the two options are taken out of what was given.

    :raises Misuse: when the name of the file asks for no format of an evidence pack.
    """
    beside, file = given.pop("evidence"), given.pop("evidence_to")
    if not beside and file is None:
        return None
    from kg import proving  # noqa: PLC0415 - an answer without its evidence does not pay for it

    return proving.wanted(root, file, beside=beside)


def at(root: Path | None, endpoint: str | None) -> Store:
    """Open the graph as it is: the one behind an address, or else the one on this machine."""
    return opener(root, {"endpoint": endpoint})()


def opened(root: Path | None, given: dict[str, Any]) -> Store:
    """Open the graph under what was chosen; these options are taken out of what was given."""
    return opener(root, given)()


def opener(root: Path | None, given: dict[str, Any], seconds: float | None = None) -> Callable[[], Store]:
    """Make the graph under what was chosen when it is not there, and return what opens it.

    These options are taken out of what was given.

    :param seconds: how long an endpoint may take for all its answers together.
    """
    from kg import claims, paths, store  # noqa: PLC0415 - help does not pay for the engine

    names = [given.pop(name, None) for name in ("policy", "as_of", "known_by")]
    policy = claims.DEFAULT
    if names != [None, None, None]:
        from kg import policies  # noqa: PLC0415 - the graph as it is does not pay for policies

        policy = policies.load(*names)
    if (address := given.pop("endpoint", None)) is not None:
        from kg import places  # noqa: PLC0415 - a graph on this machine does not pay for one elsewhere

        return places.far(address, policy, seconds=seconds)
    folder = store.made(paths.home(root), policy)
    return lambda: store.open_made(folder, policy)
