"use strict";
/* The drawing: vis-network with places computed by our own layout; only what is drawn is given to it. */
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
  let places = new Map();
  const moved = new Map();
  const spot = (number) => moved.get(number) ?? { x: places.get(number).x * stretch, y: places.get(number).y / stretch };
  kg.spot = spot;
  network.on("dragEnd", ({ nodes: [one] }) => one !== undefined && moved.set(one, network.getPosition(one)));
  kg.size = (number) => kg.sign(number) * unit();
  let shown = { entities: [], edges: [], facts: [], able: new Set(), joined: new Set() };
  let drawn = shown;
  /** What is to be seen: facts that pass, entities and edges. */
  kg.shown = () => shown;
  /** What is drawn, which is what is shown once it has been laid out. */
  kg.drawn = () => drawn;

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

  const node = (number, lit, surface, ink) => {
    const story = kg.storyNodes.has(number);
    const fill = kg.fill(number);
    const first = lit?.first === number;
    const border = story ? kg.colour("--accent") : first ? ink : surface;
    return {
      id: number,
      shape: story ? "dot" : classes[entities[number].cls].shape,
      size: kg.size(number),
      ...spot(number),
      color: { background: fill, border, highlight: { background: fill, border: ink } },
      borderWidth: first ? 3 : 1.5,
      opacity: lit && !lit.entities.has(number) ? 0.16 : 1,
    };
  };

  const edge = (number, lit, dark) => {
    const { from, to } = drawing.edges[number];
    if (kg.storyNodes.has(from)) return { id: number, from, to, color: { color: kg.colour("--edge"), opacity: lit ? 0.12 : 0.5 }, width: 1.1 * unit(), dashes: false, arrows: { to: { enabled: false }, from: { enabled: false } } };
    const own = kg.edgeFacts(number);
    const best = own[0];
    const family = families[relations[best.p].family];
    const asserted = own.some((fact) => fact.factuality === 0);
    const out = own.some((fact) => fact.s === from);
    const back = own.some((fact) => fact.s === to);
    const on = lit?.edges.has(number);
    return {
      id: number,
      from,
      to,
      color: { color: dark ? family.dark : family.light, opacity: lit ? (on ? 1 : kg.state.around === null ? 0.08 : 0.22) : 0.62 },
      width: (1.3 + Math.log2(own.length) * 0.8) * (on ? 1.5 : 1) * unit(),
      dashes: asserted ? false : dashes[kg.factuality(best)].map((length) => length * unit()),
      arrows: { to: { enabled: out, scaleFactor: 0.5 }, from: { enabled: back, scaleFactor: 0.5 } },
    };
  };

  /** The connections that are shown, each a list of edges. */
  kg.routes = [];

  /** Choose what is to be seen; `kg.lay` or `kg.paint` must follow. */
  kg.choose = () => {
    passing.clear();
    kg.routes = kg.state.path === null ? [] : kg.paths(kg.state.entity, kg.state.path);
    shown = kg.visible();
  };

  const same = (a, b) => a.length === b.length && a.every((each, index) => each === b[index]);

  /**
   * Lay out what is to be seen and draw it: anew, which is shown whole, or, where `stay`, with what is drawn already in
   * its place. `done` is called when it is drawn.
   */
  kg.lay = ({ stay, animate, done } = {}) => {
    document.body.dataset.arranged = "no";
    const stories = ({ entities: numbers }) => kg.storyNodes.has(numbers.at(-1));
    const keep = stay && stories(drawn) === stories(shown) && shown.entities.some((each) => places.has(each)) ? places : null;
    const start = performance.now();
    kg.arrange(shown, keep, (found) => {
      const anew = !keep && !(same(drawn.entities, shown.entities) && places === found);
      const grown = keep && shown.entities.some((each) => !places.has(each));
      places = found;
      if (anew) moved.clear();
      drawn = shown;
      if (anew || grown) kg.fit(animate, true);
      else kg.paint();
      kg.arranged = Math.round(performance.now() - start);
      document.body.dataset.arranged = "yes";
      done?.();
    });
  };

  kg.paint = () => {
    const lit = kg.lit();
    const dark = kg.dark();
    const [surface, ink] = [kg.colour("--ground"), kg.colour("--ink")];
    const keepNodes = new Set(drawn.entities);
    /* What is filtered out since the last layout has no facts to be drawn by. */
    const joined = drawn.edges.filter((number) => kg.storyNodes.has(drawing.edges[number].from) || kg.edgeFacts(number).length > 0);
    const keepEdges = new Set(joined);
    edges.remove(edges.getIds().filter((id) => !keepEdges.has(id)));
    nodes.remove(nodes.getIds().filter((id) => !keepNodes.has(id)));
    nodes.update(drawn.entities.map((number) => node(number, lit, surface, ink)));
    edges.update(joined.map((number) => edge(number, lit, dark)));
    network.redraw();
  };

  /* The scale of the signs at which the nearest two of some entities touch; not sought among very many. */
  const touching = (numbers) => {
    if (numbers.length > 400) return 1;
    const signs = numbers.map((number) => ({ ...places.get(number), size: kg.sign(number) }));
    const scale = (a, b) => Math.max(Math.abs(a.x - b.x) * stretch, Math.abs(a.y - b.y) / stretch) / (a.size + b.size);
    return Math.min(...signs.map((a, index) => signs.slice(0, index).reduce((least, b) => Math.min(least, scale(a, b)), Infinity)));
  };

  /* A window that changes shows all of the drawing again, unless somebody has zoomed or moved it. */
  let fitted = false;
  for (const event of ["zoom", "dragEnd"]) network.on(event, () => (fitted = false));
  let size = "";
  /** Show all again where the window is of another size than it was fitted to. */
  kg.refit = () => fitted && size !== `${container.clientWidth} ${container.clientHeight}` && kg.fit(false);
  new ResizeObserver(() => setTimeout(kg.refit, 0)).observe(container);

  /** Show all that is drawn (painted anew if it has `changed`), with room for names at the sides and the key beneath. */
  kg.fit = (animate, changed) => {
    if (!drawn.entities.length) return kg.paint();
    fitted = true;
    size = `${container.clientWidth} ${container.clientHeight}`;
    /* The engine looks at its window's size now and then. */
    if (network.canvas.frame.canvas.clientWidth !== container.clientWidth || network.canvas.frame.canvas.clientHeight !== container.clientHeight) network.setSize("100%", "100%");
    const [width, height] = [container.clientWidth, container.clientHeight];
    const above = document.getElementById("trail").offsetHeight;
    const room = { left: Math.min(64, width * 0.12), right: Math.min(84, width * 0.16), top: (width < 500 ? 58 : 32) + above + (kg.storyNodes.has(drawn.entities.at(-1)) ? 40 : 0), bottom: 44 };
    const [wide, high] = [Math.max(1, width - room.left - room.right), Math.max(1, height - room.top - room.bottom)];
    const extent = () => {
      const spots = drawn.entities.map(spot);
      const ends = (axis) => [Math.min(...spots.map((place) => place[axis])), Math.max(...spots.map((place) => place[axis]))];
      return [...ends("x"), ...ends("y")];
    };
    const before = `${unit()} ${stretch}`;
    let [left, right, top, bottom] = extent();
    stretch *= Math.sqrt(wide / high / (Math.max(60, right - left) / Math.max(60, bottom - top)));
    stretch = Math.min(1.35, Math.max(0.72, stretch));
    [left, right, top, bottom] = extent();
    const across = wide / Math.max(1, right - left);
    const down = high / Math.max(1, bottom - top);
    const scale = Math.min(2.4, across, down);
    const x = (left + right) / 2 + (room.right - room.left) / 2 / scale;
    const y = (top + bottom) / 2 + (room.bottom - room.top) / 2 / scale;
    whole = scale;
    widest = touching(drawn.entities) * 0.8;
    share = Math.min(0.9, Math.sqrt((wide * high) / drawn.entities.length) / (kg.storyNodes.has(drawn.entities.at(-1)) ? 130 : 75));
    if (changed || `${unit()} ${stretch}` !== before) kg.paint();
    network.moveTo({ position: { x, y }, scale, animation: animate && !kg.still() ? { duration: 350 } : false });
  };
  /** How far the view is zoomed in, 1 being all that is visible. */
  kg.near = () => network.getScale() / whole;
  kg.still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  kg.zoom = (by) => {
    fitted = false;
    network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * by)), animation: kg.still() ? false : { duration: 150 } });
  };

  /** Bring what is selected into sight, if it is not. */
  kg.reveal = () => {
    const lit = kg.lit();
    if (!lit) return;
    const inside = ({ x, y }) => x > 10 && y > 10 && x < container.clientWidth - 10 && y < container.clientHeight - 10;
    const found = network.getPositions([...lit.entities].filter((each) => nodes.get(each)));
    const target = lit.first === null ? Object.values(found) : [found[lit.first]].filter(Boolean);
    if (!target.length || target.every((place) => inside(network.canvasToDOM(place)))) return;
    const middle = { x: target.reduce((sum, { x }) => sum + x, 0) / target.length, y: target.reduce((sum, { y }) => sum + y, 0) / target.length };
    network.moveTo({ position: middle, animation: kg.still() ? false : { duration: 350 } });
  };
}
