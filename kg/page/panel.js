"use strict";
/* What stands beside the picture: cards, claims, the table. All text of others becomes text nodes, never markup. */
const Panel = (() => {
  const { nodes, edges, claims, classes, predicates, modalities, sources } = Model;
  const at = (id) => document.getElementById(id);

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined && text !== null) made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }
  function button(text, action, attributes = {}) {
    const made = element("button", text, { type: "button", ...attributes });
    made.addEventListener("click", action);
    return made;
  }
  function link(address, text) {
    if (!/^https?:\/\//i.test(address)) return element("span", text);
    return element("a", text, { href: address, rel: "noopener noreferrer", target: "_blank" });
  }
  function listed(pairs) {
    const list = element("dl");
    for (const [name, value] of pairs) {
      if (!value) continue;
      const what = element("dd");
      what.append(value);
      list.append(element("dt", name), what);
    }
    return list;
  }
  const marks = (texts) => texts.filter(Boolean).map(([text, bad]) => element("span", text, { class: bad ? "mark bad" : "mark" }));
  const sentence = (edge) => `${nodes[edge.s].label} — ${predicates[edge.p].label} → ${nodes[edge.o].label}`;
  const count = (number, word) => `${number < 1000 ? number : number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

  function claimCard(claim) {
    const made = element("article", null, { class: claim.d ? "disputed" : "" }), source = sources[claim.s];
    made.append(element("p", claim.sentence || sentence(claim.edge)));
    made.append(...marks([[modalities[claim.m].label], [claim.cred], claim.d ? ["disputed", true] : null]));
    made.append(listed([
      ["says", claim.by], ["in", link(source.url, source.title)],
      ["published", [source.issued, source.publisher].filter(Boolean).join(", ")], ["reliability", source.reliability],
      ["where", claim.locator], ["said on", claim.said],
      ["valid", claim.from || claim.until ? `${claim.from || "…"} to ${claim.until || "…"}` : ""],
      ["figure", claim.figure], ...claim.more,
    ]));
    for (const each of claim.against) made.append(opposed(each));
    return made;
  }
  function opposed(each) {
    const made = element("p", "Contradicted: ", { class: "against" });
    const text = `${each.says} (${each.title})`;
    made.append(each.claim === undefined ? text : button(text, () => Page.chooseEdge(claims[each.claim].edge)));
    return made;
  }
  function tell(...parts) {
    at("told").replaceChildren(...parts);
    at("told").scrollTop = 0;
    show("told");
  }
  function edge(it) {
    const left = it.claims.filter((each) => Model.passes(claims[each])), hidden = it.claims.length - left.length;
    const size = it.claims.length ? count(left.length, "claim") + (hidden ? `, and ${hidden} that the filters take away` : "") : "Nobody claims this: the query made it.";
    const ends = element("p", null, { class: "under" });
    ends.append(button(nodes[it.s].label, () => Page.chooseNode(nodes[it.s])), " ", button(nodes[it.o].label, () => Page.chooseNode(nodes[it.o])));
    const text = element("p", "As text: ", { class: "under" });
    text.append(element("code", `kg why ${nodes[it.s].i} ${predicates[it.p].iri} ${nodes[it.o].i}`));
    tell(element("h2", sentence(it)), element("p", size, { class: "under" }), ...left.map((each) => claimCard(claims[each])), element("h3", "Its ends"), ends, ...(it.claims.length ? [text] : []));
  }

  const titled = (title, ...parts) => (parts.length ? [element("h3", title), ...parts] : []);
  function node(it) {
    const kind = classes[it.k].label, closed = Model.closed(it), own = it.edges;
    const parts = [element("h2", it.label), element("p", `${kind} · ${it.i}`, { class: "under" })];
    if (closed.length) parts.push(button(`Show ${count(closed.length, "more neighbour")}`, () => Page.open(it), { id: "open" }));
    parts.push(...titled("Names", ...names(it)), ...titled("Identifiers and other texts", ...texts(it)), ...titled("Listings", ...listings(it)));
    parts.push(...titled(`Edges (${own.length})`, ...byPredicate(own, it)));
    const known = new Set(own.flatMap((each) => each.claims)).size;
    const whole = it.claims > known + it.names.length + it.texts.length;
    const rest = element("p", whole ? `The graph has ${count(it.claims, "claim")} that touch it, and this file not all of them. To see the rest: ` : "As text: ", { class: "under" });
    rest.append(element("code", whole ? `kg draw ${it.i} --output more.html` : `kg show ${it.i}`));
    tell(...parts, rest);
  }
  /* The same text of several claims is told once, with how many claims and which sources. */
  function grouped(list, of) {
    const found = new Map();
    for (const each of list) {
      const key = of(each).join("\n");
      if (!found.has(key)) found.set(key, { pair: of(each), number: 0, sources: new Set() });
      found.get(key).number += 1;
      found.get(key).sources.add(sources[each.s].title);
    }
    return [...found.values()].map(({ pair: [name, text], number, sources: titles }) => {
      const what = element("span", text), more = titles.size > 1 ? ` and ${count(titles.size - 1, "other source")}` : "";
      what.append(element("small", `${number > 1 ? `${count(number, "claim")}: ` : ""}${[...titles][0]}${more}`));
      return [name, what];
    });
  }
  function names(it) {
    if (!it.names.length) return [];
    return [listed(grouped(it.names, (each) => [each.k || "name", `${each.t}${each.l && each.l !== "en" ? ` (${each.l})` : ""}`]))];
  }
  function texts(it) {
    const rows = [...it.own, ...grouped(it.texts, (each) => [each.p, each.t])];
    return rows.length ? [listed(rows)] : [];
  }
  function listings(it) {
    return it.edges.filter((each) => each.s === it.at && predicates[each.p].iri === "kg:listedOn")
      .flatMap((each) => each.claims.map((one) => listed([["on", nodes[each.o].label], ...claims[one].more, ["said by", claims[one].by]])));
  }
  function byPredicate(list, it) {
    const rows = element("ul", null, { class: "edges" }), shown = 300;
    for (const each of list.slice(0, shown)) {
      const out = each.s === it.at, item = element("li");
      const made = button("", () => Page.chooseEdge(each));
      made.append(element("span", `${out ? "" : "← "}${predicates[each.p].label}${out ? " →" : ""} ${Model.other(each, it).label}`), element("small", count(each.claims.length, "claim")));
      item.append(made);
      rows.append(item);
    }
    return list.length ? [rows, ...(list.length > shown ? [element("p", `and ${list.length - shown} more in the table`)] : [])] : [element("p", "No edge of it is in this picture.")];
  }

  /* What is told before anything is chosen: how to read it, what is left out, what is disputed, what is said most. */
  function start(seen) {
    const { data } = Model, rows = [...seen.edges].map(([number]) => edges[number]);
    const disputed = rows.filter((each) => each.claims.some((one) => claims[one].d));
    const most = rows.filter((each) => each.claims.length > 1).sort((a, b) => b.claims.length - a.claims.length).slice(0, 8);
    const asked = nodes.filter((each) => each.centre);
    tell(
      element("h2", data.title),
      element("p", "Choose an edge to read the claims behind it, or an entity to see its card and its edges. The table has every edge that the picture shows."),
      ...data.left.map((each) => element("p", each, { class: "left-out" })),
      ...titled("Asked for", ...plainly(asked, (each) => [each.label, classes[each.k].label, () => Page.chooseNode(each)])),
      ...titled(`Disputed (${disputed.length})`, ...plainly(disputed, edgeLine)),
      ...titled("Said by most", ...plainly(most, edgeLine)),
    );
  }
  const edgeLine = (each) => [sentence(each), count(each.claims.length, "claim"), () => Page.chooseEdge(each)];
  function plainly(list, of) {
    const rows = element("ul", null, { class: "edges" });
    for (const each of list.slice(0, 60)) {
      const [text, small, action] = of(each), item = element("li"), made = button("", action);
      made.append(element("span", text), element("small", small));
      item.append(made);
      rows.append(item);
    }
    return list.length ? [rows] : [];
  }

  function show(id) {
    for (const name of ["told", "table", "help"]) {
      at(name).hidden = name !== id;
      at(`tab-${name}`).setAttribute("aria-selected", String(name === id));
    }
  }

  const columns = [
    ["Entity", (row) => nodes[row.edge.s].label], ["Relation", (row) => predicates[row.edge.p].label],
    ["Entity", (row) => nodes[row.edge.o].label], ["Claims", (row) => row.left.length],
    ["Said", (row) => [...new Set(row.left.map((each) => modalities[claims[each].m].label))].join(", ")],
  ];
  let rows = [], order = 0, limit = 200;
  function table(seen) {
    rows = [...seen.edges].map(([number, left]) => ({ edge: edges[number], left }));
    draw();
  }
  function draw() {
    const key = columns[order][1], sorted = [...rows].sort((a, b) => (typeof key(a) === "number" ? key(b) - key(a) : key(a).localeCompare(key(b))));
    at("caption").textContent = rows.length ? `${count(rows.length, "edge")} that the picture shows; choose a relation to read its claims` : "The picture shows no edge.";
    at("rows").replaceChildren(...sorted.slice(0, limit).map(line));
    at("more-rows").hidden = rows.length <= limit;
    at("more-rows").textContent = `Show ${Math.min(rows.length - limit, 500)} more rows`;
  }
  function line(row) {
    const disputed = row.left.some((each) => claims[each].d), made = element("tr", null, disputed ? { class: "disputed" } : {});
    columns.forEach(([, key], number) => {
      const cell = element("td", number === 1 ? undefined : key(row), number === 3 ? { class: "number" } : {});
      if (number === 1) cell.append(button(key(row) + (disputed ? " (disputed)" : ""), () => Page.chooseEdge(row.edge)));
      made.append(cell);
    });
    return made;
  }
  function whole() { limit = Infinity; draw(); }
  columns.forEach(([name], number) => {
    const head = element("th", undefined, { scope: "col" });
    head.append(button(name, () => { order = number; draw(); }, { title: "Sort by it" }));
    at("heads").append(head);
  });
  at("more-rows").addEventListener("click", () => { limit += 500; draw(); });
  for (const name of ["told", "table", "help"]) at(`tab-${name}`).addEventListener("click", () => show(name));
  return { element, count, sentence, start, edge, node, table, whole, show, tell, at };
})();
