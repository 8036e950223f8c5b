"use strict";
/* What is shown. It is kept in the address after "#", so that a link, a reload or "back" shows it again. */
{
  const facets = ["cls", "rel", "kind", "src", "by", "story", "doc", "group"];
  const TABS = ["story", "articles", "article", "claims", "when", "facts", "details", "search"];
  const MEASURES = ["rank", "facts", "documents", "neighbours"];
  /* What matters most is drawn at first, the rest on request; a small window has room for fewer names. */
  const ROOM = 9000;
  const { clientWidth, clientHeight } = document.getElementById("graph");
  const usual = Math.min(kg.data.documents.length > 1 ? 40 : 20, Math.max(12, Math.round((clientWidth * clientHeight) / ROOM)));
  const empty = () => ({
    tab: "story",
    entity: null,
    edge: null,
    fact: null,
    path: null,
    article: 0,
    around: null,
    all: false,
    size: "rank",
    colour: "cls",
    since: null,
    words: "",
    limit: usual,
    extra: new Set(),
    theme: null,
    conf: 0,
    from: null,
    to: null,
    ...Object.fromEntries(facets.map((name) => [name, new Set()])),
  });
  const listeners = [];
  kg.facetNames = facets;
  kg.state = empty();
  kg.onchange = (listener) => listeners.push(listener);

  const numbers = (text, below) => new Set((text ?? "").split(",").filter((each) => /^\d+$/.test(each)).map(Number).filter((each) => each < below));
  const one = (text, below) => (/^\d+$/.test(text ?? "") && Number(text) < below ? Number(text) : null);
  const sizes = () => ({
    cls: kg.data.classes.length,
    rel: kg.data.relations.length,
    kind: kg.data.factualities.length,
    src: kg.data.entities.length + 1,
    by: 2,
    doc: kg.data.documents.length,
    story: kg.data.stories.length,
    group: kg.data.entities.length,
  });

  const written = () => {
    const { state } = kg;
    const parts = [];
    if (state.entity !== null) parts.push(`e=${state.entity}`);
    if (state.edge !== null) parts.push(`g=${state.edge}`);
    if (state.fact !== null) parts.push(`f=${state.fact}`);
    if (state.path !== null) parts.push(`path=${state.path}`);
    if (state.tab !== "story") parts.push(`tab=${state.tab}`);
    if (state.article) parts.push(`article=${state.article}`);
    if (state.around !== null) parts.push(`around=${state.around}`);
    if (state.all) parts.push("all=1");
    if (state.size !== "rank") parts.push(`size=${state.size}`);
    if (state.colour !== "cls") parts.push(`colour=${state.colour}`);
    if (state.since) parts.push(`since=${state.since}`);
    if (state.words) parts.push(`words=${encodeURIComponent(state.words)}`);
    if (state.limit !== usual) parts.push(`n=${state.limit}`);
    if (state.extra.size) parts.push(`x=${[...state.extra].join(",")}`);
    for (const name of facets) if (state[name].size) parts.push(`${name}=${[...state[name]].join(",")}`);
    if (state.conf) parts.push(`conf=${state.conf}`);
    if (state.from !== null) parts.push(`from=${kg.iso(state.from)}`);
    if (state.to !== null) parts.push(`to=${kg.iso(state.to)}`);
    if (state.theme) parts.push(`theme=${state.theme}`);
    return `#${parts.join("&")}`;
  };

  /* What an address names by its IRI, as other programs do: numbers hold for this page alone. */
  const named = (iri) => {
    const { entities, facts, claims, documents } = kg.data;
    const place = (rows) => rows.findIndex((each) => each.iri === iri);
    const [fact, entity, claim, document] = [facts, entities, claims, documents].map(place);
    if (fact >= 0) return { fact, tab: "details" };
    if (entity >= 0) return { entity, around: entity, tab: "details" };
    if (claim >= 0) return { tab: "claims", article: claims[claim].doc };
    return document >= 0 ? { tab: "article", article: document } : {};
  };

  const read = (hash) => {
    const from = new URLSearchParams(hash.replace(/^#/, ""));
    const state = empty();
    const { entities, facts, drawing, documents } = kg.data;
    state.entity = one(from.get("e"), entities.length);
    state.edge = one(from.get("g"), drawing.edges.length);
    state.fact = one(from.get("f"), facts.length);
    state.path = state.entity === null ? null : one(from.get("path"), entities.length);
    const selected = [state.entity, state.edge, state.fact].some((each) => each !== null);
    state.tab = TABS.includes(from.get("tab")) ? from.get("tab") : selected ? "details" : "story";
    state.article = one(from.get("article"), documents.length) ?? 0;
    state.around = one(from.get("around"), entities.length);
    state.all = from.get("all") === "1";
    state.size = MEASURES.includes(from.get("size")) ? from.get("size") : "rank";
    state.colour = from.get("colour") === "group" ? "group" : "cls";
    state.since = kg.span(from.get("since")) ? from.get("since") : null;
    state.words = (from.get("words") ?? "").slice(0, 200);
    state.limit = one(from.get("n"), 1e6) ?? usual;
    state.extra = numbers(from.get("x"), entities.length);
    for (const name of facets) state[name] = numbers(from.get(name), sizes()[name]);
    state.conf = Math.min(1, Math.max(0, Number(from.get("conf")) || 0));
    state.from = kg.span(from.get("from"))?.[0] ?? null;
    state.to = kg.span(from.get("to"))?.[1] ?? null;
    state.theme = ["light", "dark"].includes(from.get("theme")) ? from.get("theme") : null;
    return from.get("iri") ? { ...state, ...named(from.get("iri")) } : state;
  };

  const tell = (before) => {
    for (const listener of listeners) listener(before);
  };

  /** Change what is shown; `quiet` leaves no step for "back". */
  kg.show = (change, quiet) => {
    const before = kg.state;
    kg.state = { ...before, ...change };
    try {
      history[quiet ? "replaceState" : "pushState"](null, "", written());
    } catch {
      /* A page inside another one (a notebook) may have no address of its own: it works without. */
    }
    tell(before);
  };
  /** Choose an entity, which is laid out anew with what is around it, or an edge or a fact, which stands out where it is. */
  kg.select = (change) => kg.show({ entity: null, edge: null, fact: null, path: null, tab: "details", ...(change.entity === undefined ? {} : { around: change.entity, extra: new Set() }), ...change });
  /** Let go of what is selected, and of what is drawn around it. */
  kg.clear = () => kg.show({ entity: null, edge: null, fact: null, path: null, around: null, extra: new Set(), tab: kg.state.tab === "details" ? "story" : kg.state.tab });
  /** Choose a value of a filter alone: a story, a document, a community. */
  kg.only = (name, key, change) => kg.show({ entity: null, edge: null, fact: null, path: null, around: null, extra: new Set(), all: false, ...Object.fromEntries(facets.map((each) => [each, new Set()])), [name]: new Set([key]), ...change });
  /** The whole again, without a filter. */
  kg.whole = () => kg.show({ entity: null, edge: null, fact: null, path: null, around: null, extra: new Set(), all: false, ...Object.fromEntries(facets.map((each) => [each, new Set()])), ...kg.ranges, tab: "story" });

  kg.start = () => {
    kg.state = read(location.hash);
    if (!location.hash && kg.data.focus !== null) kg.state = { ...kg.state, entity: kg.data.focus, around: kg.data.focus, tab: "details" };
    tell(empty());
  };
  addEventListener("popstate", () => {
    const before = kg.state;
    kg.state = read(location.hash);
    tell(before);
  });

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const print = matchMedia("print");
  /* Paper is light, whatever the screen. */
  kg.dark = () => !print.matches && (kg.state.theme ? kg.state.theme === "dark" : dark.matches);
  for (const query of [dark, print]) query.addEventListener("change", () => tell({ ...kg.state, theme: "changed" }));

  /** 1 where a language model alone found a fact, 0 where kg did. */
  kg.byModel = (fact) => Number(fact.rule === "llm.add");

  /* Which facts pass the filters: within a filter one value is enough, all filters must hold. */
  const tests = {
    cls: (fact, set) => [fact.s, fact.o].some((end) => end >= 0 && set.has(kg.data.entities[end].cls)),
    rel: (fact, set) => set.has(fact.p),
    kind: (fact, set) => set.has(fact.factuality),
    src: (fact, set) => set.has(fact.source ?? kg.data.entities.length),
    by: (fact, set) => set.has(kg.byModel(fact)),
    doc: (fact, set) => set.has(fact.doc),
    story: (fact, set) => set.has(kg.data.documents[fact.doc].story),
    group: (fact, set) => [fact.s, fact.o].every((end) => end === undefined || end < 0 || set.has(kg.data.entities[end].group)),
  };
  const within = (fact, except) =>
    fact.confidence >= kg.state.conf &&
    (except === "date" || ((kg.state.from === null || fact.days?.[1] >= kg.state.from) && (kg.state.to === null || fact.days?.[0] <= kg.state.to)));
  kg.ranges = { conf: 0, from: null, to: null };
  kg.passes = (fact, except) =>
    within(fact, except) && facets.every((name) => name === except || !kg.state[name].size || tests[name](fact, kg.state[name]));
  /** What keeps a fact from view: null where nothing does, a filter's name where it alone does, else false. */
  kg.stopped = (fact) => {
    if (!within(fact)) return false;
    let one = null;
    for (const name of facets) {
      if (!kg.state[name].size || tests[name](fact, kg.state[name])) continue;
      if (one !== null) return false;
      one = name;
    }
    return one;
  };
  /** Whether there is a filter, of others than these. */
  kg.filtered = (but = []) => facets.some((name) => kg.state[name].size && !but.includes(name)) || Object.keys(kg.ranges).some((name) => kg.state[name] !== kg.ranges[name]);
}
