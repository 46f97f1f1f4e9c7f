"""The US Entity List (15 CFR Part 744, Supplement No. 4) from the XML of the eCFR.

:func:`import_list` reads a copy and writes the claims of all its rows to ``graph/imported/us/ecfr/entity-list``;
:func:`segments` gives the normalised text that the anchors of these claims point into, :func:`texts` that of the
headings and paragraphs around the rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kg.errors import WrongFile
from kg.importers.ecfr.edition import LIST, Edition
from kg.importers.ecfr.folder import replace_folder
from kg.importers.ecfr.identity import Register
from kg.importers.ecfr.ledger import Ledger
from kg.importers.ecfr.prose import texts
from kg.importers.ecfr.readings import load_readings
from kg.importers.ecfr.report import COMMAND, Report, account, refuse_shrinking
from kg.importers.ecfr.rows import read_rows
from kg.importers.ecfr.table import Table, read_table
from kg.importers.ecfr.vocabulary import load_vocabulary
from kg.importers.ecfr.writing import documents

FOLDER = Path("graph/imported/us/ecfr/entity-list")
READINGS = Path(f"graph/readings/{LIST}.toml")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_README = f"""# The US Entity List, imported

Made by `{COMMAND}` from the eCFR's XML of 15 CFR Part 744; never edited by hand.
`source.ttl` says which copy was read, `REPORT.md` counts what was read and lists what is odd.
One file per destination holds the claims of its rows and then the anchors of these claims.

To mend a row that was misread, add a reading to `{READINGS}` and run the command again.
What the list decides (who is listed, by which notice) is graded credibility 1, names and addresses credibility 2.
"""


def segments(path: Path) -> list[str]:
    """Return the normalised text of a copy: one segment per row of the list, in the order of the document.

    :raises WrongFile: when the file is not 15 CFR Part 744 in XML.
    :raises ImportRefused: when the table has not the known form.
    """
    return [row.segment for row in read_table(path).rows]


def import_list(
    path: Path,
    root: Path,
    *,
    issued: date | None = None,
    recorded: date | None = None,
    tick: Callable[[str], None] = lambda _: None,
) -> Report:
    """Import a copy of the list into the graph below a root folder.

    :param issued: the day of the edition; by default the date in the name of the file.
    :param recorded: the day on which the graph records it; by default that of the last import of the same copy,
        otherwise today.
    :param tick: told what is being done.
    :raises WrongFile: when the file is not what is read here; nothing is written.
    :raises ImportRefused: when something is not understood or the list has shrunk; nothing is written.
    """
    tick("reading the table")
    table = read_table(path)
    edition = _edition(path, root, table, issued, recorded)
    vocabulary = load_vocabulary(root / "graph" / "entities")
    readings = load_readings(root / READINGS)
    prose = readings.account([*table.prose, *table.notes])
    tick("reading the rows")
    rows = read_rows(table, vocabulary, readings)
    tick("writing the claims")
    ledger = Ledger(edition, Register(rows, vocabulary), vocabulary)
    files = {"README.md": _README, **dict(documents(edition, ledger, rows))}
    report = account(rows, ledger, prose)
    refuse_shrinking(report.counts, readings.floor)
    files["REPORT.md"] = report.markdown()
    replace_folder(root / FOLDER, files)
    return report


def _edition(path: Path, root: Path, table: Table, issued: date | None, recorded: date | None) -> Edition:
    """Return the edition of a copy; the same copy imported again keeps the day on which it was recorded."""
    found = _DATE.search(path.name)
    if issued is None and found is None:
        message = f"{path}: the name of the file does not say of which day the edition is: add --edition YYYY-MM-DD"
        raise WrongFile(message)
    day = issued or date.fromisoformat(found.group() if found else "")
    before = root / FOLDER / "source.ttl"
    if recorded is None and before.is_file():
        text = before.read_text(encoding="utf-8")
        known = re.search(r'kg:retrievedOn "([\d-]+)"', text)
        recorded = date.fromisoformat(known.group(1)) if known and table.sha256 in text else None
    return Edition(day, recorded or date.today(), table.sha256, path.name)  # noqa: DTZ011 the day of the person who imports


__all__ = ["FOLDER", "READINGS", "import_list", "segments", "texts"]
