"use strict";
/* What the pointer and the keys do on the drawing. */
{
  const { network } = kg;
  const { entities, drawing, classes, relations, facts } = kg.data;
  const container = document.getElementById("graph");

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
  /** The node (by its sign or its name) or the edge at a point of the screen. */
  kg.hit = (dom) => {
    const { x, y } = network.DOMtoCanvas(dom);
    const scale = network.getScale();
    const toNode = (number) => Math.hypot(kg.spot(number).x - x, kg.spot(number).y - y) * scale;
    const node = nearest(kg.drawn().entities, toNode, (number) => Math.max(REACH, kg.size(number) * scale));
    if (node !== undefined) return { node };
    const named = kg.labelAt(dom);
    if (named !== undefined) return { node: named };
    const toEdge = (number) => {
      const [a, b] = [kg.spot(drawing.edges[number].from), kg.spot(drawing.edges[number].to)];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const part = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      return Math.hypot(a.x + part * dx - x, a.y + part * dy - y) * scale;
    };
    return { edge: nearest(kg.drawn().edges, toEdge, () => REACH) };
  };

  const choose = (pointer, inPlace) => {
    const { node, edge: line } = kg.hit(pointer);
    network.unselectAll();
    const story = kg.storyNodes.get(node ?? drawing.edges[line]?.from);
    if (story) return kg.openStory(story.number);
    if (node !== undefined && inPlace) return kg.expand(node);
    const reading = kg.state.tab === "article";
    /* Who reads goes on reading: in this document, or in the first that names what was clicked. */
    const homes = node === undefined ? [] : entities[node].documents;
    const article = homes.length && !homes.includes(kg.state.article) ? homes[0] : kg.state.article;
    if (node !== undefined) kg.select(reading ? { entity: node, article, tab: "article" } : { entity: node });
    else if (line !== undefined && reading) kg.read(kg.edgeFacts(line)[0].number);
    else if (line !== undefined) kg.select({ edge: line });
    else if ([kg.state.entity, kg.state.edge, kg.state.fact].some((each) => each !== null)) kg.clear();
    return undefined;
  };
  network.on("click", ({ pointer, event }) => choose(pointer.DOM, event.srcEvent.shiftKey));
  network.on("hold", ({ pointer }) => choose(pointer.DOM, true));

  /** Show an entity's neighbours as well, in the drawing as it is. */
  kg.expand = (number) => {
    const around = kg.neighbours(number).map(({ other }) => other);
    const extra = new Set([...kg.state.extra, number, ...around.slice(0, 200)]);
    kg.show({ extra });
    kg.say(`${entities[number].label}: ${kg.plural(around.length, "neighbour")}${around.length > 200 ? ", of which 200 are drawn" : ""}`);
  };

  /** The entities that facts which pass the filters join with one, the best joined first, with these facts. */
  kg.neighbours = (number) => {
    const found = entities[number].edges.map((edge) => {
      const { from, to } = drawing.edges[edge];
      const own = kg.edgeFacts(edge);
      return { other: from === number ? to : from, edge, facts: own, weight: Math.max(...own.map((fact) => fact.weight)) };
    });
    return found.filter(({ facts: own }) => own.length).sort((a, b) => b.weight - a.weight || a.other - b.other);
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
  const aboutNode = (number) => {
    const story = kg.storyNodes.get(number);
    if (story) return [kg.words(kg.shorten(story.headline, 140), "name"), kg.el("span", { class: "quiet" }, kg.storyFigures(story))];
    const entity = entities[number];
    return [kg.words(kg.shorten(entity.label, 90), "name"), kg.el("span", { class: "quiet" }, `${classes[entity.cls].label} · ${kg.counted(entity.facts.map((each) => facts[each]).filter((fact) => kg.passes(fact)))}`)];
  };
  const aboutEdge = (number) => {
    const { from, to } = drawing.edges[number];
    const story = kg.storyNodes.get(from);
    if (story) return [kg.words(kg.shorten(entities[to].label, 90), "name"), kg.el("span", { class: "quiet" }, "in ", kg.words(kg.shorten(story.headline, 120)))];
    const own = kg.distinct(kg.edgeFacts(number));
    const lines = own.slice(0, 4).map(([fact, times]) => kg.el("span", {}, kg.words(kg.shorten(`${fact.s < 0 ? "someone" : entities[fact.s].label} ${relations[fact.p].label} ${entities[fact.o].label}`, 110)), times > 1 ? ` ×${times}` : ""));
    return [...lines, own.length > 4 ? kg.el("span", { class: "quiet" }, `and ${own.length - 4} more`) : ""];
  };
  container.addEventListener("mousemove", (event) => {
    if (event.buttons) return away();
    const box = container.getBoundingClientRect();
    const pointer = { x: event.clientX - box.x, y: event.clientY - box.y };
    const { node, edge } = kg.hit(pointer);
    container.style.cursor = node === undefined && edge === undefined ? "" : "pointer";
    if (node !== undefined) hover(aboutNode(node), pointer);
    else if (edge !== undefined) hover(aboutEdge(edge), pointer);
    else away();
    return undefined;
  });
  for (const event of ["dragStart", "zoom"]) network.on(event, away);
  kg.onchange(away);
  container.addEventListener("mouseleave", away);

  /* From entity to entity by keyboard, in the order of importance, in the drawing as it is; Enter lays one out. */
  let at = -1;
  container.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const { entities: drawn } = kg.drawn();
    const here = kg.state.entity ?? drawn[at];
    if (step && drawn.length) {
      at = (((kg.state.entity === null ? at : drawn.indexOf(kg.state.entity)) + step) + drawn.length) % drawn.length;
      const next = drawn[at];
      const story = kg.storyNodes.get(next);
      if (story) kg.say(`Story: ${story.headline}`);
      else {
        kg.select({ entity: next, around: kg.state.around, extra: kg.state.extra });
        kg.say(`${entities[next].label}, ${classes[entities[next].cls].label}, ${kg.counted(entities[next].facts.map((each) => facts[each]))}`);
      }
    } else if (event.key === "Enter" && here !== undefined) {
      if (kg.storyNodes.has(here)) kg.openStory(kg.storyNodes.get(here).number);
      else kg.select({ entity: here });
      document.getElementById("view").focus();
    } else if (event.key === "e" && kg.state.entity !== null) kg.expand(kg.state.entity);
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
