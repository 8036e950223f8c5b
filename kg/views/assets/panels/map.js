"use strict";
/* The map: where what passes the filters took place, over the outline of the world. */
{
  const { entities, facts, relations } = kg.data;
  const SPACE = "http://www.w3.org/2000/svg";
  const SPOTS = 400; /* so many places are drawn, those of the most facts first */
  const SOUTH = 60; /* nothing further south is drawn */
  const svg = (tag, props, ...children) => {
    const element = document.createElementNS(SPACE, tag);
    for (const [name, value] of Object.entries(props ?? {})) if (value !== null && value !== undefined) name.startsWith("on") ? element.addEventListener(name.slice(2), value) : element.setAttribute(name, String(value));
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  };
  kg.svg = svg;

  let outline = null;
  /* Longitude runs across and latitude down, in degrees, as on a plain map. */
  const world = () => {
    if (outline) return outline;
    const lines = kg.world.lines.map((line) => {
      const steps = line.split(" ").map(Number);
      const points = [];
      let [x, y] = [0, 0];
      for (let at = 0; at < steps.length; at += 2) points.push([(x += steps[at]) / 5, -(y += steps[at + 1]) / 5]);
      return points;
    });
    /* A line that steps over the antimeridian goes on beyond it where land is filled, and is broken as a coast. */
    const over = (a, b) => Math.abs(a[0] - b[0]) > 180;
    const path = (points) => points.map((point, at) => `${at && !over(point, points[at - 1]) ? "L" : "M"}${point[0]} ${point[1]}`).join("");
    const ring = (numbers) => {
      const points = numbers.flatMap((number) => (number < 0 ? lines[~number].toReversed() : lines[number]));
      if (points.every(([, y]) => y > SOUTH)) return "";
      let turn = 0;
      const whole_ = points.map((point, at) => {
        if (at && over(point, points[at - 1])) turn += point[0] < points[at - 1][0] ? 360 : -360;
        return `${point[0] + turn} ${point[1]}`;
      });
      return `M${whole_.join("L")}Z`;
    };
    outline = { land: kg.world.land.map(ring).join(""), borders: lines.filter((line) => line.some(([, y]) => y < SOUTH)).map(path).join("") };
    return outline;
  };

  /* Where an event took place, by the facts that say so. */
  const happened = new Set(["tookPlaceIn", "locatedIn", "occurredIn"]);
  const home = new Map();
  for (const fact of facts) if (fact.s >= 0 && fact.o >= 0 && happened.has(relations[fact.p].name) && entities[fact.o].point && !entities[fact.s].point && fact.factuality < 2) home.set(fact.s, fact.o);

  /** The places that are known, with the facts that pass the filters and are about them or about what took place there. */
  kg.placed = () => {
    const found = new Map();
    for (const fact of kg.shown().facts) {
      const at = new Set([fact.s, fact.o].filter((end) => end >= 0).map((end) => (entities[end].point ? end : home.get(end))).filter((end) => end !== undefined));
      for (const [, of] of fact.qualifiers ?? []) if (typeof of === "number" && entities[of]?.point) at.add(of);
      for (const place of at) found.set(place, [...(found.get(place) ?? []), fact]);
    }
    return [...found].map(([number, own]) => ({ number, facts: own })).sort((a, b) => b.facts.length - a.facts.length || a.number - b.number);
  };
  /** Whether any place is known. */
  kg.hasPlaces = entities.some((entity) => entity.point);

  let whole = false;
  const view = (spots, ratio) => {
    if (whole || !spots.length) return [-180, -84, 360, 360 / ratio];
    const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => Math.min(SOUTH, y))];
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const wide = Math.min(360, Math.max(14, (right - left) * 1.2, (bottom - top) * 1.2 * ratio));
    const high = wide / ratio;
    return [(left + right - wide) / 2, (top + bottom - high) / 2, wide, high];
  };

  /** The map, as wide as `width` pixels. */
  kg.map = (width) => {
    const placed = kg.placed().slice(0, SPOTS);
    const ratio = 2.5;
    const height = width / ratio;
    const spots = placed.map(({ number, facts: own }) => ({ number, own, x: entities[number].point[1], y: -entities[number].point[0] }));
    const [left, top, wide, high] = view(spots, ratio);
    const scale = width / wide;
    const most = Math.max(1, ...spots.map(({ own }) => own.length));
    const { land, borders } = world();
    const frame = `translate(${-left * scale} ${-top * scale}) scale(${scale})`;
    const taken = [];
    const free = (box) => box[0] > 0 && box[2] < width && box[1] > 0 && box[3] < height && !taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
    const labels = [];
    const marks = spots.map(({ number, own, x, y }) => {
      const [cx, cy, r] = [(x - left) * scale, (y - top) * scale, 2.5 + 7 * Math.sqrt(own.length / most)];
      const name = kg.shorten(entities[number].label, 26);
      const chosen = kg.state.entity === number;
      const reach = name.length * 6.2 + 6;
      for (const [bx, by, anchor] of [[cx + r + 2, cy - 7, "start"], [cx - r - 2 - reach, cy - 7, "end"], [cx - reach / 2, cy + r + 1, "middle"], [cx - reach / 2, cy - r - 15, "middle"]]) {
        const box = [bx, by, bx + reach, by + 14];
        if (!free(box)) continue;
        taken.push(box);
        labels.push(svg("text", { x: anchor === "start" ? bx + 2 : anchor === "end" ? bx + reach - 2 : bx + reach / 2, y: by + 11, "text-anchor": anchor, class: chosen ? "chosen" : null }, name));
        break;
      }
      const said = `${entities[number].label}: ${kg.plural(own.length, "statement")}`;
      const open = () => kg.select({ entity: number, tab: "when" });
      return svg("circle", { cx, cy, r, class: `spot${chosen ? " chosen" : ""}`, tabindex: 0, role: "button", "aria-label": said, "data-place": number, onclick: open, onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); open(); } } }, svg("title", {}, said));
    });
    const picture = svg(
      "svg",
      { class: "map", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `Map of ${kg.plural(spots.length, "place")}` },
      svg("g", { transform: frame, "aria-hidden": "true" }, svg("path", { d: land, class: "land" }), svg("path", { d: borders, class: "borders", "vector-effect": "non-scaling-stroke" })),
      svg("g", {}, marks.toReversed()),
      svg("g", { "aria-hidden": "true" }, labels),
    );
    const toggle = kg.el("button", { type: "button", class: "more", onclick: () => { whole = !whole; kg.panel(); } }, whole ? "Near the places" : "Whole world");
    return [picture, kg.el("p", { class: "figures" }, `${kg.plural(placed.length, "place")}; a circle is as large as what is said of a place `, toggle)];
  };
}
