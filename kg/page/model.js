"use strict";
/* What the page knows: entities, edges and claims, and which of them are to be seen. Nothing here touches the page. */
const Model = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { nodes, edges, claims, classes, predicates, modalities, sources } = data;

  nodes.forEach((node, at) => { node.at = at; node.edges = []; node.open = !node.carried; });
  edges.forEach((edge, at) => {
    edge.at = at;
    nodes[edge.s].edges.push(edge);
    if (edge.o !== edge.s) nodes[edge.o].edges.push(edge);
    for (const each of edge.claims) claims[each].edge = edge;
  });

  const every = (list) => new Set(list.keys());
  const days = {
    said: [...new Set(claims.map((claim) => claim.said).filter(Boolean))].sort(),
    holds: [...new Set(claims.flatMap((claim) => [claim.opens, claim.until]).filter(Boolean))].sort(),
  };
  const wanted = {};
  function reset() {
    Object.assign(wanted, {
      classes: every(classes), predicates: every(predicates), modalities: every(modalities), sources: every(sources),
      clock: "said", day: "",
    });
  }
  reset();

  const inTime = {
    said: (claim, day) => !claim.said || claim.said <= day,
    holds: (claim, day) => (!claim.opens || claim.opens <= day) && (!claim.until || day <= claim.until),
  };
  function passes(claim) {
    return wanted.modalities.has(claim.m) && wanted.sources.has(claim.s)
      && (!wanted.day || inTime[wanted.clock](claim, wanted.day));
  }
  /* An edge is seen with those of its claims that pass. An entity is seen when its kind is wanted and either an edge
     of it is seen, or it was asked for, or it has no edge at all that a filter could have taken away. */
  function seen() {
    const allowed = (node) => node.open && wanted.classes.has(node.k);
    const edgesSeen = new Map();
    for (const edge of edges) {
      if (!wanted.predicates.has(edge.p) || !allowed(nodes[edge.s]) || !allowed(nodes[edge.o])) continue;
      const left = edge.claims.filter((each) => passes(claims[each]));
      if (left.length || !edge.claims.length) edgesSeen.set(edge.at, left);
    }
    const held = new Set();
    for (const at of edgesSeen.keys()) { held.add(edges[at].s); held.add(edges[at].o); }
    const nodesSeen = nodes.filter((node) => allowed(node) && (held.has(node.at) || node.centre || !node.edges.length));
    return { nodes: new Set(nodesSeen.map((node) => node.at)), edges: edgesSeen };
  }

  const other = (edge, node) => nodes[edge.s === node.at ? edge.o : edge.s];
  const closed = (node) => [...new Set(node.edges.map((edge) => other(edge, node)))].filter((each) => !each.open);
  const fold = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  let names;
  function find(text) {
    names ||= nodes.flatMap((node) => [...new Set([node.label, node.i, ...node.names.map((each) => each.t), ...node.own.map((each) => each[1])])]
      .map((name) => ({ node, name, folded: fold(name) })));
    const sought = fold(text);
    if (!sought) return [];
    const rank = (each) => (each.folded === sought ? 0 : each.folded.startsWith(sought) ? 1 : 2) + (each.node.open ? 0 : 0.5);
    const hits = names.filter((each) => each.folded.includes(sought)).sort((a, b) => rank(a) - rank(b) || a.folded.length - b.folded.length);
    return [...new Map(hits.reverse().map((each) => [each.node.at, each])).values()].reverse().slice(0, 12);
  }
  function called(node, language) {
    if (!language) return node.label;
    const found = node.names.filter((each) => each.l.startsWith(language) && !/pinyin/i.test(each.l));
    return (found.find((each) => /short/.test(each.k)) || found[0] || { t: node.label }).t;
  }
  return { data, nodes, edges, claims, classes, predicates, modalities, sources, days, wanted, reset, passes, seen, other, closed, find, called };
})();
