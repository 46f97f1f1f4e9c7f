"""``kg check``: whether files of the graph are well."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Check files of the graph, or all of them.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def command(root: Path | None, files: tuple[Path, ...]) -> int:
    """Check FILES of the graph, or all of them when none is named.

    Says "ok" and counts, or one line per problem: file, line, subject, rule and sentence. Exit code 1 if there is any.
    """
    from kg import check, paths

    report = check.check(paths.home(root), list(files))
    for problem in report.problems:
        click.echo(paths.said(problem.path) + str(problem).removeprefix(str(problem.path)))
    click.echo(str(report), err=bool(report.problems))
    return int(bool(report.problems))
