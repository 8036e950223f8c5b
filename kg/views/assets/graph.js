"use strict";
/* The drawing: vis-network with places computed beforehand; only what is visible is given to it. */
{
  const dashes = { asserted: false, reported: [9, 5], planned: [2, 5], hypothetical: [2, 5], negated: [9, 4, 2, 4] };
  kg.dashes = dashes;
  const { entities, drawing, classes, families, relations, facts } = kg.data;
  const container = document.getElementById("graph");
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(
    container,
    { nodes, edges },
    {
      autoResize: true,
      physics: false,
      layout: { improvedLayout: false },
      interaction: { hover: false, selectConnectedEdges: false, multiselect: false, tooltipDelay: 1e9, keyboard: false, zoomSpeed: 0.6 },
      nodes: { borderWidth: 1.5, borderWidthSelected: 3, labelHighlightBold: false },
      edges: { smooth: false, arrowStrikethrough: false, selectionWidth: 0, chosen: false },
    },
  );
  kg.network = network;
  let whole = 1;
  /* Entities and lines have a fair size on the screen when all is shown: as large as the room for each allows. */
  let share = 0.9;
  let widest = 1;
  const unit = () => Math.min(widest, Math.max(0.7, share / whole));
  /* The drawing is drawn wider or higher, to fill the room there is; what was dragged stays where it was left. */
  let stretch = 1;
  const moved = new Map();
  const spot = (number) => moved.get(number) ?? { x: drawing.nodes[number].x * stretch, y: drawing.nodes[number].y / stretch };
  network.on("dragEnd", ({ nodes: [one] }) => one !== undefined && moved.set(one, network.getPosition(one)));
  kg.size = (number) => drawing.nodes[number].size * unit();
  let shown = { entities: [], edges: [], facts: [] };
  kg.shown = () => shown;

  /** What is selected: entities and edges to stand out; all else steps back. Null where nothing is. */
  kg.lit = () => {
    const { entity, edge, fact } = kg.state;
    const route = kg.routes.flat();
    if (route.length) return { entities: new Set(route.flatMap((each) => [drawing.edges[each].from, drawing.edges[each].to])), edges: new Set(route), first: entity };
    const at = edge ?? (fact !== null ? facts[fact].edge ?? null : null);
    if (at !== null) return { entities: new Set([drawing.edges[at].from, drawing.edges[at].to]), edges: new Set([at]), first: null };
    const one = entity ?? (fact !== null ? [facts[fact].s, facts[fact].o].find((end) => end >= 0) : undefined);
    if (one === undefined || one === null) return null;
    const around = entities[one].edges;
    return { entities: new Set([one, ...around.flatMap((each) => [drawing.edges[each].from, drawing.edges[each].to])]), edges: new Set(around), first: one };
  };

  /** The facts of an edge that pass the filters, the most telling first. */
  kg.edgeFacts = (number) => {
    if (!passing.has(number)) passing.set(number, drawing.edges[number].facts.map((each) => facts[each]).filter((fact) => kg.passes(fact)).sort(kg.byWeight));
    return passing.get(number);
  };
  const passing = new Map();

  const node = (number, lit, dark, surface, ink) => {
    const cls = classes[entities[number].cls];
    const fill = dark ? cls.dark : cls.light;
    const first = lit?.first === number;
    return {
      ...drawing.nodes[number],
      size: drawing.nodes[number].size * unit(),
      ...spot(number),
      color: { background: fill, border: first ? ink : surface, highlight: { background: fill, border: ink } },
      borderWidth: first ? 3 : 1.5,
      opacity: lit && !lit.entities.has(number) ? 0.16 : 1,
    };
  };

  const edge = (number, lit, dark) => {
    const own = kg.edgeFacts(number);
    const best = own[0];
    const family = families[relations[best.p].family];
    const { from, to } = drawing.edges[number];
    const asserted = own.some((fact) => fact.factuality === 0);
    const out = own.some((fact) => fact.s === from);
    const back = own.some((fact) => fact.s === to);
    const on = lit?.edges.has(number);
    return {
      id: number,
      from,
      to,
      color: { color: dark ? family.dark : family.light, opacity: lit ? (on ? 1 : 0.08) : 0.62 },
      width: (1.3 + Math.log2(own.length) * 0.8) * (on ? 1.5 : 1) * unit(),
      dashes: asserted ? false : dashes[kg.factuality(best)].map((length) => length * unit()),
      arrows: { to: { enabled: out, scaleFactor: 0.5 }, from: { enabled: back, scaleFactor: 0.5 } },
    };
  };

  /** The connections that are shown, each a list of edges. */
  kg.routes = [];

  /** Choose what is visible; `kg.paint` or `kg.fit` must follow. */
  kg.choose = () => {
    passing.clear();
    kg.routes = kg.state.path === null ? [] : kg.paths(kg.state.entity, kg.state.path);
    shown = kg.visible();
  };

  kg.paint = () => {
    const lit = kg.lit();
    const dark = kg.dark();
    const [surface, ink] = [kg.colour("--ground"), kg.colour("--ink")];
    const keepNodes = new Set(shown.entities);
    const keepEdges = new Set(shown.edges);
    edges.remove(edges.getIds().filter((id) => !keepEdges.has(id)));
    nodes.remove(nodes.getIds().filter((id) => !keepNodes.has(id)));
    nodes.update(shown.entities.map((number) => node(number, lit, dark, surface, ink)));
    edges.update(shown.edges.map((number) => edge(number, lit, dark)));
    network.redraw();
  };

  /* The scale of the signs at which the nearest two of some entities touch; not sought among very many. */
  const touching = (numbers) => {
    if (numbers.length > 400) return 1;
    const signs = numbers.map((number) => drawing.nodes[number]);
    const scale = (a, b) => Math.max(Math.abs(a.x - b.x) * stretch, Math.abs(a.y - b.y) / stretch) / (a.size + b.size);
    return Math.min(...signs.map((a, index) => signs.slice(0, index).reduce((least, b) => Math.min(least, scale(a, b)), Infinity)));
  };

  /** Show all that is visible (painted anew if it has `changed`), with room for names at the sides and the key beneath. */
  kg.fit = (animate, changed) => {
    if (!shown.entities.length) return kg.paint();
    const [width, height] = [container.clientWidth, container.clientHeight];
    const room = { left: Math.min(64, width * 0.12), right: Math.min(84, width * 0.16), top: width < 500 ? 58 : 32, bottom: document.getElementById("key").offsetHeight + 44 };
    const [wide, high] = [Math.max(1, width - room.left - room.right), Math.max(1, height - room.top - room.bottom)];
    const extent = () => {
      const places = shown.entities.map(spot);
      const ends = (axis) => [Math.min(...places.map((place) => place[axis])), Math.max(...places.map((place) => place[axis]))];
      return [...ends("x"), ...ends("y")];
    };
    const before = `${unit()} ${stretch}`;
    let [left, right, top, bottom] = extent();
    stretch *= Math.sqrt(wide / high / (Math.max(60, right - left) / Math.max(60, bottom - top)));
    stretch = Math.min(1.35, Math.max(0.72, stretch));
    [left, right, top, bottom] = extent();
    const across = wide / Math.max(1, right - left);
    const down = high / Math.max(1, bottom - top);
    const scale = Math.min(1.6, across, down);
    const x = (left + right) / 2 + (room.right - room.left) / 2 / scale;
    const y = (top + bottom) / 2 + (room.bottom - room.top) / 2 / scale;
    whole = scale;
    widest = touching(shown.entities) * 0.8;
    share = Math.min(0.9, Math.sqrt((wide * high) / shown.entities.length) / 75);
    if (changed || `${unit()} ${stretch}` !== before) kg.paint();
    network.moveTo({ position: { x, y }, scale, animation: animate && !kg.still() ? { duration: 350 } : false });
  };
  /** How far the view is zoomed in, 1 being all that is visible. */
  kg.near = () => network.getScale() / whole;
  kg.still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  kg.zoom = (by) => network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * by)), animation: kg.still() ? false : { duration: 150 } });

  /** Bring what is selected into sight, if it is not. */
  kg.reveal = () => {
    const lit = kg.lit();
    if (!lit) return;
    const inside = ({ x, y }) => x > 10 && y > 10 && x < container.clientWidth - 10 && y < container.clientHeight - 10;
    const places = network.getPositions([...lit.entities].filter((each) => nodes.get(each)));
    const target = lit.first === null ? Object.values(places) : [places[lit.first]].filter(Boolean);
    if (!target.length || target.every((place) => inside(network.canvasToDOM(place)))) return;
    const middle = { x: target.reduce((sum, { x }) => sum + x, 0) / target.length, y: target.reduce((sum, { y }) => sum + y, 0) / target.length };
    network.moveTo({ position: middle, animation: kg.still() ? false : { duration: 350 } });
  };

  /* The engine measures how near a click is in units of the drawing; these measure in pixels, so that what is small can be hit. */
  const REACH = 7;
  const nearest = (numbers, distance, reach) => {
    let [best, least] = [undefined, Infinity];
    for (const number of numbers) {
      const far = distance(number) - reach(number);
      if (far <= 0 && far < least) [best, least] = [number, far];
    }
    return best;
  };
  const hit = (dom) => {
    const { x, y } = network.DOMtoCanvas(dom);
    const scale = network.getScale();
    const toNode = (number) => Math.hypot(spot(number).x - x, spot(number).y - y) * scale;
    const node = nearest(shown.entities, toNode, (number) => Math.max(REACH, kg.size(number) * scale));
    if (node !== undefined) return { node };
    const named = kg.labelAt(dom);
    if (named !== undefined) return { node: named };
    const toEdge = (number) => {
      const [a, b] = [spot(drawing.edges[number].from), spot(drawing.edges[number].to)];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const part = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(a.x + part * dx - x, a.y + part * dy - y) * scale;
    };
    return { edge: nearest(shown.edges, toEdge, () => REACH) };
  };
  /** The entity (by its sign or its name) or the edge at a point of the screen. */
  kg.hit = hit;

  network.on("click", ({ pointer }) => {
    const { node: entity, edge: line } = hit(pointer.DOM);
    network.unselectAll();
    const reading = kg.state.tab === "article";
    /* Who reads goes on reading: in this document, or in the first that names what was clicked. */
    const homes = entity === undefined ? [] : entities[entity].documents;
    const article = homes.length && !homes.includes(kg.state.article) ? homes[0] : kg.state.article;
    if (entity !== undefined) kg.select(reading ? { entity, article, tab: "article" } : { entity });
    else if (line !== undefined && reading) kg.read(kg.edgeFacts(line)[0].number);
    else if (line !== undefined) kg.select({ edge: line });
    else kg.clear();
  });
  network.on("doubleClick", ({ pointer }) => {
    const { node } = hit(pointer.DOM);
    if (node !== undefined) kg.expand(node);
  });

  /** Show an entity's neighbours as well. */
  kg.expand = (number) => {
    const around = entities[number].edges.flatMap((each) => [drawing.edges[each].from, drawing.edges[each].to]);
    const extra = new Set([...kg.state.extra, number, ...around.slice(0, 200)]);
    kg.show({ extra });
    kg.say(`${entities[number].label}: ${kg.plural(entities[number].edges.length, "neighbour")}`);
  };

  /* The card that follows the pointer. */
  const card = document.getElementById("card");
  const hover = (content, { x, y }) => {
    card.replaceChildren(...content);
    card.hidden = false;
    card.style.left = `${Math.min(x + 14, container.clientWidth - card.offsetWidth - 8)}px`;
    card.style.top = `${y + 18 + card.offsetHeight > container.clientHeight ? y - card.offsetHeight - 12 : y + 18}px`;
  };
  const away = () => (card.hidden = true);
  const aboutEntity = (number) => {
    const entity = entities[number];
    return [kg.words(kg.shorten(entity.label, 90), "name"), kg.el("span", { class: "quiet" }, `${classes[entity.cls].label} · ${kg.counted(entity.facts.map((each) => kg.data.facts[each]))}`)];
  };
  const aboutEdge = (number) => {
    const own = kg.edgeFacts(number);
    const lines = own.slice(0, 4).map((fact) => kg.el("span", {}, kg.words(kg.shorten(`${fact.s < 0 ? "someone" : entities[fact.s].label} ${relations[fact.p].label} ${entities[fact.o].label}`, 110))));
    return [...lines, own.length > 4 ? kg.el("span", { class: "quiet" }, `and ${own.length - 4} more`) : ""];
  };
  container.addEventListener("mousemove", (event) => {
    if (event.buttons) return away();
    const box = container.getBoundingClientRect();
    const pointer = { x: event.clientX - box.x, y: event.clientY - box.y };
    const { node, edge } = hit(pointer);
    container.style.cursor = node === undefined && edge === undefined ? "" : "pointer";
    if (node !== undefined) hover(aboutEntity(node), pointer);
    else if (edge !== undefined) hover(aboutEdge(edge), pointer);
    else away();
  });
  for (const event of ["dragStart", "zoom"]) network.on(event, away);
  container.addEventListener("mouseleave", away);

  /* From entity to entity by keyboard, in the order of importance; with one selected, around it first. */
  container.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      const at = shown.entities.indexOf(kg.state.entity);
      const next = shown.entities.at((at + step) % shown.entities.length);
      if (next !== undefined) {
        kg.select({ entity: next });
        kg.say(`${entities[next].label}, ${classes[entities[next].cls].label}, ${kg.counted(entities[next].facts.map((each) => kg.data.facts[each]))}`);
      }
    } else if (event.key === "Enter" && kg.state.entity !== null) document.getElementById("view").focus();
    else if (event.key === "+" || event.key === "=") kg.zoom(1.25);
    else if (event.key === "-") kg.zoom(0.8);
    else if (event.key === "0") kg.fit(true);
    else return;
    event.preventDefault();
  });

  /** The view as a PNG picture, drawn on the page's ground. */
  kg.picture = () => {
    const canvas = container.querySelector("canvas");
    const copy = kg.el("canvas", { width: canvas.width, height: canvas.height });
    const context = copy.getContext("2d");
    context.fillStyle = kg.colour("--ground");
    context.fillRect(0, 0, copy.width, copy.height);
    context.drawImage(canvas, 0, 0);
    copy.toBlob((blob) => kg.download(blob, "graph.png"));
  };
  kg.download = (blob, name) => {
    const link = kg.el("a", { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
}
