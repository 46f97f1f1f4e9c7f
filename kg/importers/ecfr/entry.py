"""The rules by which the entity cell of a row is read: name, aliases, addresses, cross references.

The rules are strict: what they do not understand raises :class:`NotUnderstood`, and a reading by a person decides.
"""

from __future__ import annotations

import itertools
import re

from kg.importers.ecfr.parts import Entry, Name, NotUnderstood, Reference, Span
from kg.importers.ecfr.table import AND, Cell
from kg.importers.ecfr.words import addresses, is_legal, names

_NUMBERS = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty
""".split()
_INTRODUCTION = re.compile(
    r""",?\s*(?:and\ )?(?:a\.\s?k\.\s?a\.?\s?,?(?:\ and|\ as|\ including)?)?,?\s*
    (?: (?:the\ )*(?P<count>\w+)?\ ?(?:following|follow)
        (?:\ (?:the\ following\ )?(?P<number>[\w-]+))?\ (?:alias\w*|aliaes|entity)
      | the\ one\ alias )?
    \s*[:,]?""",
    re.VERBOSE,
)
_STARTS = re.compile(r"(?:,\s*|\s)(?:and )?\(?(?:a\.?\s?k\.?\s?a\b|the following|f\.k\.a\b)", re.IGNORECASE)
_REFERENCE = re.compile(
    r"""\s*\(?\s*
    (?: (?:See|For)\s+(?:also\s+)?(?:(?:alternat\w+|additional)\s+)?address(?:es)?,?\s+(?:see|in|under)
      | (?<=\()See(?:\s+also)? )
    \s+(?P<places>[^()]*?)\s*\)?\s*[.,]?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_FOREIGN = re.compile(
    r"\ba\.?k\.?a\b|\bf\.?k\.?a\b|formerly|subordinate ins|affiliated ent|following|See |alternat|a subordinate",
    re.IGNORECASE,
)
_STREET = r"\b(?:Street|Road|Building|Bldg|Avenue|Ave|Room|Floor|Unit|Suite|Lane|Flat)\b"
_ALIAS_WITH_ADDRESS = re.compile(rf";|\bBox\b|[.,:] ?(?:No\.? ?)?\d|{_STREET}.*\d|\d.*{_STREET}")
_LONGEST_ALIAS = 260
_CONNECTING = re.compile(
    r"""The\ following\ addresses\ apply\ to\ the\ entity\ and\ (?:to\ )?the\ \w+\ subordinate\ institutions
    | the\ following\ \w+\ subordinate\ entities
    | (?:and\ )?to\ include\ the\ following
      (?:\ addresses\ and\ the\ following\ \w+\ affiliated\ entities|\ subordinate)
    | including\ the\ named\ subordinate\ institutions
    | (?:and\ )?\w+\ subordinate\ institutions
    | a\ subordinate\ institute\ of | [Ss]ubordinate\ [Ii]nstitutions? | Affiliated\ entities
    | Addresses\ for\ [^:]+
    | \b(?: (?:as\ |and\ |including\ )?(?:the\ )*(?:\w+\ )?(?:following|follow)\b(?:\ the\ following)?
            (?:\ [\w-]+)?\ (?:alias(?:es)?|aliaes|entity)
          | the\ one\ alias | [Tt]he\ following(?:\ one)?
          | a\.?\s?k\.?\s?a\b\.? | f\.k\.a\b\.?
          | (?:(?:[Aa]lt(?:ernat\w+)?|additional)\.?\ )?[Aa]ddress(?:es)?
          | [Ss]ee | [Ff]or | and | or | also | under | in | the )\b""",
    re.VERBOSE,
)


def read_entry(cell: Cell) -> Entry:
    """Read an entity cell by the rules.

    :raises NotUnderstood: when the cell is not of a form that the rules read without doubt.
    """
    end, references = _references(cell)
    body = cell.part(0, end)
    first = body.lines.find("\n—")
    entry = _plain(body) if first < 0 else _listed(body, first)
    entry.references = references
    _refuse_doubt(entry)
    return entry


def _references(cell: Cell) -> tuple[int, list[Reference]]:
    """Return where the cell ends without its cross references, and these."""
    match = _REFERENCE.search(cell.text)
    if not match:
        return len(cell.text), []
    start, end = match.span("places")
    joints = re.split(rf",?\s*(?:{AND}|\band\b)\s*|,\s*", cell.shadow[start:end])
    places = tuple(_place(each) for each in joints if each.strip())
    end = cell.text.rindex(places[-1], start, end) + len(places[-1])
    return match.start(), [Reference(Span(start, end, cell.text[start:end]), places)]


def _place(words: str) -> str:
    """Return the name of a place without article and final point; an abbreviation keeps its point."""
    place = words.strip().removeprefix("the ")
    return place if place.count(".") > 1 else place.rstrip(".")


def _plain(cell: Cell) -> Entry:
    """Read a cell without a list of aliases: a name, a comma, addresses."""
    if _STARTS.search(cell.text):
        message = "aliases that are not a list of lines"
        raise NotUnderstood(message)
    end = _end_of_name(cell.lines)
    return Entry(names(cell, 0, end, "official-name"), addresses(cell, end, len(cell.text)))


def _end_of_name(lines: str) -> int:
    """Return where the name ends: at the first comma that neither stands in parentheses nor precedes a legal form."""
    commas = [
        position for position, character in enumerate(lines) if character in ",\n" and _depth(lines, position) == 0
    ]
    for position, following in itertools.pairwise([*commas, len(lines)]):
        if lines[position] == "\n" or not is_legal(lines[position + 1 : following]):
            return position
    return len(lines)


def _depth(lines: str, position: int) -> int:
    """Return how many parentheses are open at a position."""
    before = lines[:position]
    return before.count("(") - before.count(")")


def _listed(cell: Cell, first: int) -> Entry:
    """Read a cell with a list of aliases: a name, an introduction, a line per alias, addresses."""
    start = _STARTS.search(cell.text, 0, first)
    if not start:
        message = "a list without the words that introduce aliases"
        raise NotUnderstood(message)
    introduction = _INTRODUCTION.fullmatch(cell.text, start.start(), first)
    if not introduction:
        message = f"the aliases are introduced by unknown words: {cell.text[start.start() : first]}"
        raise NotUnderstood(message)
    aliases, end = _aliases(cell, first)
    _agree(introduction["number"] or introduction["count"], aliases)
    return Entry(names(cell, 0, start.start(), "official-name") + aliases, addresses(cell, end, len(cell.text)))


def _aliases(cell: Cell, first: int) -> tuple[list[Name], int]:
    """Return the names of the lines that begin with a dash, and where they end."""
    found: list[Name] = []
    position = first
    while cell.lines.startswith("\n—", position):
        end = cell.lines.find("\n", position + 1)
        end = len(cell.lines) if end < 0 else end
        words = cell.shadow[position:end].rstrip()
        last = position + len(re.sub(rf"[;,]?\s*(?:{AND}|\band)[;,]?$", "", words))
        found += names(cell, position + 2, last, "alias")
        position = end
    return found, position


def _agree(number: str | None, aliases: list[Name]) -> None:
    """Refuse a list that is shorter or longer than its introduction says."""
    wanted = (
        1
        if number is None
        else int(number)
        if number.isdigit()
        else _NUMBERS.index(number) + 1
        if number in _NUMBERS
        else None
    )
    found = sum(1 for each in aliases if each.kind == "alias")
    if wanted != found:
        message = f"{found} aliases where the text says {number or 'one'}"
        raise NotUnderstood(message)


def _refuse_doubt(entry: Entry) -> None:
    """Refuse names and addresses that look as if they held more than one thing."""
    for name in entry.names:
        text = name.span.text
        if (
            not text
            or _FOREIGN.search(text)
            or (name.kind == "alias" and (_ALIAS_WITH_ADDRESS.search(text) or len(text) > _LONGEST_ALIAS))
        ):
            message = f"a name that seems to hold more than a name: {text}"
            raise NotUnderstood(message)
    for address in entry.addresses:
        if _FOREIGN.search(address.text) or address.text.startswith("—") or "—" in address.text[:3]:
            message = f"an address that seems to hold more than an address: {address.text}"
            raise NotUnderstood(message)


def leftover(cell: Cell, entry: Entry) -> list[str]:
    """Return the words of a cell that no span of the entry covers and that are not connecting words.

    It is empty when everything in the cell is either modelled or named as a remainder.
    """
    position, found = 0, []
    for span in entry.spans():
        found.append(cell.text[position : span.start])
        position = max(position, span.end)
    rest = [_CONNECTING.sub("", each).strip(" ,.;:()-—'") for each in [*found, cell.text[position:]]]
    return [each for each in rest if each]
