"""A small list in the form of the eCFR, for tests that need one of their own."""

from __future__ import annotations

from pathlib import Path

HEAD = (
    "<TR><TH>Country</TH><TH>Entity</TH><TH>License requirement</TH><TH>License review<br/>policy</TH>"
    "<TH>Federal Register citation</TH></TR>"
)
REQUIREMENT = "For all items subject to the EAR. (See § 744.11 of the EAR)"
POLICY = "Presumption of denial"
CITATION = "89 FR 96836, 12/5/24."


def row(
    heading: str, entity: str, requirement: str = REQUIREMENT, policy: str = POLICY, citation: str = CITATION
) -> str:
    """A row of the table."""
    return "<TR>" + "".join(f"<TD>{each}</TD>" for each in (heading, entity, requirement, policy, citation)) + "</TR>"


def document(*rows: str, head: str = HEAD, part: str = "744", supplement: str = "Supplement No. 4 to Part 744") -> str:
    """A part of the CFR with the supplement and its table."""
    table = f"<TABLE><THEAD>{head}</THEAD><TBODY>{''.join(rows)}</TBODY></TABLE>"
    return f'<DIV5 N="{part}" TYPE="PART"><DIV9 N="{supplement}" TYPE="APPENDIX"><DIV>{table}</DIV></DIV9></DIV5>'


def write(folder: Path, *rows: str, name: str = "ecfr-2026-07-23.xml") -> Path:
    """A file with the document of these rows."""
    path = folder / name
    path.write_text(document(*rows), encoding="utf-8")
    return path
