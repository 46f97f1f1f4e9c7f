"""The graph as files for the bulk loader of a store, with the commands that load them, checksums and a description.

=================  ===========================================================================
``quads-NNN.nq.gz``  all quads, one named graph per source and each triple once, in files of a bounded size
``flat.nt.gz``       all triples without graph names
``rdf12.nt.gz``      the same in RDF 1.2: each claim is a reifier of the triple that it claims
``void.ttl``         what the data set is and how much it holds, in VoID
``LOAD.md``          the commands for the store
``SHA256SUMS``       the checksum of each file, as ``sha256sum --check`` reads it
=================  ===========================================================================
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from kg import cache, progress
from kg.errors import WrongFile
from kg.terms import BASE, DCTERMS, GRAPH, RDF, SD, VOID

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.layout import Layout

QUADS = 500_000
"""How many quads a file holds."""

_SUMS = "SHA256SUMS"
_PART = re.compile(rf"(<[^>]*>) <{RDF}(subject|predicate|object)> (.*) \.")
_HEAD = "# Loading the graph into {name}\n\n{text}\n\nCheck the files first with `sha256sum --check SHA256SUMS`.\n"

COMMANDS = {
    "fuseki": (
        "Tried on Jena 5.6.0's server; the bulk loader itself is as its manual says. With the server stopped:\n\n"
        "```sh\ntdb2.tdbloader --loc /path/to/database quads-*.nq.gz\n```\n\n"
        "Ask with the parameter `default-graph-uri=urn:x-arq:UnionGraph`, or set `tdb2:unionDefaultGraph true`."
    ),
    "virtuoso": (
        "As the manual says; not tried. The folder must stand under `DirsAllowed` of `virtuoso.ini`. `isql`:\n\n```sql"
        "\nld_dir('/path/to/this/folder', 'quads-*.nq.gz', 'urn:unused');\nrdf_loader_run();\ncheckpoint;\n```\n\n"
        "Questions see all graphs by themselves."
    ),
    "qlever": (
        "As the manual says; not tried.\n\n"
        "```sh\nzcat quads-*.nq.gz | IndexBuilderMain -F nq -f - -i chip-controls\n"
        "ServerMain -i chip-controls -p 7001\n```\n\nQuestions see all graphs by themselves."
    ),
    "graphdb": (
        "As the manual says; not tried. With the server stopped and the repository made:\n\n"
        "```sh\nimportrdf load --force -i chip-controls quads-*.nq.gz\n```\n\nQuestions see all graphs by themselves."
    ),
    "neptune": (
        "As the manual says; not tried. Copy the files to a bucket that the cluster may read, then:\n\n"
        "```sh\naws s3 cp . s3://BUCKET/chip-controls/ --recursive --exclude '*' --include 'quads-*.nq.gz'\n"
        "curl -X POST -H 'Content-Type: application/json' https://CLUSTER:8182/loader -d '{\n"
        '  "source": "s3://BUCKET/chip-controls/", "format": "nquads", "iamRoleArn": "ROLE",\n'
        '  "region": "REGION", "failOnError": "TRUE"}\'\n```\n\nQuestions see all graphs by themselves.'
    ),
    "oxigraph": (
        "With the server stopped:\n\n```sh\n"
        "for file in quads-*.nq.gz; do zcat $file | oxigraph load --location /path/to/data --format nq; done\n"
        "oxigraph serve --location /path/to/data --union-default-graph\n```"
    ),
}


def export(everything: Layout, store: str, folder: Path) -> list[str]:
    """Write the files for a store into a new folder, as a whole or not at all; return their names.

    :raises WrongFile: when the folder holds something else.
    :raises StoreTrouble: when the disk is full or may not be written.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _SUMS).is_file():
        raise WrongFile(f"{folder} holds something else than an export: name an empty or a new folder")
    with cache.explained(folder, "--output"):
        folder.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            _fill(making, everything, store)
            making.chmod(0o755)
            cache.sync(making)
            old = making.with_name(f"{making.name}.old")
            if folder.exists():
                folder.rename(old)
            making.rename(folder)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return sorted(each.name for each in folder.iterdir())


def _fill(folder: Path, everything: Layout, store: str) -> None:
    """Write every file into an empty folder."""
    with progress.bar("Exporting", sum(each.triples for each in everything.parts.values())) as tick:
        number = 0
        with contextlib.ExitStack() as files:
            flat = _packed(files, folder / "flat.nt.gz")
            new = _packed(files, folder / "rdf12.nt.gz")
            quads = _packed(files, folder / "quads-000.nq.gz")
            for part in everything.parts.values():
                for line in _with_reifiers(everything.lines(part), new):
                    if number and number % QUADS == 0:
                        quads.close()
                        quads = _packed(files, folder / f"quads-{number // QUADS:03}.nq.gz")
                    flat.write(f"{line}\n".encode())
                    quads.write(f"{line[:-1]}<{part.graph}> .\n".encode())
                    number += 1
                tick(part.triples)
    (folder / "void.ttl").write_text(_described(everything), "utf-8", newline="\n")
    (folder / "LOAD.md").write_text(_HEAD.format(name=store, text=COMMANDS[store]), "utf-8", newline="\n")
    sums = [f"{_digest(each)}  {each.name}\n" for each in sorted(folder.iterdir())]
    (folder / _SUMS).write_text("".join(sums), "utf-8", newline="\n")


def _packed(files: contextlib.ExitStack, path: Path) -> gzip.GzipFile:
    """Open a compressed file that is the same to the byte each time."""
    raw = files.enter_context(path.open("wb"))
    return files.enter_context(gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=raw, mtime=0))


def _with_reifiers(lines: Iterable[str], new: gzip.GzipFile) -> Iterator[str]:
    """Yield lines as they are, and write them as RDF 1.2 has them: what a claim claims becomes a triple term."""
    claimed: dict[str, dict[str, str]] = {}
    for line in lines:
        yield line
        found = _PART.fullmatch(line)
        if found is None:
            new.write(f"{line}\n".encode())
            continue
        claim = claimed.setdefault(found[1], {})
        claim[found[2]] = found[3]
        if len(claim) == len(("subject", "predicate", "object")):
            term = f"<<( {claim['subject']} {claim['predicate']} {claim['object']} )>>"
            new.write(f"{found[1]} <{RDF}reifies> {term} .\n".encode())
            del claimed[found[1]]
    for subject, claim in claimed.items():
        for name, value in claim.items():
            new.write(f"{subject} <{RDF}{name}> {value} .\n".encode())


def _described(everything: Layout) -> str:
    """Return the description of the data set in VoID."""
    triples = sum(each.triples for each in everything.parts.values())
    lines = [
        f"@prefix void: <{VOID}> .\n@prefix sd: <{SD}> .\n@prefix dcterms: <{DCTERMS}> .\n",
        f"<{GRAPH}void>\n    a void:Dataset ;",
        '    dcterms:title "Semiconductor export controls as a knowledge graph of claims"@en ;',
        "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;",
        f'    void:uriSpace "{BASE}" ;\n    void:triples {triples} ;',
        f'    void:feature <http://www.w3.org/ns/formats/N-Quads> ;\n    dcterms:identifier "{everything.truth}" .\n',
    ]
    for graph, part in everything.parts.items():
        lines.append(f"<{GRAPH}void> void:subset <{graph}> .\n<{graph}> a void:Dataset ; void:triples {part.triples} .")
    return "\n".join(lines) + "\n"


def _digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
