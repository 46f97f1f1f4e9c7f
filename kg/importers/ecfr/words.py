"""The small grammar of the list's prose: what ends a name, what joins two addresses, what is an acronym."""

from __future__ import annotations

import re

from kg.importers.ecfr.parts import Name, NameKind, NotUnderstood, Span
from kg.importers.ecfr.table import AND, Cell

_LEGAL_WORDS = """
    Co Company Corp Corporation Corporative Ltd LTD Limited Inc Incorporated LLC LLP LP PLC LTDA Ltda Lda LDA
    JSC OJSC PJSC CJSC FSUE OAO OOO ZAO PAO AO NPO SA SARL SAL SAS GmbH GMBH KG AG BV NV OU OÜ Oy OY AB AS ApS
    SRO DOO Sdn SDN Bhd BHD Pte PTE Pvt PVT Pty PTY FZE FZCO FZC FZ DMCC EOOD EAD AD KFT SRL SL SPA SE PT UAB
    SIA WLL SPC KK Jr Sr Sti STI Offshore Private Public Gesellschaft PhD MD EIRL Sp SP Unipessoal Est The L.L.C
    L.L.P S.A.R.L S.A.L S.A.S S.A S.R.L S.p.A S.P.A S.L S.R.O s.r.o d.o.o D.O.O B.V N.V K.K W.L.L A.S A.Ş A/S
    P.L.C O.O.O Z.O.O C.A e.V E.V L.P S.E
""".split()
_FORMS = "|".join(re.escape(each) for each in sorted(_LEGAL_WORDS, key=len, reverse=True))
_LEGAL = re.compile(
    rf"(?:(?:{_FORMS}|Open\ Joint\ Stock\ Company|Joint\ Stock\ Company|Z\s?OO|S\ de\ RL|de\ CV)"
    r"\.?(?:\s*\([^()]*\))?[\s.&-]*)+\.?",
)
_INITIALS = r"(?:\b[^\W\d_]\.)+[^\W\d_]"
_ABBREVIATION = re.compile(
    rf"""(?: \b(?:Co|CO|Corp|CORP|Ltd|LTD|Inc|INC|Bros|Jr|Sr|Mfg|Intl|Comm)
           | \.,?\ (?:Bhd|BHD|Sti|STI|Şti|ŞTİ|Pte|Pvt|PVT)  # where the form before has a point: Sdn. Bhd.
           | {_INITIALS} )$""",
    re.VERBOSE,
)
_BEFORE_COMMA = re.compile(r"\b(?:Bhd|BHD|Sti|STI|Şti|ŞTİ|Pte|Pvt|PVT)$")
_ADDRESS_ABBREVIATION = re.compile(rf"{_INITIALS}$")
_ACRONYM = re.compile(r"\s\((?P<short>[A-Z0-9][A-Za-z0-9&/.\- ]*)\)$")
_LONGEST_ACRONYM = 16
_NO_ACRONYM = {
    *_LEGAL_WORDS,
    *"HK H.K. UK U.K. USA US UAE U.A.E. PRC M S JV BVI GB EU MFG SAR SMC I II III IV V NZ RAS".split(),
}
_JOINT = re.compile(rf"(?:[;,]*\s*{AND}[;,]?|\s*;\s*(?:and\b)?)[;,]?\s*")
_DOUBTFUL_JOINT = re.compile(
    rf"""; (?! \s*(?:and\b|{AND}|$) )
       | (?: [A-Za-z]{{4,}} | \.[A-Z]\. ) ,?\s+and\s+
         (?= (?: P\.?\s?O\.? | Nos?\.? | Rooms? | Rm\.? | Unit | Suite | Flat | Office | Building | Bldg | Shop | Level
               | [A-Z]?-?[0-9]+[A-Za-z]?(?:st|nd|rd|th)? ) \b )""",
    re.VERBOSE,
)


def is_legal(words: str) -> bool:
    """Tell whether the words after a comma are a legal form, which belongs to the name before it.

    >>> is_legal("Ltd."), is_legal("Ltd. (Hong Kong)"), is_legal("Rm. 211")
    (True, True, False)
    """
    return bool(_LEGAL.fullmatch(words.strip()))


def trimmed(cell: Cell, start: int, end: int, *, address: bool = False) -> Span:
    """Return the words between two positions without the list's punctuation around them.

    The final point of an abbreviation stays: ``Co., Ltd.`` but ``Piotech``.
    """
    text = cell.text
    while start < end and text[start] in " ;,.:—-" and not text[start:].startswith("-1"):
        start += 1
    while start < end and text[end - 1] in " ;,":
        end -= 1
    keep = _ADDRESS_ABBREVIATION if address else _ABBREVIATION
    while start < end and text[end - 1] == "." and not keep.search(text[start : end - 1]):
        if text[end : end + 1] == "," and _BEFORE_COMMA.search(text[start : end - 1]):
            break  # a point before a comma ends no list
        end -= 1
        while start < end and text[end - 1] in " ;,":
            end -= 1
    return Span(start, end, text[start:end])


def names(cell: Cell, start: int, end: int, kind: NameKind) -> list[Name]:
    """Return the name between two positions, and the acronyms that follow it in parentheses as short names."""
    span = trimmed(cell, start, end)
    shorts: list[Name] = []
    while (match := _ACRONYM.search(span.text)) and _is_acronym(match["short"], span.text[: match.start()]):
        first = span.start + match.start("short")
        shorts.insert(0, Name(Span(first, first + len(match["short"]), match["short"]), "short-name"))
        span = trimmed(cell, span.start, span.start + match.start())
    return [Name(span, kind), *shorts]


def _is_acronym(short: str, before: str) -> bool:
    """Tell whether words in parentheses after a name are its acronym and not a place or a legal form."""
    if short in _NO_ACRONYM or not before.strip():
        return False
    letters = [each for each in short if each.isalpha()]
    capitals = sum(each.isupper() for each in letters)
    return (
        len(letters) > 1
        and capitals > 1
        and capitals * 2 >= len(letters)
        and short.count(" ") <= 1
        and len(short) <= _LONGEST_ACRONYM
    )


def addresses(cell: Cell, start: int, end: int) -> list[Span]:
    """Return the addresses between two positions: they are joined by an italic "and" or by ``; and``.

    :raises NotUnderstood: at a lone semicolon, or a plain "and" that may join two addresses or two rooms of one.
    """
    if doubt := _DOUBTFUL_JOINT.search(cell.shadow, start, end):
        message = f"two addresses or one: {cell.text[max(start, doubt.start() - 30) : doubt.end() + 20]}"
        raise NotUnderstood(message)
    found: list[Span] = []
    place = start
    for joint in _JOINT.finditer(cell.shadow, start, end):
        found.append(trimmed(cell, place, joint.start(), address=True))
        place = joint.end()
    found.append(trimmed(cell, place, end, address=True))
    return [each for each in found if each.text]
