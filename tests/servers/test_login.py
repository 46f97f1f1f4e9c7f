"""Who we are to a store: found in the environment or in netrc, and never shown."""

from pathlib import Path

import pytest

from kg.errors import Misuse
from kg.servers import login
from kg.servers.login import Login

URL = "http://store.example/ds"


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No login of the person who runs the tests."""
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in (login.USER, login.PASSWORD, login.TOKEN):
        monkeypatch.delenv(name, raising=False)


def test_nobody_is_nobody() -> None:
    """Without any login nothing is sent."""
    assert not login.find(URL)


def test_the_environment_is_asked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A token wins over name and password, and these over netrc."""
    (tmp_path / "netrc").write_text("machine store.example login net password rc\n")
    assert login.find(URL) == Login("net", "rc")
    assert not login.find("http://other.example/")
    monkeypatch.setenv(login.USER, "me")
    monkeypatch.setenv(login.PASSWORD, "mine")
    assert login.find(URL) == Login("me", "mine")
    monkeypatch.setenv(login.TOKEN, "t")
    assert login.find(URL) == Login("", "", "t")


def test_half_a_login_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without a password is said."""
    monkeypatch.setenv(login.USER, "me")
    with pytest.raises(Misuse, match="go together"):
        login.find(URL)


def test_a_broken_netrc_is_said(tmp_path: Path) -> None:
    """A netrc that does not parse is named."""
    (tmp_path / "netrc").write_text("nonsense\n")
    with pytest.raises(Misuse, match="cannot be read"):
        login.find(URL)


def test_a_password_never_shows() -> None:
    """Printing a login shows neither password nor token."""
    assert "secret" not in repr(Login("me", "secret", "secret"))
