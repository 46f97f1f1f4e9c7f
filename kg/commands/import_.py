"""``kg import``: claims of a whole source, made by the importer of its format."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click


@click.group(short_help="Make the claims of a whole source from a copy of it.")
def command() -> None:
    """Make the claims of a whole source from a copy of it.

    What an importer writes goes to graph/imported, as a whole or not at all, and is never edited by hand.
    """


@command.command(short_help="The US Entity List, from the XML of 15 CFR Part 744.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--edition",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of the edition; by default the one in the name of the file.",
)
@click.pass_obj
def ecfr(root: Path | None, file: Path, edition: dt.datetime | None) -> None:
    """Import the US Entity List from FILE, the XML of 15 CFR Part 744 as the eCFR gives it for a day."""
    from kg import paths, progress
    from kg.importers import ecfr as importer

    home = paths.checkout(root)
    report = importer.import_list(file, home, issued=edition.date() if edition else None, tick=progress.note)
    counts = {"kg:Listing": "listings", "kg:Naming": "names", "kg:Locating": "addresses", "kg:Amending": "citations"}
    counted = ", ".join(f"{report.counts[key]:,} {what}" for key, what in counts.items())
    odd = f"{len(report.remarks):,} rows with remarks, {len(report.remainders):,} with remainders"
    click.echo(f"{importer.FOLDER}: {counted}; {odd}: REPORT.md lists them")
