"use strict";
/* What is selected: an entity with all that is known of it, the facts between two, or one fact. */
{
  const { data } = kg;

  const facts = (list, title) => {
    const groups = new Map();
    for (const fact of list) groups.set(fact.p, [...(groups.get(fact.p) ?? []), fact]);
    const ordered = [...groups].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
    return ordered.map(([relation, own]) =>
      kg.el("section", { class: "part" }, kg.el("h3", {}, data.relations[relation].label, kg.el("span", { class: "count" }, own.length)), kg.el("ul", { class: "lines", "aria-label": title }, own.map((fact) => kg.el("li", {}, kg.factLine(fact))))),
    );
  };

  const part = (title, ...content) => kg.el("section", { class: "part" }, kg.el("h2", {}, title), ...content);

  const entity = (number) => {
    const one = data.entities[number];
    const cls = data.classes[one.cls];
    const own = one.facts.map((each) => data.facts[each]).filter((fact) => kg.passes(fact));
    const told = one.told.map((each) => data.facts[each]).filter((fact) => kg.passes(fact));
    const aliases = (one.aliases ?? []).filter((name) => name !== one.label);
    return [
      kg.el("header", { class: "who" }, kg.swatch(cls), kg.el("h2", {}, kg.words(kg.shorten(one.label, 200))), kg.el("p", {}, cls.label, ` · ${kg.plural(own.length, "fact")} · ${kg.plural((one.mentions ?? []).length / 3, "mention")}`)),
      aliases.length ? kg.el("p", { class: "aliases" }, "also ", aliases.slice(0, 12).flatMap((name, index) => [index ? ", " : "", kg.words(`“${kg.shorten(name, 80)}”`)])) : null,
      kg.el("p", { class: "acts" }, kg.el("button", { type: "button", onclick: () => kg.expand(number) }, "Show neighbours"), kg.el("button", { type: "button", onclick: (event) => kg.copy(one.iri, event.target) }, "Copy IRI")),
      kg.pathForm(number),
      own.length ? facts(own, one.label) : kg.el("p", { class: "none" }, kg.filtered() ? "No fact of it passes the filters." : "No fact is known of it."),
      one.claims.length ? part("What it said", ...one.claims.map((each) => kg.claim(data.claims[each], true))) : null,
      told.length ? part("Facts it is the source of", kg.el("ul", { class: "lines" }, told.slice(0, 60).map((fact) => kg.el("li", {}, kg.factLine(fact))))) : null,
      data.documents.length > 1 ? part("Documents", kg.el("ul", {}, one.documents.slice(0, 60).map((each) => kg.el("li", {}, kg.el("button", { type: "button", class: "link", onclick: () => kg.show({ tab: "article", article: each }) }, kg.words(kg.documentName(each))))))) : null,
    ];
  };

  const edge = (number) => {
    const { from, to } = data.drawing.edges[number];
    const own = kg.edgeFacts(number);
    return [
      kg.el("header", { class: "between" }, kg.el("h2", {}, kg.entity(from), kg.el("span", { class: "quiet" }, " and "), kg.entity(to)), kg.el("p", {}, kg.plural(own.length, "fact"))),
      ...own.slice(0, 40).map((fact) => kg.evidence(fact)),
      own.length > 40 ? kg.el("p", { class: "none" }, `and ${own.length - 40} more: narrow them with the filters`) : null,
    ];
  };

  kg.details = () => {
    const { state } = kg;
    if (state.fact !== null) {
      const fact = data.facts[state.fact];
      const others = fact.edge === undefined ? [] : kg.edgeFacts(fact.edge).filter((other) => other !== fact);
      return [kg.evidence(fact, true), others.length ? part("Between the same two", kg.el("ul", { class: "lines" }, others.slice(0, 40).map((other) => kg.el("li", {}, kg.factLine(other))))) : null];
    }
    if (state.edge !== null) return edge(state.edge);
    if (state.entity !== null) return entity(state.entity);
    return [kg.el("p", { class: "none" }, "Click an entity or a line of the graph to see what the articles say of it.")];
  };

  /* The shortest connections of two entities, breadth first over the facts that pass the filters. */
  const path = (start, end) => {
    const came = new Map([[start, null]]);
    const queue = [start];
    for (let at = 0; at < queue.length && !came.has(end); at += 1) {
      for (const each of data.entities[queue[at]].edges) {
        const { from, to } = data.drawing.edges[each];
        const next = from === queue[at] ? to : from;
        if (!came.has(next) && kg.edgeFacts(each).some((fact) => fact.factuality < 2)) {
          came.set(next, each);
          queue.push(next);
        }
      }
    }
    const steps = [];
    for (let here = end; came.get(here) !== null && came.has(here); ) {
      const { from, to } = data.drawing.edges[came.get(here)];
      steps.unshift(came.get(here));
      here = from === here ? to : from;
    }
    return steps;
  };

  kg.pathForm = (number) => {
    const field = kg.el("input", { type: "text", list: "names", id: "to", "aria-label": "Connection to another entity", placeholder: "Connection to …", autocomplete: "off" });
    const names = kg.el("datalist", { id: "names" });
    const answer = kg.el("div", { class: "path", "aria-live": "polite" });
    field.addEventListener("input", () => {
      const hits = kg.find(field.value, 8);
      names.replaceChildren(...hits.map((hit) => kg.el("option", { value: data.entities[hit].label })));
    });
    const form = kg.el("form", { class: "connect" }, field, names, kg.el("button", { type: "submit" }, "Find"), answer);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [target] = kg.find(field.value, 1);
      if (target === undefined) return answer.replaceChildren("No entity has this name.");
      const steps = path(number, target);
      if (!steps.length) return answer.replaceChildren("Nothing that is stated connects them.");
      const extra = new Set([...kg.state.extra, ...steps.flatMap((each) => [data.drawing.edges[each].from, data.drawing.edges[each].to])]);
      kg.show({ extra }, true);
      document.querySelector(".connect .path").replaceChildren(...steps.flatMap((each) => {
        const [fact] = kg.edgeFacts(each).filter((one) => one.factuality < 2);
        return [kg.factLine(fact), kg.quote(fact)];
      }));
    });
    return form;
  };
}
