"use strict";
/* Puts the parts together: the tabs, the theme, what a click or a key does, and what follows from a change. */
{
  const { data } = kg;
  const byId = (id) => document.getElementById(id);
  const several = data.documents.length > 1;
  const tabs = {
    story: [several ? "Front" : "Story", kg.story],
    ...(several ? { articles: ["Articles", kg.articles] } : {}),
    article: ["Article", kg.article],
    claims: ["Who said what", kg.claims],
    when: [kg.hasPlaces ? "When, where" : "When", kg.timeline],
    facts: ["Facts", kg.listing],
    details: ["Selected", kg.details],
    search: ["Results", kg.foundPanel],
  };
  const view = byId("view");
  const list = document.querySelector("[role=tablist]");

  byId("title").append(kg.words(kg.shorten(data.title, 160)));

  const tabButtons = Object.entries(tabs).map(([name, [title]]) =>
    kg.el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "view", onclick: () => kg.show({ tab: name }) }, title),
  );
  list.append(...tabButtons);
  list.addEventListener("keydown", (event) => {
    const names = Object.keys(tabs);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = names[(names.indexOf(kg.state.tab) + step + names.length) % names.length];
    kg.show({ tab: next });
    byId(`tab-${next}`).focus();
    event.preventDefault();
  });

  kg.panel = () => {
    if (!tabs[kg.state.tab]) kg.state = { ...kg.state, tab: "story" };
    document.body.dataset.tab = kg.state.tab === "story" && several && !kg.filtered() && kg.state.around === null ? "front" : kg.state.tab;
    byId("tab-search").hidden = !kg.state.words;
    if (several) byId("tab-story").textContent = kg.state.story.size === 1 ? "Story" : kg.filtered() ? "Overview" : "Front";
    for (const name of Object.keys(tabs)) {
      const on = kg.state.tab === name;
      byId(`tab-${name}`).setAttribute("aria-selected", on);
      byId(`tab-${name}`).tabIndex = on ? 0 : -1;
      if (on) byId(`tab-${name}`).scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    view.setAttribute("aria-labelledby", `tab-${kg.state.tab}`);
    view.replaceChildren(...tabs[kg.state.tab][1]().flat(2).filter((child) => child !== null && child !== undefined));
  };

  const applyTheme = () => {
    const theme = kg.state.theme;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    byId("theme").textContent = kg.dark() ? "Light" : "Dark";
    byId("theme").setAttribute("aria-label", `Change to the ${kg.dark() ? "light" : "dark"} theme`);
  };
  byId("theme").addEventListener("click", () => kg.show({ theme: kg.dark() ? "light" : "dark" }, true));

  /* A narrow window has room for one of the two: what there is to read, or the drawing. */
  kg.pane = (name) => {
    document.body.dataset.pane = name;
    byId("pane").textContent = name === "graph" ? "Read" : "Graph";
    kg.network.setSize("100%", "100%");
    if (document.body.dataset.ready) kg.fit(false, true);
  };
  byId("pane").addEventListener("click", () => kg.pane(document.body.dataset.pane === "graph" ? "read" : "graph"));

  byId("filters").addEventListener("click", () => {
    const open = document.body.classList.toggle("filtering");
    byId("filters").setAttribute("aria-expanded", open);
    if (open) byId("facets").querySelector("button, input")?.focus();
  });
  byId("zoom-in").addEventListener("click", () => kg.zoom(1.3));
  byId("zoom-out").addEventListener("click", () => kg.zoom(1 / 1.3));
  byId("zoom-all").addEventListener("click", () => kg.fit(true));
  byId("picture").addEventListener("click", kg.picture);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-entity], [data-fact], [data-read], [data-facts], [data-claim]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { entity, fact, read, facts, claim } = link.dataset;
    if (entity !== undefined) {
      event.preventDefault();
      kg.select({ entity: Number(entity) });
    } else if (fact !== undefined) kg.select({ fact: Number(fact) });
    else if (read !== undefined) kg.read(Number(read));
    else if (claim !== undefined) readClaim(data.claims[claim]);
    else kg.margin(link);
  });

  /** Open the article at the sentence of a fact. */
  kg.read = (fact) => kg.select({ fact, tab: "article", article: data.facts[fact].doc });
  const readClaim = (claim) => {
    kg.show({ tab: "article", article: claim.doc, fact: claim.facts?.[0] ?? null });
    const sentences = [...view.querySelectorAll("[data-sentence]")].filter((each) => Number(each.dataset.sentence) <= claim.at[0]);
    const target = sentences.at(-1);
    target?.classList.add("here");
    target?.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, textarea, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      byId("find").focus();
    } else if (event.key === "Escape" && !typing) {
      if (document.body.classList.contains("filtering")) byId("filters").click();
      else kg.clear();
    }
  });

  const differs = (before, ...names) =>
    names.some((name) => {
      const [a, b] = [before[name], kg.state[name]];
      return a instanceof Set ? a.size !== b.size || [...a].some((each) => !b.has(each)) : a !== b;
    });

  let first = true;
  kg.onchange((before) => {
    const theme = first || differs(before, "theme");
    const anew = first || differs(before, ...kg.facetNames, "around", "all", "path");
    const filters = anew || differs(before, ...Object.keys(kg.ranges), "limit", "extra");
    const chosen = differs(before, "entity", "edge", "fact");
    const look = differs(before, "size", "colour");
    if (theme) applyTheme();
    if (theme || filters || chosen) kg.choose();
    kg.trail();
    const settled = () => {
      if (kg.state.colour === "group") kg.facets();
      if (chosen && !first && !anew) kg.reveal();
    };
    if (theme || filters || look) kg.facets();
    if (theme || filters || chosen || differs(before, "tab", "article", "since", "words")) {
      const moved = differs(before, "tab", "article") || ((chosen || anew) && !first && ["details", "story"].includes(kg.state.tab));
      kg.panel();
      const here = kg.state.tab === "article" && view.querySelector(".here, .mention[aria-current]");
      if (here) here.scrollIntoView({ block: "center" });
      else if (moved) view.scrollTop = 0;
    }
    /* Last, since the panel's width is the drawing's too. */
    if (filters || chosen || look) kg.lay({ stay: !anew, animate: !first, done: settled });
    else {
      if (theme) kg.paint();
      kg.refit();
    }
    first = false;
  });
  /* Paper has another room for the drawing than the window. */
  matchMedia("print").addEventListener("change", () => {
    kg.network.setSize("100%", "100%");
    kg.fit(false, true);
  });
  kg.start();
  /* The engine moves the view once more when it is ready. */
  const ready = () => {
    if (document.body.dataset.arranged !== "yes") return setTimeout(ready, 10);
    kg.fit(false);
    kg.reveal();
    document.body.dataset.ready = "yes";
    return undefined;
  };
  setTimeout(ready, 0);
}
