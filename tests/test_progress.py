"""How far long work has come."""

import io
import sys

import pytest

from kg import progress


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        """Say that somebody is looking."""
        return True


def test_a_pipe_sees_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody is looking, nothing is written."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.bar("Working", 2) as tick:
        tick(1)
    progress.note("A note")
    assert stream.getvalue() == ""


def test_a_terminal_sees_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where somebody is looking, the work is named."""
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    with progress.bar("Working", 2) as tick:
        tick(2)
    progress.note("A note")
    assert "Working" in stream.getvalue()
    assert "A note" in stream.getvalue()
