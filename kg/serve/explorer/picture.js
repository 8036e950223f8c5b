/* Rows that join two things, drawn by vis-network: its own forces, of a fixed seed, then at rest. */
import { el, plural, shorten } from "./dom.js";
import { text } from "./terms.js";

const MOST = 300;
/* Columns that say something of a fact rather than being one of its ends. */
const ASIDE = /^(relation|predicate|p|property|factuality|source|time|date|day|quote|words|document|confidence|rule|count|detail|reason|published|since|from|until|quoted|title|class|documents|mentions|times|statedWords|deniedWords|sources)$/;
const PAIRS = [["subject", "object"], ["one", "other"], ["s", "o"], ["attacker", "target"]];

/** The columns of the two ends and of what joins them; null where there are no two. */
export const ends = ({ columns, rows }) => {
  const pair = PAIRS.find((names) => names.every((name) => columns.includes(name))) ?? columns.filter((name) => !ASIDE.test(name)).slice(0, 2);
  if (pair.length < 2 || !rows.some((row) => row[pair[0]] && row[pair[1]])) return null;
  return { from: pair[0], to: pair[1], by: columns.find((name) => /^(relation|predicate|p)$/.test(name)) };
};

/** The colour that a variable of the style sheet has in the present theme, as the canvas knows it. */
const colour = (name) => {
  const probe = document.body.appendChild(el("span", { class: name }));
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

/** The drawing, with a choice of the columns that are joined. */
export const drawGraph = (table, joined) => {
  const canvas = el("div", { class: "canvas", role: "img" });
  const note = el("span", { class: "quiet" });
  const draw = () => {
    const numbers = new Map();
    /* Two things of one name are two. */
    const key = ({ type, value }) => `${type} ${value}`;
    const number = (term) => (numbers.get(key(term)) ?? numbers.set(key(term), { id: numbers.size, label: shorten(text(term), 40) }).get(key(term))).id;
    const edges = new Map();
    let left = 0;
    for (const row of table.rows) {
      const [from, to, by] = [row[joined.from], row[joined.to], row[joined.by]];
      if (!from || !to) continue;
      const fresh = new Set([from, to].map(key).filter((each) => !numbers.has(each))).size;
      if (numbers.size + fresh > MOST) left += 1;
      else {
        const line = `${number(from)} ${number(to)}`;
        edges.set(line, (edges.get(line) ?? new Set()).add(text(by)));
      }
    }
    const [ink, quiet, accent, surface, ground] = ["ink", "quiet", "accent", "surface", "ground"].map(colour);
    const face = getComputedStyle(document.body).fontFamily;
    note.textContent = left ? `${plural(left, "row")} more would not fit` : "";
    canvas.setAttribute("aria-label", `Graph of ${plural(numbers.size, "thing")} and ${plural(edges.size, "line")}; the table says the same`);
    const nodes = [...numbers.values()];
    const lines = [...edges].map(([line, by]) => {
      const [from, to] = line.split(" ").map(Number);
      return { from, to, label: shorten([...by].filter(Boolean).join(", "), 40) };
    });
    const network = new vis.Network(canvas, { nodes, edges: lines }, {
      layout: { randomSeed: 1, improvedLayout: false },
      physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 110, avoidOverlap: 1 }, stabilization: { iterations: 300 } },
      interaction: { keyboard: false },
      nodes: { shape: "box", margin: 7, color: { background: surface, border: accent, highlight: { background: surface, border: ink } }, widthConstraint: { maximum: 170 }, font: { color: ink, face, size: 15 } },
      edges: { arrows: { to: { enabled: true, scaleFactor: 0.5 } }, color: { color: quiet, opacity: 0.7 }, font: { color: quiet, face, size: 12, strokeWidth: 4, strokeColor: ground } },
    });
    network.once("stabilizationIterationsDone", () => {
      network.setOptions({ physics: false });
      network.fit({ maxZoomLevel: 1.5 });
      canvas.dataset.drawn = numbers.size;
    });
  };
  const select = (end, title) =>
    el("label", {}, `${title} `, el("select", { onchange: (event) => { joined = { ...joined, [end]: event.target.value }; draw(); } }, table.columns.map((name) => el("option", { value: name, selected: name === joined[end] }, name))));
  /* The engine measures what it draws in: that must be in the page. */
  setTimeout(draw, 0);
  return el("div", {}, el("p", { class: "acts" }, select("from", "from"), select("to", "to"), note), canvas);
};
