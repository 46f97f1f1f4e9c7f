"""``kg load``: the whole graph into a triple store of one's own."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import options

if TYPE_CHECKING:
    from kg.load import Loaded


@click.command(short_help="Load the graph into your own triple store.")
@click.argument("url")
@click.option("--store", default="auto", show_default=True, help="The kind of the store, where it does not show it.")
@click.option(
    "--sources", multiple=True, metavar="PATH", help="Only these sources, such as 'us/bis/*'; may be repeated."
)
@click.option("--replace", is_flag=True, help="Send every graph, also those that are there already.")
@click.option(
    "--view",
    type=click.Choice(["auto", "union", "flat"]),
    default="auto",
    show_default=True,
    help="How questions see the graphs: all graphs of the store at once, or a copy of ours in one.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@options.patience
@click.pass_obj
def command(  # noqa: PLR0917 - click names them
    root: Path | None,
    url: str,
    store: str,
    sources: tuple[str, ...],
    replace: bool,
    view: str,
    dry_run: bool,
    timeout: float,
) -> None:
    """Load the graph into your own triple store, one named graph per source.

    Only what has changed since the last time is sent. Each graph is replaced as a whole, and graphs of other names are
    never touched. When the connection breaks for good, loading again goes on where it stopped.

    The login comes from KG_STORE_USER and KG_STORE_PASSWORD, from KG_STORE_TOKEN, or from ~/.netrc.
    """
    from kg import layout, load, paths
    from kg.servers import endpoint

    started = time.monotonic()
    place = endpoint.connect(url, store, timeout)
    try:
        graphs = layout.of(paths.home(root))
        done = load.load(place, graphs, load.Wishes(sources, replace, view), dry=dry_run)
    finally:
        place.close()
    click.echo(_said(done, f"{place.address.base} ({place.kind.name})", dry_run, time.monotonic() - started))


def _said(done: Loaded, where: str, dry: bool, seconds: float) -> str:
    """Return what was done, or would be."""
    from kg import views

    plan = done.plan
    sent = f"{len(plan.send):,} graph{'s' * (len(plan.send) != 1)}"
    changed = f"{'to send' if dry else 'sent'} {sent} with {plan.triples:,} triples, {plan.same:,} unchanged"
    lines = [f"{where}: {changed}, {len(plan.drop):,} {'to remove' if dry else 'removed'}; {seconds:.1f} s"]
    lines += [f"  {part.graph} ({part.triples:,} triples)" for part in plan.send if dry]
    return "\n".join([*lines, *([views.said(done.view)] if done.view is not None and not dry else [])])
