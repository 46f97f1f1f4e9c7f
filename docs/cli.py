"""Print the reference of the command line, as Markdown, from the commands themselves: ``make docs`` writes it."""

import inspect
import textwrap
from collections.abc import Iterator

import click

from kg.cli import kg

HEAD = """# The command line

This page is made by `make docs` from what each command says of itself under `--help`.
Exit codes: 0 all is well, 1 problems were found or something stands in the way, 2 the request itself is wrong.
"""


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """Yield a command and all below it, in the order of their names."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below and not below.hidden:
                yield from commands(below, click.Context(below, info_name=name, parent=context))


def prose(help_text: str) -> str:
    """Return the help of a command as Markdown; what click keeps verbatim becomes a block of code."""
    parts = []
    for part in inspect.cleandoc(help_text).split("\n\n"):
        kept = part.removeprefix("\b\n")
        parts.append(part if kept == part else f"```\n{textwrap.dedent(kept)}\n```")
    return "\n\n".join(parts)


def choices(option: click.Parameter, context: click.Context) -> str:
    """Return how a parameter is written: its names and what it takes."""
    takes = "" if isinstance(option, click.Option) and option.is_flag else " " + option.make_metavar(context)
    return f"`{', '.join((*option.opts, *option.secondary_opts))}{takes}`"


def remark(option: click.Option) -> str:
    """Return what an option does, and whether it must be given or what it is otherwise."""
    notes = ["required"] if option.required else [f"default: {option.default}"] if option.show_default else []
    return " ".join([option.help or "", *(f"({note})" for note in notes)])


def section(command: click.Command, context: click.Context) -> str:
    """Return the part of the page on one command."""
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    options = [each for each in command.params if isinstance(each, click.Option) and not each.hidden]
    lines = [f"## {context.command_path}", f"```\n{usage}\n```", prose(command.help or "")]
    if options:
        lines.append("\n".join(f"- {choices(each, context)}: {remark(each)}" for each in options))
    return "\n\n".join(lines) + "\n"


def page() -> str:
    """Return the whole page."""
    root = click.Context(kg, info_name="kg")
    return "\n".join([HEAD, *(section(*each) for each in commands(kg, root))])


if __name__ == "__main__":
    print(page(), end="")  # noqa: T201 - printing the page is what this is for
