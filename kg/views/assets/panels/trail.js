"use strict";
/* What is chosen, over the drawing: each choice with a button that takes it back, and all of them at once. */
{
  const { data } = kg;
  const bar = document.getElementById("trail");

  const chip = (what, words, undo) =>
    kg.el("li", {}, kg.el("span", { class: "quiet" }, what, " "), words, kg.el("button", { type: "button", "aria-label": `Close ${what}`, onclick: undo }, "×"));

  const what = { cls: "class", rel: "relation", kind: "factuality", src: "source", by: "found by", story: "story", doc: "article", group: "community" };

  kg.trail = () => {
    const { state } = kg;
    const chips = [];
    for (const name of kg.facetNames) {
      if (!state[name].size) continue;
      const [first] = state[name];
      chips.push(chip(what[name], [kg.el("b", {}, kg.facetLabel(name, first).filter((part) => part instanceof Node ? part.matches("bdi") : true)), state[name].size > 1 ? ` and ${state[name].size - 1} more` : null], () => kg.show({ [name]: new Set() })));
    }
    if (state.from !== null || state.to !== null) chips.push(chip("days", kg.el("b", {}, [state.from, state.to].map((day) => (day === null ? "…" : kg.date(kg.iso(day)))).join(" – ")), () => kg.show({ from: null, to: null })));
    if (state.around !== null) chips.push(chip("around", kg.el("b", {}, kg.words(kg.shorten(data.entities[state.around].label, 40))), () => kg.show({ around: null, entity: null, path: null, extra: new Set() })));
    const stories = data.stories.length > 1;
    const all = kg.overview() && stories
      ? kg.el("button", { type: "button", class: "whole", onclick: () => kg.show({ all: true }) }, "Draw entities")
      : chips.length || (state.all && stories)
        ? kg.el("button", { type: "button", class: "whole", onclick: kg.whole }, stories ? "All stories" : "Whole graph")
        : null;
    bar.replaceChildren(...[all, chips.length ? kg.el("ul", {}, chips) : null].filter(Boolean));
  };
}
