"use strict";
/* Puts the parts together: the tabs, the theme, what a click or a key does, and what follows from a change. */
{
  const { data } = kg;
  const byId = (id) => document.getElementById(id);
  const tabs = { story: ["Story", kg.story], article: ["Article", kg.article], claims: ["Who said what", kg.claims], when: ["When", kg.timeline], facts: ["Facts", kg.listing], details: ["Selected", kg.details] };
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
    for (const name of Object.keys(tabs)) {
      const on = kg.state.tab === name;
      byId(`tab-${name}`).setAttribute("aria-selected", on);
      byId(`tab-${name}`).tabIndex = on ? 0 : -1;
      if (on) byId(`tab-${name}`).scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    view.setAttribute("aria-labelledby", `tab-${kg.state.tab}`);
    view.replaceChildren(...tabs[kg.state.tab][1]().flat().filter((child) => child !== null && child !== undefined));
  };

  const applyTheme = () => {
    const theme = kg.state.theme;
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    byId("theme").textContent = kg.dark() ? "Light" : "Dark";
    byId("theme").setAttribute("aria-label", `Change to the ${kg.dark() ? "light" : "dark"} theme`);
  };
  byId("theme").addEventListener("click", () => kg.show({ theme: kg.dark() ? "light" : "dark" }, true));

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
    const filters = first || differs(before, ...kg.facetNames, ...Object.keys(kg.ranges), "limit", "extra");
    const chosen = differs(before, "entity", "edge", "fact", "path");
    if (theme) applyTheme();
    const whole = first || (filters && differs(before, ...kg.facetNames));
    if (theme || filters || chosen) kg.choose();
    if (theme || filters) {
      kg.facets();
      kg.key();
    }
    if (whole) kg.fit(!first, true);
    else if (theme || filters || chosen) kg.paint();
    if (chosen && !first) kg.reveal();
    if (theme || filters || chosen || differs(before, "tab", "article")) {
      const moved = differs(before, "tab") || (chosen && kg.state.tab === "details");
      kg.panel();
      const here = kg.state.tab === "article" && view.querySelector(".here, .mention[aria-current]");
      if (here) here.scrollIntoView({ block: "center" });
      else if (moved) view.scrollTop = 0;
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
  setTimeout(() => {
    kg.fit(false);
    kg.reveal();
    document.body.dataset.ready = "yes";
  }, 0);
}
