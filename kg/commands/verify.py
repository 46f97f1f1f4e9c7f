"""``kg verify``: whether the words that claims rest on stand in the reader's own copies."""

from __future__ import annotations

from pathlib import Path

import click

from kg import options


@options.placed
@click.command(short_help="Find the words behind the claims in your own copies of the sources.")
@click.option(
    "--sources",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The folder with your copies; they are known by their digest or by their name.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "markdown"]),
    default="table",
    show_default=True,
    help="How to list the claims that are not verified.",
)
@click.pass_obj
def command(root: Path | None, folder: Path, form: str, endpoint: str | None) -> int:
    """Find the words behind the claims in your own copies of the sources.

    Lists every claim that is not verified: changed (its place is there and says something else), not found (its place
    is gone), or no copy. Exit code 1 if a claim is changed or not found, or if nothing at all could be verified.
    """
    from kg import tables, verify

    report = verify.verify(options.at(root, endpoint), folder)
    rows = report.rows()
    if rows.rows or form != "table":
        click.echo(tables.render(rows, form), nl=False)
    click.echo(str(report), err=form != "table")
    return int(not report.well)
