"""``kg ask``: the questions of the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg import options, queries
from kg.tables import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.parameters import Parameter
    from kg.queries import Question


class Library(click.Group):
    """The questions as commands: each is read from its file when it is asked."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the questions."""
        return queries.names(ctx.obj)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """Return a question, or the list of a topic.

        :raises UnknownQuestion: when there is neither.
        """
        topics = {name.partition("/")[0] for name in self.list_commands(ctx)}
        if cmd_name.rstrip("/") in topics:
            return click.Command(
                cmd_name, callback=lambda: _list(ctx, cmd_name.rstrip("/") + "/"), add_help_option=False
            )
        return _command(queries.question(cmd_name, ctx.obj))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options stand before the question as well as after it."""
        at = next((at for at, each in enumerate(args) if each in self.list_commands(ctx)), 0)
        return super().parse_args(ctx, [*args[at : at + 1], *args[:at], *args[at + 1 :]])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Leave the questions to the plain list, which does not cut their sentences."""


@click.group(cls=Library, invoke_without_command=True, subcommand_metavar="[TOPIC/QUESTION [OPTION]…]")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Ask a question of the library; without one, list the questions.

    'kg ask TOPIC/QUESTION --help' says what a question takes and what its columns mean.
    """
    if ctx.invoked_subcommand is None:
        _list(ctx)


def _list(ctx: click.Context, start: str = "") -> None:
    """List the questions by topic, each with its sentence."""
    found = [each for each in queries.questions(ctx.obj) if each.name.startswith(start)]
    size = max(len(each.name) for each in found)
    topic = ""
    for each in found:
        if topic != (topic := each.name.partition("/")[0]):
            click.echo(f"{topic}:")
        click.echo(f"  {each.name:<{size}}  {each.sentence}")
    click.echo("\n'kg ask TOPIC/QUESTION --help' says what a question takes and what its columns mean.")


def _command(question: Question) -> click.Command:
    """Return a question as a command."""
    columns = "\n".join(f"  {name}: {meaning}" for name, meaning in question.columns.items())
    help_text = (
        f"{question.sentence}\n\n{question.description}\n\n\b\nColumns:\n{columns}\n\nNot held: {question.lacks}"
    )
    return click.Command(
        question.name,
        callback=click.pass_obj(lambda root, **given: _ask(question, root, given)),
        params=[*map(_option, question.parameters), *options.options(), *options.evidence(), *_outlets()],
        help=help_text,
        short_help=question.sentence,
    )


def _option(parameter: Parameter) -> click.Option:
    """Return a parameter as an option; its type is checked by the question, which says what is wrong."""
    more = f" One of {', '.join(parameter.choices)}." if parameter.choices else ""
    if not parameter.required and parameter.preset is not None:
        more += f" Default: {parameter.preset}."
    return click.Option(
        [parameter.option, parameter.name],
        metavar=parameter.kind.upper(),
        help=f"{parameter.meaning}{more}{' Required.' if parameter.required else ''}",
    )


def _outlets() -> list[click.Option]:
    """Return the options that every question has."""
    return [
        click.Option(
            ["--format", "form"],
            type=click.Choice(list(FORMATS)),
            default="table",
            show_default=True,
            help="How to show the rows.",
        ),
        click.Option(
            ["-o", "--output"],
            type=click.Path(dir_okay=False, path_type=Path),
            help="The file to write, as a whole or not at all.",
        ),
        click.Option(["--limit"], type=click.IntRange(min=0), help="Show no more rows than this, and say so."),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help="End the question when it takes longer than this.",
        ),
    ]


def _ask(question: Question, root: Path | None, given: dict[str, Any]) -> None:
    """Ask and answer."""
    from kg import answers, bounded, delivery, tables

    form, output, limit, timeout = (given.pop(name) for name in ("form", "output", "limit", "timeout"))
    wanted = options.wanted(root, given)
    opening = options.opener(root, given, timeout)
    texts = {name: value for name, value in given.items() if value is not None}

    def work() -> tuple[str, Sequence[str], str]:
        graph = opening()
        found = answers.answer(graph, question, texts, limit)
        if wanted is None:
            return tables.render(found.rows, form, delivery.width(output)), found.notes, ""
        shown = wanted.proved(graph, (question.sentence, found.query, found.values), found.rows, found.notes, form)
        return tables.render(shown.rows, form, delivery.width(output)), shown.notes, shown.pack

    text, notes, pack = bounded.run(work, timeout)
    delivery.deliver(text, notes, form, output)
    if wanted is not None:
        wanted.keep(pack)
