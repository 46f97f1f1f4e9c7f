"""From when on a few claims hold, against what is known when all claims are read."""

import random

from kg import begins, claims, store


def test_a_few_claims_begin_as_they_do_among_all() -> None:
    """Of claims drawn from the whole graph each begins on the day on which it does for a question as of a day."""
    graph = store.open_store()
    every = {each.iri: each.begins for each in claims.read_claims(graph.pairs)}
    drawn = random.Random(7).sample(sorted(every), 400)  # noqa: S311 - a sample, no secret
    assert begins.of(graph, drawn).items() >= {(each, str(every[each])) for each in drawn if every[each]}
    assert not set(begins.of(graph, drawn)) & {each for each in drawn if not every[each]}


def test_no_claims_begin_nowhere() -> None:
    """Nothing is looked up for nothing."""
    assert begins.of(store.of([]), []) == {}
