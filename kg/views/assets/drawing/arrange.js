"use strict";
/* Lays out what is drawn: off the main thread where it is much, and once for each drawing, so that "back" is at once. */
{
  const FEW = 40; /* so few are laid out before a worker would have begun */
  const KEPT = 24; /* drawings whose places are kept */
  const core = 300; /* so many nodes are laid out by forces */
  const { entities, stories, drawing } = kg.data;
  const kept = new Map();
  let worker = null;
  let asked = 0;
  let answer = null;

  /* A page inside another one, or an old browser, may refuse a worker: the layout then runs here. */
  const start = () => {
    if (worker !== null) return worker;
    try {
      const script = URL.createObjectURL(new Blob([`const kg = {}; kg.layOut = ${kg.layOut}; onmessage = ({ data }) => postMessage({ id: data.id, places: kg.layOut(data) });`], { type: "text/javascript" }));
      worker = new Worker(script);
      worker.onmessage = ({ data }) => answer?.(data);
      worker.onerror = (event) => {
        event.preventDefault();
        worker = false;
        answer?.({ id: asked, places: null });
      };
    } catch {
      worker = false;
    }
    return worker;
  };

  /** What there is to lay out of some nodes and edges, those of `places` staying where they are. */
  const problem = (nodes, edges, places) => {
    const where = new Map(nodes.map((each, index) => [each, index]));
    const story = new Map(nodes.filter((each) => each >= entities.length).map((each) => [each, each]));
    const group = (each) => story.get(each) ?? entities[each].group;
    const pairs = edges.map((each) => [where.get(drawing.edges[each].from), where.get(drawing.edges[each].to), Math.log1p(Math.max(1, drawing.edges[each].facts.length))]);
    const { clientWidth, clientHeight } = document.getElementById("graph");
    const groups = nodes.map(group);
    if (story.size) for (const edge of edges) if (story.has(drawing.edges[edge].from)) groups[where.get(drawing.edges[edge].to)] = drawing.edges[edge].from;
    const fixed = places ? nodes.filter((each) => places.has(each)).map((each) => [where.get(each), places.get(each).x, places.get(each).y]) : [];
    return { count: nodes.length, pairs, groups, core, fixed, ratio: clientWidth / Math.max(1, clientHeight), ...(story.size ? { gap: 2.3, heads: nodes.findIndex((each) => story.has(each)) } : { gap: 1.3 }) };
  };

  const asMap = (nodes, flat) => new Map(nodes.map((each, index) => [each, { x: flat[2 * index], y: flat[2 * index + 1] }]));

  /**
   * The places of a drawing's nodes, given to `done`, at once where they are few or known. `before` are places to keep,
   * null where the drawing is laid out anew. What was asked for earlier and has not come is dropped.
   */
  kg.arrange = ({ entities: nodes, edges }, before, done) => {
    const id = (asked += 1);
    const key = before ? null : `${nodes} ${edges}`;
    const finish = (flat) => {
      if (id !== asked) return;
      const places = asMap(nodes, flat);
      if (key !== null) {
        kept.delete(key);
        kept.set(key, places);
        if (kept.size > KEPT) kept.delete(kept.keys().next().value);
      }
      done(places);
    };
    if (kept.has(key)) return done(kept.get(key));
    const task = problem(nodes, edges, before);
    if (nodes.length <= FEW || before || !start()) return finish(kg.layOut(task));
    answer = (data) => data.id === id && finish(data.places ?? kg.layOut(task));
    worker.postMessage({ ...task, id });
    return undefined;
  };
  kg.storyNodes = new Map(stories.map((story) => [story.node, story]));
}
