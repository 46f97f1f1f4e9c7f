"""``kg unload``: the graph out of a triple store again."""

from __future__ import annotations

import click

from kg import options


@click.command(short_help="Take out of a triple store what kg load put in.")
@click.argument("url")
@click.option("--store", default="auto", show_default=True, help="The kind of the store, where it does not show it.")
@click.option("--dry-run", is_flag=True, help="Say what would be taken out, and change nothing.")
@options.patience
def command(url: str, store: str, dry_run: bool, timeout: float) -> None:
    """Take out of a triple store what kg load put in, and nothing else."""
    from kg import load
    from kg.servers import endpoint

    place = endpoint.connect(url, store, timeout)
    try:
        gone = load.unload(place, dry=dry_run)
    finally:
        place.close()
    where = f"{place.address.base} ({place.kind.name})"
    what = "to remove" if dry_run else "removed"
    click.echo(f"{where}: {what} {len(gone):,} graph{'s' * (len(gone) != 1)} with {sum(gone.values()):,} triples")
