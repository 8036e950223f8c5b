/* A table drawn as a graph by vis-network: laid out by its forces from a fixed seed, then held still. */
import { el, plural, shorten } from "./dom.js";
import { relationText, termText } from "./terms.js";

/* More boxes with names than these are no drawing that one can read. */
const MAX_NODES = 120;
/* Columns that qualify a fact rather than being its subject or object. */
const QUALIFIERS = /^(relation|predicate|p|property|factuality|source|time|date|day|quote|words|document|confidence|rule|count|detail|reason|published|since|from|until|quoted|title|class|documents|mentions|times|statedWords|deniedWords|sources)$/;
const PAIRS = [["subject", "object"], ["one", "other"], ["s", "o"], ["attacker", "target"]];

/** The columns of an edge's two ends and of its label; null where a table has no two. */
export const edgeColumns = ({ columns, rows }) => {
  const pair = PAIRS.find((names) => names.every((name) => columns.includes(name))) ?? columns.filter((name) => !QUALIFIERS.test(name)).slice(0, 2);
  if (pair.length < 2 || !rows.some((row) => row[pair[0]] && row[pair[1]])) return null;
  return { from: pair[0], to: pair[1], label: columns.find((name) => /^(relation|predicate|p)$/.test(name)) };
};

/** The colour of a CSS class in the present theme, in a form that a canvas understands. */
const colourOf = (name) => {
  const probe = document.body.appendChild(el("span", { class: name }));
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

/** The drawing of a table, with a choice of the columns that are an edge's ends. */
export const graph = (table, chosen) => {
  const canvas = el("div", { class: "canvas", role: "img" });
  const note = el("span", { class: "quiet" });
  const draw = () => {
    const nodes = new Map(); /* by their terms, not by their names: two entities may have one name */
    const key = ({ type, value }) => `${type} ${value}`;
    const idOf = (term) => (nodes.get(key(term)) ?? nodes.set(key(term), { id: nodes.size, label: shorten(termText(term), 40) }).get(key(term))).id;
    const edges = new Map();
    for (const row of table.rows) {
      const [from, to, label] = [row[chosen.from], row[chosen.to], row[chosen.label]];
      if (!from || !to) continue;
      const pair = `${idOf(from)} ${idOf(to)}`;
      edges.set(pair, (edges.get(pair) ?? new Set()).add(relationText(label)));
    }
    canvas.hidden = nodes.size > MAX_NODES;
    note.textContent = canvas.hidden ? `Not drawn: ${nodes.size.toLocaleString("en")} names on one drawing cannot be read, ${MAX_NODES} can. Filter the rows, ask for fewer, or choose other columns.` : "";
    if (canvas.hidden) return;
    const [ink, quiet, accent, surface, ground] = ["ink", "quiet", "accent", "surface", "ground"].map(colourOf);
    const face = getComputedStyle(document.body).fontFamily;
    canvas.setAttribute("aria-label", `Graph of ${plural(nodes.size, "node")} and ${plural(edges.size, "edge")}; the table has the same data`);
    const labelled = [...edges].map(([pair, labels]) => {
      const [from, to] = pair.split(" ").map(Number);
      return { from, to, label: shorten([...labels].filter(Boolean).join(", "), 40) };
    });
    const network = new vis.Network(canvas, { nodes: [...nodes.values()], edges: labelled }, {
      layout: { randomSeed: 1, improvedLayout: false },
      physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 110, avoidOverlap: 1 }, stabilization: { iterations: 300 } },
      interaction: { keyboard: false },
      nodes: { shape: "box", margin: 7, color: { background: surface, border: accent, highlight: { background: surface, border: ink } }, widthConstraint: { maximum: 170 }, font: { color: ink, face, size: 15 } },
      edges: { arrows: { to: { enabled: true, scaleFactor: 0.5 } }, color: { color: quiet, opacity: 0.7 }, font: { color: quiet, face, size: 12, strokeWidth: 4, strokeColor: ground } },
    });
    network.once("stabilizationIterationsDone", () => {
      network.setOptions({ physics: false });
      network.fit({ maxZoomLevel: 1.5 });
      canvas.dataset.drawn = nodes.size;
    });
  };
  const select = (end, title) =>
    el("label", {}, `${title} `, el("select", { onchange: (event) => { chosen = { ...chosen, [end]: event.target.value }; draw(); } }, table.columns.map((name) => el("option", { value: name, selected: name === chosen[end] }, name))));
  /* vis-network measures the canvas, which must be in the page by then. */
  setTimeout(draw, 0);
  return el("div", {}, el("p", { class: "acts" }, select("from", "from"), select("to", "to"), note), canvas);
};
