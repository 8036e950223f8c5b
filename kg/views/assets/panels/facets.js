"use strict";
/* The legend and the filters are one list: what a sign means, how often it occurs, and a tick to see only that. */
{
  const { data } = kg;
  const root = document.getElementById("facets");
  const titles = { cls: "Entities", rel: "Relations", kind: "Factuality", src: "Source", by: "Found by", story: "Story", doc: "Document", group: "Communities" };
  const expanded = new Set();
  const few = { cls: 40, rel: 8, kind: 5, src: 6, by: 2, story: 6, doc: 6, group: 12 };
  const SMALL = 3; /* communities of fewer are not listed */

  const value = { rel: (fact) => fact.p, kind: (fact) => fact.factuality, src: (fact) => fact.source ?? data.entities.length, by: kg.byModel, doc: (fact) => fact.doc, story: (fact) => data.documents[fact.doc].story };

  /** For each filter, how many entities have a class, or facts any other value, among the facts that pass the other filters. */
  const counted = () => {
    const found = Object.fromEntries(kg.facetNames.map((name) => [name, new Map()]));
    const add = (name, key) => found[name].set(key, (found[name].get(key) ?? 0) + 1);
    const ends = new Set();
    for (const fact of data.facts) {
      const stopped = kg.stopped(fact);
      if (stopped === null || stopped === "cls") ends.add(fact.s).add(fact.o);
      for (const name in value) if (stopped === null || stopped === name) add(name, value[name](fact));
    }
    for (const end of ends) if (end >= 0) add("cls", data.entities[end].cls);
    found.story.delete(undefined);
    if (kg.state.colour === "group" || kg.state.group.size) for (const [group, members] of kg.communitiesOf(kg.drawn().entities)) if (members.length >= SMALL) found.group.set(group, members.length);
    for (const name of kg.facetNames) for (const chosen of kg.state[name]) if (!found[name].has(chosen)) found[name].set(chosen, 0);
    return found;
  };

  const stroke = (kind) => {
    const line = kg.el("span", { class: `stroke ${kind}`, "aria-hidden": "true" });
    return line;
  };
  const dot = (relation) => {
    const family = data.families[data.relations[relation].family];
    const mark = kg.el("span", { class: "dot", "aria-hidden": "true" });
    mark.style.background = kg.dark() ? family.dark : family.light;
    return mark;
  };
  const label = {
    cls: (key) => [kg.swatch(data.classes[key]), data.classes[key].label],
    rel: (key) => [dot(key), data.relations[key].label],
    kind: (key) => [stroke(data.factualities[key]), data.factualities[key]],
    src: (key) => [key < data.entities.length ? kg.words(kg.shorten(data.entities[key].label, 40)) : "the article itself"],
    by: (key) => [key ? "the language model alone" : "kg"],
    doc: (key) => [kg.words(kg.shorten(kg.documentName(key), 60))],
    story: (key) => [kg.words(kg.shorten(data.stories[key].headline, 60))],
    group: (key) => {
      const mark = kg.el("span", { class: "dot", "aria-hidden": "true" });
      mark.style.background = kg.communityColour(key);
      return [mark, kg.words(kg.communityName(key))];
    },
  };
  /** The value of a filter as it is written in the legend. */
  kg.facetLabel = (name, key) => label[name](key);

  const toggle = (name, key) => {
    const set = new Set(kg.state[name]);
    if (!set.delete(key)) set.add(key);
    /* A story, a document and a community are drawn for themselves; the other filters hold for whatever is drawn. */
    kg.show({ [name]: set, ...(["story", "doc", "group"].includes(name) ? { around: null, entity: null, extra: new Set() } : {}) });
  };

  const group = (name, counts) => {
    const rows = [...counts].sort((a, b) => (name === "kind" || name === "cls" ? a[0] - b[0] : b[1] - a[1] || a[0] - b[0]));
    if (!rows.length || (name === "doc" && data.documents.length < 2) || (name === "story" && data.stories.length < 2) || (name === "by" && !data.facts.some(kg.byModel))) return null;
    const open = expanded.has(name);
    const listed = open ? rows : rows.slice(0, few[name]);
    let family = null;
    const items = listed.flatMap(([key, count]) => {
      const chosen = kg.state[name].has(key);
      const item = kg.el(
        "li",
        {},
        kg.el("button", { type: "button", class: "facet", "data-facet": `${name}-${key}`, "aria-pressed": chosen, onclick: () => toggle(name, key) }, label[name](key), kg.el("span", { class: "count" }, count.toLocaleString("en"))),
      );
      if (name !== "cls" || data.classes[key].family === family) return [item];
      family = data.classes[key].family;
      return [kg.el("li", { class: "family" }, family), item];
    });
    const rest = rows.length - listed.length;
    return kg.el(
      "section",
      { class: `group ${name}`, "aria-label": titles[name] },
      kg.el("h2", {}, titles[name]),
      kg.el("ul", {}, items),
      rest > 0 || open
        ? kg.el("button", { type: "button", class: "more", "data-facet": `${name}-more`, onclick: () => { if (!expanded.delete(name)) expanded.add(name); kg.facets(); } }, open ? "Show fewer" : `Show ${rest} more`)
        : null,
    );
  };

  /* The sliders stay while all else is made anew, or they would slip from the hand that draws them. */
  const slider = (name, text, props, act) => {
    const input = kg.el("input", { id: name, type: "range", "data-facet": name, ...props });
    input.addEventListener("input", () => act(Number(input.value)));
    return { input, label: kg.el("label", { for: name }, text) };
  };
  const all = data.entities.length;
  const amount = slider("amount", "", { min: Math.min(5, all), max: all }, (limit) => kg.show({ limit, all: true }, true));
  const sure = slider("sure", "", { min: 0, max: 100, step: 5 }, (percent) => kg.show({ conf: percent / 100 }, true));
  const [first, last] = kg.era ?? [0, 0];
  const from = slider("from", "from", { min: first, max: last }, (day) => kg.show({ from: day <= first ? null : Math.min(day, kg.state.to ?? last) }, true));
  const to = slider("to", "to", { min: first, max: last }, (day) => kg.show({ to: day >= last ? null : Math.max(day, kg.state.from ?? first) }, true));
  const choice = (name, text, options) => {
    const select = kg.el("select", { id: name, "data-facet": name, onchange: () => kg.show({ [name]: select.value }, true) }, Object.entries(options).map(([key, title]) => kg.el("option", { value: key }, title)));
    return { select, row: kg.el("p", { class: "look" }, kg.el("label", { for: name }, text), select) };
  };
  const size = choice("size", "Size by", kg.measures);
  const colour = choice("colour", "Colour by", { cls: "class", group: "community" });
  const bars = kg.el("div", { class: "bars", "aria-hidden": "true" });
  const when = kg.el("p", { class: "range" });
  const head = kg.el("div", { class: "legend" });
  const lists = kg.el("div");
  root.append(
    head,
    kg.el("section", { class: "group", "aria-label": "How much is shown" }, amount.label, amount.input, sure.label, sure.input, size.row, colour.row),
    lists,
    first < last ? kg.el("section", { class: "group", "aria-label": "Date" }, kg.el("h2", {}, "Date"), bars, when, from.label, from.input, to.label, to.input) : "",
  );

  const sliders = () => {
    amount.input.value = Math.min(kg.state.limit, all);
    const { entities: numbers, able } = kg.shown();
    const drawn = numbers.filter((each) => each < all).length;
    amount.label.textContent = `${drawn.toLocaleString("en")} of ${Math.max(drawn, able.size).toLocaleString("en")} linked entities`;
    size.select.value = kg.state.size;
    colour.select.value = kg.state.colour;
    sure.input.value = kg.state.conf * 100;
    sure.label.textContent = kg.state.conf ? `minimum confidence ${kg.state.conf.toFixed(2)}` : "minimum confidence";
    if (first >= last) return;
    const [begin, end] = [kg.state.from ?? first, kg.state.to ?? last];
    from.input.value = begin;
    to.input.value = end;
    from.input.setAttribute("aria-valuetext", kg.iso(begin));
    to.input.setAttribute("aria-valuetext", kg.iso(end));
    when.textContent = kg.state.from === null && kg.state.to === null ? "any date, or none" : `${kg.date(kg.iso(begin))} – ${kg.date(kg.iso(end))}`;
    const bins = kg.histogram(data.facts.filter((fact) => fact.days && kg.passes(fact, "date")));
    const most = Math.max(1, ...bins);
    bars.replaceChildren(...bins.map((count, index) => {
      const day = (place) => first + (place / bins.length) * (last - first + 1);
      const bar = kg.el("span", { class: day(index + 1) > begin && day(index) <= end ? "in" : null });
      bar.style.blockSize = `${count ? Math.max(8, (100 * count) / most) : 0}%`;
      return bar;
    }));
  };

  kg.facets = () => {
    const focused = document.activeElement?.dataset?.facet;
    const any = kg.filtered() || kg.state.extra.size > 0 || kg.state.around !== null;
    const clear = () => kg.show({ ...Object.fromEntries(kg.facetNames.map((name) => [name, new Set()])), ...kg.ranges, extra: new Set(), around: null });
    head.replaceChildren(kg.el("h2", { class: "head" }, "Legend and filters"), any ? kg.el("button", { type: "button", class: "clear", "data-facet": "clear", onclick: clear }, "Clear all") : "");
    sliders();
    const counts = counted();
    lists.replaceChildren(...kg.facetNames.map((name) => group(name, counts[name])).filter(Boolean));
    if (focused && document.activeElement?.dataset?.facet !== focused) root.querySelector(`[data-facet="${focused}"]`)?.focus({ preventScroll: true });
  };
}
