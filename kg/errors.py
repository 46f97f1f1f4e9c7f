"""Everything that can go wrong, in one tree.

::

    KgError                 exit code 1   the root: catch this one
    ├── Misuse              exit code 2   the request is wrong; the message says what to write instead
    │   ├── UnknownQuestion               no question of that name
    │   ├── UnknownEntity                 no entity of that name
    │   ├── AmbiguousEntity               several entities bear that name
    │   ├── BadParameter                  a parameter is missing, unknown or ill-typed
    │   ├── QuerySyntax                   the SPARQL text does not parse; carries line and column
    │   ├── RefusedQuery                  the query would reach outside the graph
    │   ├── MissingLibrary                what was asked for needs a library that is not installed
    │   └── WrongFile                     the file is not what the command reads
    ├── ProblemsFound                     a check found problems; carries them
    ├── ImportRefused                     the source was understood to be incomplete or not understood at all
    └── StoreTrouble                      a store cannot be built, opened or asked
        ├── OutOfBounds                   the query needed more time or memory than it may take
        └── RemoteTrouble                 a store elsewhere does not answer, or not as it should

Nothing of a library below leaks out unmapped.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a file of the graph, said to a person.

    :param path: the file.
    :param line: 1-based line of the block it is about, 0 when it is about the whole file.
    :param subject: the subject as written in the file, e.g. ``:naura-is-listed``; empty for the whole file.
    :param rule: the name of the rule, e.g. ``claim-has-anchor``.
    :param sentence: what is wrong and what is wanted.
    """

    path: Path
    line: int
    subject: str
    rule: str
    sentence: str

    def __str__(self) -> str:
        """Return the problem as ``path:line: subject: rule: sentence``."""
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return ": ".join(part for part in (place, self.subject, self.rule, self.sentence) if part)


class KgError(Exception):
    """Root of all errors of this package; the message is one sentence that says what to do."""

    exit_code = 1


class Misuse(KgError):
    """The request is wrong; nothing was done."""

    exit_code = 2


class UnknownQuestion(Misuse):
    """There is no question of that name."""


class UnknownEntity(Misuse):
    """There is no entity of that name."""


class AmbiguousEntity(Misuse):
    """Several entities bear that name; the message lists them."""


class BadParameter(Misuse):
    """A parameter of a question is missing, unknown or ill-typed."""


class QuerySyntax(Misuse):
    """The SPARQL text does not parse.

    :param line: 1-based line of the text.
    :param column: 1-based column of the text.
    """

    def __init__(self, message: str, line: int, column: int) -> None:
        """Keep the place beside the message."""
        super().__init__(message)
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type[QuerySyntax], tuple[str, int, int]]:
        """Let it travel between processes."""
        return type(self), (str(self), self.line, self.column)


class RefusedQuery(Misuse):
    """The query would reach outside the graph (SERVICE, LOAD) or write to it."""


class MissingLibrary(Misuse):
    """What was asked for needs a library that is not installed."""


class WrongFile(Misuse):
    """The file is not what the command reads."""


class ProblemsFound(KgError):
    """A check found problems.

    :param problems: what was found, in the order of files and lines.
    """

    def __init__(self, message: str, problems: list[Problem]) -> None:
        """Keep the problems beside the message."""
        super().__init__(message)
        self.problems = problems

    def __reduce__(self) -> tuple[type[ProblemsFound], tuple[str, list[Problem]]]:
        """Let it travel between processes."""
        return type(self), (str(self), self.problems)


class ImportRefused(KgError):
    """A source is incomplete, has shrunk below its floor, or holds what the importer does not understand."""


class StoreTrouble(KgError):
    """A store cannot be built, opened or asked."""


class OutOfBounds(StoreTrouble):
    """The query needed more time or memory than it may take, and was ended."""


class RemoteTrouble(StoreTrouble):
    """A store elsewhere does not answer, or not as it should.

    :param status: the status of HTTP that it answered with, or 0 when it did not answer.
    """

    def __init__(self, message: str, status: int = 0) -> None:
        """Keep the status beside the message."""
        super().__init__(message)
        self.status = status
