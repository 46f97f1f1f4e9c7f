"""The check of the graph's files: form, references, shapes and rules, each problem with its place and what to do.

Without files it checks the whole truth. With files it checks these, against all that the truth describes; its rules
then look at the ontology, the entities, what people wrote, and these files, and leave out the other imported ones.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import engine, form, paths, progress, repeats, shapes, store, terms, turtle
from kg.errors import Problem, ProblemsFound, WrongFile
from kg.tables import Iri, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from kg.tables import Term
    from kg.turtle import Block, Document

LANGUAGES = frozenset({"en", "de", "zh-Hans", "zh-Hant", "zh-Latn-pinyin"})
"""The language tags of the house."""

_DESCRIBED = tuple(terms.PREFIXES[name] for name in ("id", "source", "claim", "anchor", "kg"))
_UNREAD = frozenset({"turtle-syntax", "no-blank-nodes", "text-is-utf-8"})
_TODO = re.compile(r"\bTODO\b")
_TAG = re.compile(r'"@([A-Za-z0-9-]+)$')
_SUBJECT = re.compile(r"<([^>]*)>")


@dataclass
class Report:
    """What a check found.

    :param sources: how many sources the files describe or belong to.
    :param claims: how many claims the files hold.
    """

    sources: int = 0
    claims: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the counts as a sentence."""
        counts = ((self.sources, "source"), (self.claims, "claim"), (len(self.problems), "problem"))
        said = ", ".join(f"{number:,} {what}{'s' * (number != 1)}" for number, what in counts)
        return f"{'ok' if not self.problems else 'not ok'}: {said}"


@dataclass(frozen=True)
class _Read:
    """A file that was read, and the IRI of its source if it belongs to one."""

    path: Path
    document: Document
    source: str | None

    def claims(self) -> Iterator[Block]:
        """Yield the blocks that are claims."""
        return (block for block in self.document.blocks if is_claim(block))

    def problem(self, block: Block, rule: str, sentence: str) -> Problem:
        """Return a problem of a block."""
        return Problem(self.path, block.line, block.subject, rule, sentence)


def is_claim(block: Block) -> bool:
    """Tell whether a block is a claim."""
    return any(predicate == "rdf:subject" for predicate, _ in block.pairs)


def check(root: Path, files: list[Path] | None = None) -> Report:
    """Check files, or the whole truth.

    :raises WrongFile: when a file is no Turtle file.
    """
    chosen = [each.resolve() for each in files or []] or form.every(root)
    for each in chosen:
        if each.suffix != ".ttl":
            raise WrongFile(f"{each.name} is no Turtle file: kg check reads files that end in .ttl")
    report = Report()
    read = list(_read(chosen, report.problems))
    looked_at = _nearby(root, chosen) if files else paths.graph_files(root)
    graph = _loaded(looked_at)
    sound = {} if graph is None else {each.path: each.document for each in read if each.path in looked_at}
    described, used = _described(root, chosen, sound, report.problems)
    for file in read:
        report.problems += _form(file)
        report.problems += _references(file, described, used)
    report.claims = sum(1 for each in read for _ in each.claims())
    report.sources = len({each.source for each in read if each.source})
    if not any(problem.rule in _UNREAD for problem in report.problems):
        progress.note("Validating against the shapes ...")
        unshapely = shapes.validate(root, {each.path: each.document for each in read})
        report.problems += [each for each in unshapely if not _TODO.search(each.sentence)]
        report.problems += _rules(root, read, store.of_files(looked_at) if graph is None else graph)
    report.problems = sorted(set(report.problems))
    return report


def _read(files: list[Path], problems: list[Problem]) -> Iterator[_Read]:
    """Yield the files that can be read; note problems of the others."""
    with progress.bar("Reading the files", len(files)) as tick:
        for file in files:
            try:
                text = file.read_bytes().decode("utf-8")
                document = repeats.read(text, file)
                problems += _text(file, text, document)
                yield _Read(file, document, _source(file, document))
            except ProblemsFound as error:
                problems += error.problems
            except UnicodeDecodeError as error:
                problems.append(Problem(file, 0, "", "text-is-utf-8", f"the file is not UTF-8 ({error.reason})"))
            tick(1)


def _source(file: Path, document: Document) -> str | None:
    """Return the IRI of the source that a file belongs to, if it is exactly one."""
    describing = paths.source_file(file)
    if describing != file:
        document = turtle.read(describing.read_text("utf-8"), describing)
    found = [block.subject for block in document.blocks if ("rdf:type", "kg:Source") in block.pairs]
    return document.iri(found[0]) if len(found) == 1 else None


def _text(file: Path, text: str, document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the text of a file as such."""
    for number in document.comments:
        sentence = "comments are lost by tools: make it a skos:editorialNote, or take it out"
        yield Problem(file, number, "", "no-comments", sentence)
    plain = unicodedata.is_normalized("NFC", text)
    for number, line in enumerate([] if plain else text.split("\n"), start=1):
        if not unicodedata.is_normalized("NFC", line):
            yield Problem(file, number, "", "text-is-nfc", "the text is not in Unicode normal form C: run 'kg fmt'")
    if plain and not document.comments and str(document) != text:
        pairs = enumerate(zip(text.split("\n"), str(document).split("\n"), strict=False), start=1)
        number = next((number for number, (is_, should) in pairs if is_ != should), 0)
        yield Problem(file, number, "", "house-form", "the file is not in house form from here on: run 'kg fmt'")


def _form(read: _Read) -> Iterator[Problem]:
    """Yield what is wrong with single blocks of a file."""
    for name, iri in read.document.prefixes.items():
        if terms.PREFIXES.get(name, iri) != iri:
            sentence = f"the prefix '{name}:' stands for <{terms.PREFIXES[name]}> in this house"
            yield Problem(read.path, 0, "", "prefix-of-the-house", sentence)
    yield from _told(read, lambda block: bool(_TODO.search(block.subject)), _ill_formed)


def _ill_formed(predicate: str, value: str, todo: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001 - see _told
    """Yield the rules that the form of an object breaks, each with its sentence."""
    if todo or _TODO.search(value):
        yield "no-blanks-left", f"{predicate} still says TODO: fill it in, or take it out"
    tag = _TAG.search(value)
    if tag and tag[1] not in LANGUAGES:
        yield "language-tag", f"'{tag[1]}' is no language tag of the house: {', '.join(sorted(LANGUAGES))}"


def _told(
    read: _Read, about: Callable[[Block], bool], broken: Callable[[str, str, bool], Iterable[tuple[str, str]]]
) -> Iterator[Problem]:
    """Yield the problems of the blocks of a file: what stands in many blocks is looked at once.

    :param about: what has to be known of a block.
    :param broken: gives rules and sentences for a predicate, an object, and what is known of their block.
    """
    pairs: dict[bool, set[tuple[str, str]]] = {True: set(), False: set()}
    for block in read.document.blocks:
        pairs[about(block)].update(block.pairs)
    found = {known: {pair: list(broken(*pair, known)) for pair in some} for known, some in pairs.items()}
    if not any(told for some in found.values() for told in some.values()):
        return
    for block in read.document.blocks:
        some = found[about(block)]
        for pair in block.pairs:
            yield from (read.problem(block, rule, sentence) for rule, sentence in some[pair])


def _loaded(files: list[Path]) -> store.Store | None:
    """Return a store of files, unless the engine does not take one of them."""
    progress.note("Loading the graph ...")
    try:
        return store.of_files(files)
    except ProblemsFound:
        return None


def _described(
    root: Path, files: list[Path], sound: dict[Path, Document], problems: list[Problem]
) -> tuple[set[str], set[str]]:
    """Return the subjects of the whole graph, and the predicates that its claims use.

    :param sound: the files that were read and that the engine takes: it is not asked about them again.
    """
    subjects: set[str] = set()
    predicates: set[str] = set()
    stated = f"> <{terms.RDF}predicate> <"
    for file in dict.fromkeys([*paths.graph_files(root), *files]):
        if file in sound:
            subjects.update(sound[file].iri(block.subject) for block in sound[file].blocks)
            predicates.update(_used(sound[file]))
            continue
        try:
            lines = engine.lines(file)
        except ProblemsFound as error:
            unread = {each.path for each in problems if each.rule in _UNREAD}
            problems += error.problems if file in files and file not in unread else []
            continue
        subjects.update(line[1 : line.index(">")] for line in lines if line.startswith("<"))
        predicates.update(line.partition(stated)[2][:-3] for line in lines if stated in line)
    return subjects, predicates


def _used(document: Document) -> Iterator[str]:
    """Yield the predicates that the claims of a document use."""
    for predicate, value in {pair for block in document.blocks for pair in block.pairs}:
        if predicate != "rdf:type" and _is_iri(value) and document.iri(predicate) == terms.RDF + "predicate":
            yield document.iri(value)


def _is_iri(value: str) -> bool:
    """Tell whether an object is an IRI."""
    return ":" in value and not value.startswith(('"', "("))


def _references(read: _Read, described: set[str], used: set[str]) -> Iterator[Problem]:
    """Yield what points to nothing, what is stated in another source, and edges without a claim."""

    def broken(predicate: str, value: str, claim: bool) -> Iterator[tuple[str, str]]:  # noqa: FBT001 - see _told
        """Yield the rules that an object breaks which is an IRI, each with its sentence."""
        if not _is_iri(value):
            return
        iri = read.document.iri(value)
        if iri.startswith(_DESCRIBED) and iri not in described and not _TODO.search(iri):
            sentence = f"{predicate} points to {value}, which nothing describes: describe it, or mend the name"
            yield "no-dangling-reference", sentence
        if claim and predicate == "kg:statedIn" and iri != read.source:
            yield "claim-in-the-file-of-its-source", _elsewhere(read)
        if not claim and predicate != "rdf:type" and read.document.iri(predicate) in used:
            sentence = f"{predicate} is what claims say: write a claim, and the edge follows from it"
            yield "no-edge-without-a-claim", sentence

    return _told(read, is_claim, broken)


def _elsewhere(read: _Read) -> str:
    """Return the sentence about a claim in the wrong file."""
    if read.source is None:
        return "the file belongs to no source: describe one kg:Source in it, or in source.ttl beside it"
    return f"the claims of this file are stated in {terms.shorten(read.source)}: each source has its own file"


def _rules(root: Path, read: list[_Read], graph: store.Store) -> Iterator[Problem]:
    """Yield what the rules of ``queries/rules`` find."""
    places: dict[str, tuple[_Read, Block]] = {}
    for rule in sorted((root / "queries" / "rules").glob("*.rq")):
        answer = graph.select(rule.read_text("utf-8"))
        for row in answer.rows:
            places = places or _places(read)
            yield _broken(rule, dict(zip(answer.columns, row, strict=True)), places)


def _nearby(root: Path, files: Iterable[Path]) -> list[Path]:
    """Return the files that rules look at when only some files are checked."""
    every = [each for each in paths.graph_files(root) if "imported" not in each.relative_to(root).parts[:2]]
    chosen = [each for each in files if not each.name.endswith("-shapes.ttl")]
    return list(dict.fromkeys([*every, *chosen, *map(paths.source_file, chosen)]))


def _places(read: list[_Read]) -> dict[str, tuple[_Read, Block]]:
    """Return where each subject is described first."""
    places: dict[str, tuple[_Read, Block]] = {}
    for each in read:
        for block in each.document.blocks:
            places.setdefault(each.document.iri(block.subject), (each, block))
    return places


def _broken(rule: Path, row: dict[str, Term | None], places: dict[str, tuple[_Read, Block]]) -> Problem:
    """Return the problem that a row of a rule stands for: its first IRI is the subject."""
    subject = next((cell for cell in row.values() if isinstance(cell, Iri)), Iri(""))
    said = row.get("sentence")
    sentence = said.value if isinstance(said, Literal) else _question(rule)
    if subject in places:
        file, block = places[subject]
        return file.problem(block, rule.stem, sentence)
    return Problem(rule, 0, terms.shorten(subject) if subject else "", rule.stem, sentence)


def _question(rule: Path) -> str:
    """Return what a rule says of itself in its first comment."""
    first = next((line for line in rule.read_text("utf-8").splitlines() if line.startswith("#")), "")
    return re.sub(r"^#\+?\s*(\w+:\s*)?", "", first).strip() or "the rule is broken"
