"use strict";
/* The picture itself, its filters, the search and the keys. */
const Page = (() => {
  const { data, nodes, edges, claims, classes, predicates, modalities, sources, wanted } = Model;
  const { at, element, count } = Panel;
  const dark = matchMedia("(prefers-color-scheme: dark)"), still = matchMedia("(prefers-reduced-motion: reduce)");
  let language = "", chosen = null, seen = Model.seen(), printing = false;
  const large = seen.nodes.size > data.still, heavy = seen.edges.size > 600;
  const drawn = { nodes: new vis.DataSet(), edges: new vis.DataSet() };

  const ink = () => (dark.matches && !printing
    ? { text: "#e3e9ef", halo: "#10151b", line: "#566472", label: "#98a6b3", red: "#ff5c6e", light: "#6cb0ff" }
    : { text: "#17212b", halo: "#fbfcfd", line: "#b4bfca", label: "#5b6875", red: "#d62839", light: "#1d6fd1" });
  const short = (text) => (text.length > 42 ? `${text.slice(0, 41)}…` : text);

  function drawnNode(node) {
    const colours = ink(), kind = classes[node.k], closed = Model.closed(node).length;
    const links = node.edges.filter((edge) => Model.other(edge, node).open).length;
    const size = (node.centre ? 24 : Math.min(8 + 2 * Math.sqrt(links), 20)) * (kind.shape === "square" ? 0.8 : 1);
    return {
      id: node.at, label: short(Model.called(node, language)), shape: kind.shape, size, x: node.x, y: node.y,
      color: { background: kind.colour, border: node.centre ? colours.text : kind.colour, highlight: { background: kind.colour, border: colours.light }, hover: { background: kind.colour, border: colours.light } },
      borderWidth: node.centre ? 3 : 1, borderWidthSelected: 4, widthConstraint: { maximum: 150 },
      font: { color: colours.text, strokeColor: colours.halo, strokeWidth: 3, size: node.centre ? 16 : 13 },
      title: `${node.label} · ${kind.label}${closed ? ` · ${count(closed, "more neighbour")}: double click` : ""}`,
    };
  }
  /* Edges between the same two entities bend apart, so that none hides another. */
  const beside = new Map();
  for (const edge of edges) {
    const pair = edge.s < edge.o ? `${edge.s} ${edge.o}` : `${edge.o} ${edge.s}`;
    if (!beside.has(pair)) beside.set(pair, []);
    edge.turn = beside.get(pair).push(edge) - 1;
    edge.pair = pair;
  }
  function bend(edge) {
    const all = beside.get(edge.pair).length;
    if (all === 1) return heavy ? false : { enabled: true, type: "continuous", roundness: 0.4 };
    const step = Math.ceil(edge.turn / 2) * 0.22 * (edge.s < edge.o ? 1 : -1);
    return edge.turn === 0 && all % 2 ? false : { enabled: true, type: edge.turn % 2 ? "curvedCW" : "curvedCCW", roundness: step || 0.11 };
  }
  function drawnEdge(edge, left) {
    const colours = ink(), disputed = left.some((each) => claims[each].d);
    const unsure = left.length > 0 && left.every((each) => modalities[claims[each].m].unsure);
    const name = predicates[edge.p].label, colour = disputed ? colours.red : colours.line;
    return {
      id: edge.at, from: edge.s, to: edge.o, dashes: unsure ? [7, 6] : false,
      width: left.length ? Math.min(0.7 + 0.8 * left.length, 9) : 1, smooth: bend(edge),
      color: { color: colour, highlight: disputed ? colours.red : colours.light, hover: disputed ? colours.red : colours.light, opacity: heavy && !disputed ? 0.55 : 1 },
      label: at("edge-labels").checked ? name + (disputed ? " (disputed)" : "") : "",
      font: { color: disputed ? colours.red : colours.label, strokeColor: colours.halo, strokeWidth: 3, size: 11, align: "middle" },
      title: `${Panel.sentence(edge)} · ${count(left.length, "claim")}${disputed ? " · disputed" : ""}`,
    };
  }

  const network = new vis.Network(at("canvas"), drawn, {
    autoResize: true,
    layout: { improvedLayout: false, randomSeed: 1 },
    nodes: { scaling: { label: { drawThreshold: large ? 8 : 5 } }, shapeProperties: { interpolation: false } },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.45 } }, selectionWidth: 1.5, hoverWidth: 0.5, scaling: { label: { drawThreshold: 7 } } },
    interaction: { hover: !heavy, tooltipDelay: 250, hideEdgesOnDrag: seen.edges.size > 2500, hideEdgesOnZoom: seen.edges.size > 2500, multiselect: false, keyboard: false },
    physics: { enabled: false, stabilization: false, solver: "barnesHut", minVelocity: 1.2, barnesHut: { gravitationalConstant: -16000, centralGravity: 0.1, springLength: 190, springConstant: 0.02, damping: 0.5, avoidOverlap: 0.35 } },
  });

  /* Bring the picture to what is to be seen; with `anew`, also that which looks different now. */
  function refresh(anew = false) {
    seen = Model.seen();
    const gone = drawn.nodes.getIds().filter((id) => !seen.nodes.has(id));
    if (gone.length) {
      const places = network.getPositions(gone);
      for (const id of gone) if (places[id]) Object.assign(nodes[id], places[id]);
    }
    if (anew) for (const [id, place] of Object.entries(network.getPositions())) Object.assign(nodes[id], place);
    drawn.edges.remove(drawn.edges.getIds().filter((id) => !seen.edges.has(id)));
    drawn.nodes.remove(gone);
    const fresh = [...seen.nodes].filter((id) => anew || !drawn.nodes.get(id));
    drawn.nodes.update(fresh.map((id) => drawnNode(nodes[id])));
    const lines = [...seen.edges].filter(([id, left]) => anew || !drawn.edges.get(id) || edges[id].left !== left.length);
    drawn.edges.update(lines.map(([id, left]) => { edges[id].left = left.length; return drawnEdge(edges[id], left); }));
    Panel.table(seen);
    counts();
  }
  function counts() {
    const carried = nodes.filter((node) => !node.open).length;
    at("size").textContent = `${count(seen.nodes.size, "entit").replace(/entits?$/, seen.nodes.size === 1 ? "entity" : "entities")}, ${count(seen.edges.size, "edge")}${carried ? ` · ${carried.toLocaleString("en")} more at a double click` : ""}`;
    for (const [name, of] of [["classes", (id) => nodes[id].k]]) {
      const found = new Map();
      for (const id of seen.nodes) found.set(of(id), (found.get(of(id)) || 0) + 1);
      write(name, found);
    }
    const relations = new Map(), ways = new Map(), documents = new Map();
    const add = (map, key) => map.set(key, (map.get(key) || 0) + 1);
    for (const [id, left] of seen.edges) {
      add(relations, edges[id].p);
      for (const each of left) { add(ways, claims[each].m); add(documents, claims[each].s); }
    }
    write("predicates", relations); write("modalities", ways); write("sources", documents);
  }
  function write(name, found) {
    for (const box of at(name).querySelectorAll("input")) {
      const number = found.get(Number(box.value)) || 0;
      box.parentElement.lastChild.textContent = number.toLocaleString("en");
      box.parentElement.classList.toggle("none", !number);
    }
  }

  /* The neighbours of an entity that the file carries are put around it, on the side away from the middle. */
  function open(node) {
    const closed = Model.closed(node);
    const here = network.getPositions([node.at])[node.at] || node, away = Math.atan2(here.y, here.x) || 0;
    closed.forEach((each, number) => {
      const ring = 1 + Math.floor(number / 14), turn = away + (number % 14 - Math.min(closed.length - 1, 13) / 2) * 0.33 + ring * 0.1;
      Object.assign(each, { open: true, x: here.x + Math.cos(turn) * 150 * ring, y: here.y + Math.sin(turn) * 150 * ring });
    });
    refresh();
    drawn.nodes.update(drawnNode({ ...node, ...here }));
    chooseNode(node, false);
    if (closed.length) at("size").textContent += ` · ${count(closed.length, "neighbour")} opened`;
  }
  function ensure(node) {
    if (!node.open) {
      const beside = node.edges.map((edge) => Model.other(edge, node)).find((each) => seen.nodes.has(each.at));
      const here = beside && network.getPositions([beside.at])[beside.at];
      Object.assign(node, { open: true, x: (here?.x || 0) + 90, y: (here?.y || 0) + 110 });
    }
    if (!wanted.classes.has(node.k)) { wanted.classes.add(node.k); ticks(); }
    refresh();
  }
  const quiet = () => (still.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });
  function chooseNode(node, centre = true) {
    if (!seen.nodes.has(node.at)) ensure(node);
    chosen = { node, turn: -1 };
    if (seen.nodes.has(node.at)) {
      network.selectNodes([node.at]);
      if (centre) network.focus(node.at, { scale: Math.max(network.getScale(), 0.8), animation: quiet() });
    }
    Panel.node(node);
  }
  function chooseEdge(edge) {
    for (const end of [nodes[edge.s], nodes[edge.o]]) if (!end.open) ensure(end);
    chosen = { node: chosen?.node, turn: chosen?.turn ?? -1, edge };
    if (seen.edges.has(edge.at)) network.setSelection({ nodes: [], edges: [edge.at] });
    Panel.edge(edge);
  }

  function choices(name, list, change) {
    list.forEach((each, number) => {
      const item = element("li"), label = element("label"), box = element("input", null, { type: "checkbox", value: number });
      box.checked = true;
      box.addEventListener("change", () => { wanted[name][box.checked ? "add" : "delete"](number); refresh(); });
      label.append(box, ...(change ? [change(each)] : []), element("span", each.label || each.title), element("output"));
      item.append(label);
      at(name).append(item);
    });
  }
  const ticks = () => ["classes", "predicates", "modalities", "sources"].forEach((name) => at(name).querySelectorAll("input").forEach((box) => { box.checked = wanted[name].has(Number(box.value)); }));
  const outlines = { dot: "M7 1a6 6 0 1 0 .01 0z", square: "M2 2h10v10H2z", triangle: "M7 1l6 11H1z", triangleDown: "M7 13L1 2h12z", diamond: "M7 0l7 7-7 7-7-7z", hexagon: "M4 1h6l4 6-4 6H4L0 7z", star: "M7 0l2 5h5l-4 3 1.500 5L7 10l-4.500 3L4 8 0 5h5z" };
  function badge(kind) {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    picture.setAttribute("viewBox", "0 0 14 14");
    picture.setAttribute("aria-hidden", "true");
    path.setAttribute("d", outlines[kind.shape] || outlines.dot);
    path.setAttribute("fill", kind.colour);
    picture.append(path);
    return picture;
  }

  function clock() {
    const days = Model.days[wanted.clock], slider = at("day");
    slider.max = days.length;
    slider.value = days.length;
    slider.disabled = !days.length;
    day();
  }
  function day() {
    const days = Model.days[wanted.clock];
    wanted.day = days[Number(at("day").value)] || "";
    at("day-text").textContent = wanted.day || (days.length ? `any day (${days[0]} to ${days[days.length - 1]})` : "no claim says a day");
    refresh();
  }
  function reset() {
    Model.reset();
    at("clock").value = wanted.clock;
    ticks();
    clock();
  }

  function moves(on) {
    network.setOptions({ physics: { enabled: on } });
    at("moving").checked = on;
  }
  let marked = -1;
  function search() {
    const found = Model.find(at("search").value), list = at("found");
    marked = found.length ? 0 : -1;
    list.replaceChildren(...found.map((each, number) => {
      const item = element("li", each.node.label, { role: "option", id: `found-${number}`, "aria-selected": String(number === 0) });
      const beside = [each.name === each.node.label ? "" : each.name, classes[each.node.k].label, each.node.open ? "" : "not shown yet"].filter(Boolean).join(" · ");
      item.append(element("small", beside));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); take(each.node); });
      item.node = each.node;
      return item;
    }));
    if (!found.length && at("search").value.trim()) list.replaceChildren(element("li", "No name in this picture is like it. That clears nobody.", { role: "option", "aria-disabled": "true" }));
    list.hidden = !at("search").value.trim();
    at("search").setAttribute("aria-expanded", String(!list.hidden));
  }
  function mark(step) {
    const items = [...at("found").children].filter((each) => each.node);
    if (!items.length) return;
    marked = (marked + step + items.length) % items.length;
    items.forEach((each, number) => each.setAttribute("aria-selected", String(number === marked)));
    items[marked].scrollIntoView({ block: "nearest" });
    at("search").setAttribute("aria-activedescendant", items[marked].id);
  }
  function take(node) {
    at("found").hidden = true;
    at("search").setAttribute("aria-expanded", "false");
    if (node) chooseNode(node);
  }
  at("search").addEventListener("input", search);
  at("search").addEventListener("focus", () => { if (at("search").value) search(); });
  at("search").addEventListener("blur", () => take());
  at("search").addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(event.key === "ArrowDown" ? 1 : -1); }
    if (event.key === "Enter") take([...at("found").children][marked]?.node);
    if (event.key === "Escape") { event.stopPropagation(); take(); at("canvas").firstChild?.focus?.(); }
  });

  function step(by) {
    const order = [...seen.nodes].sort((a, b) => nodes[a].label.localeCompare(nodes[b].label));
    if (order.length) chooseNode(nodes[order[(order.indexOf(chosen?.node?.at ?? -1) + by + order.length) % order.length]]);
  }
  function nextEdge() {
    const own = chosen?.node?.edges.filter((each) => seen.edges.has(each.at)) || [];
    if (!own.length) return;
    const turn = (chosen.turn + 1) % own.length, node = chosen.node;
    chooseEdge(own[turn]);
    chosen = { node, turn, edge: own[turn] };
  }
  const zoom = (factor) => network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.02), 5), animation: quiet() });
  const pan = (x, y) => { const place = network.getViewPosition(), far = 80 / network.getScale(); network.moveTo({ position: { x: place.x + x * far, y: place.y + y * far } }); };
  const nothing = () => { network.unselectAll(); chosen = null; start(); };
  const everywhere = { "/": () => at("search").focus(), n: () => step(1), p: () => step(-1), e: nextEdge, d: () => Panel.show("told"), t: () => Panel.show("table"), h: () => Panel.show("help"), "?": () => Panel.show("help"), "+": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: () => network.fit({ animation: quiet() }) };
  const onPicture = { ArrowLeft: () => pan(-1, 0), ArrowRight: () => pan(1, 0), ArrowUp: () => pan(0, -1), ArrowDown: () => pan(0, 1), Enter: () => chosen?.node && open(chosen.node), Escape: nothing };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    const inside = at("picture").contains(event.target) && event.target.tagName !== "BUTTON";
    const action = everywhere[event.key] || (inside || event.target === document.body ? onPicture[event.key] : undefined);
    if (action) { event.preventDefault(); action(); }
  });

  let waiting = 0;
  network.on("click", (event) => {
    clearTimeout(waiting);
    if (event.nodes.length) chooseNode(nodes[event.nodes[0]], false);
    else if (event.edges.length) chooseEdge(edges[event.edges[0]]);
  });
  network.on("doubleClick", (event) => { if (event.nodes.length) open(nodes[event.nodes[0]]); });
  at("nearer").addEventListener("click", () => zoom(1.3));
  at("farther").addEventListener("click", () => zoom(1 / 1.3));
  at("fit").addEventListener("click", () => network.fit({ animation: quiet() }));
  at("reset").addEventListener("click", reset);
  at("edge-labels").addEventListener("change", () => refresh(true));
  at("moving").addEventListener("change", () => moves(at("moving").checked));
  at("language").addEventListener("change", () => { language = at("language").value; refresh(true); });
  at("clock").addEventListener("change", () => { wanted.clock = at("clock").value; clock(); });
  at("day").addEventListener("input", day);
  dark.addEventListener("change", () => refresh(true));
  addEventListener("beforeprint", () => { printing = true; Panel.whole(); refresh(true); network.redraw(); });
  addEventListener("afterprint", () => { printing = false; refresh(true); });

  const start = () => Panel.start(seen);
  at("title").textContent = data.title;
  at("notes").append(...data.notes.map((each) => element("p", each)));
  choices("classes", classes, badge);
  choices("predicates", predicates);
  choices("modalities", modalities);
  choices("sources", sources);
  at("edge-labels").checked = seen.edges.size <= 160;
  if (/^zh/i.test(navigator.language)) { at("language").value = "zh"; language = "zh"; }
  clock();
  moves(!large && !still.matches && seen.nodes.size > 1);
  network.fit();
  if (at("moving").checked) {
    network.once("stabilizationIterationsDone", () => network.fit());
    network.stabilize(250);
  }
  at("canvas").querySelector(".vis-network")?.setAttribute("aria-label", "Picture of entities and claims; the table has the same");
  start();
  const asked = nodes.find((node) => node.i === decodeURIComponent(location.hash.slice(1)));
  if (asked) chooseNode(asked);
  return { network, drawn, chooseNode, chooseEdge, open, refresh };
})();
