"""``kg fmt``: Turtle files in house form."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Put Turtle files into house form.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 if a file is not in house form.")
@click.pass_obj
def command(root: Path | None, files: tuple[Path, ...], check: bool) -> int:
    """Put FILES, or all files of the graph when none is named, into house form.

    A file is rewritten as a whole or not at all, and only if it says the same afterwards. A file with comments is left
    alone, because they would be lost: what a comment says belongs into a skos:editorialNote.
    """
    from kg import form, paths

    problems = []
    changed = 0
    for file in files or form.every(paths.checkout(root)):
        found, changes = form.format_file(file, write=not check)
        problems += found
        changed += changes
        if changes:
            click.echo(f"{'not in house form' if check else 'formatted'}: {paths.said(file)}")
    for problem in problems:
        click.echo(str(problem), err=True)
    return int(bool(problems) or (check and changed > 0))
