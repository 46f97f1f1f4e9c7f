"""The command ``kg``: it imports the module of a verb when that verb is called, and turns errors into exit codes.

0 is well, 1 means problems were found or something stands in the way, 2 means the request itself is wrong.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import io
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from kg.errors import KgError, ProblemsFound

_VERBS = Path(__file__).resolve().parent / "commands"
_INTERRUPTED = 130
_BROKEN_PIPE = 141


class Verbs(click.Group):
    """The verbs of the command line: one per file of ``kg/commands``, under the name of the file."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the verbs."""
        return sorted(each.stem.rstrip("_") for each in _VERBS.glob("[a-z]*.py"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb, importing its module now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name if (_VERBS / f"{cmd_name}.py").is_file() else f"{cmd_name}_"
        command = importlib.import_module(f"kg.commands.{name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - a verb's file that holds none is a defect
        return command


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with ontology/, graph/ and queries/, instead of the checkout or the data that came with kg.",
)
@click.version_option(package_name="chip-controls-kg", prog_name="kg")
@click.pass_context
def kg(context: click.Context, root: Path | None) -> None:
    """Ask who is under semiconductor export controls, and see the evidence for each answer.

    Start with 'kg ask', which lists the questions. Every answer is what sources say; none of it is legal advice.
    """
    context.obj = root


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(100_000)  # many small tuples and no cycles: looking for cycles took a tenth of a long answer
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = kg.main(args=arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except Exception as error:  # noqa: BLE001 - the last stop before the user
        sys.exit(_said(error))
    except KeyboardInterrupt:
        sys.exit(_say("interrupted", _INTERRUPTED))
    sys.exit(code if isinstance(code, int) else 0)


def _said(error: Exception) -> int:
    """Say on standard error what went wrong; return the exit code."""
    code = 1
    match error:
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.format_message())
            code = error.exit_code
        case click.ClickException():
            code = _say(_misuse(error), error.exit_code)
        case click.Abort():
            code = _say("interrupted", _INTERRUPTED)
        case ProblemsFound():
            code = _say("\n".join(map(str, error.problems)) or str(error), error.exit_code, name="")
        case KgError():
            code = _say(str(error), error.exit_code)
        case BrokenPipeError():
            code = _closed()
        case OSError():
            code = _say(f"{error.filename or 'the output'}: {error.strerror or error}", code)
        case _:
            code = _unexpected(error)
    return code


def _misuse(error: click.ClickException) -> str:
    """Return what click found wrong with the words of a command, and where its help is."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    return error.format_message() + (f" Try '{context.command_path} --help'." if context else "")


def _say(sentence: str, code: int, name: str = "kg: ") -> int:
    """Write a sentence to standard error; return the exit code."""
    click.echo(f"{name}{sentence}", err=True)
    return code


def _closed() -> int:
    """Be quiet when the reader of a pipe has gone, and keep Python from complaining about it at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _BROKEN_PIPE


def _unexpected(error: Exception) -> int:
    """Say that this is a defect of ours, and show where when KG_DEBUG is set."""
    if os.environ.get("KG_DEBUG"):
        raise error
    return _say(f"a defect of kg, please report it ({type(error).__name__}: {error}); KG_DEBUG=1 shows where", 1)
