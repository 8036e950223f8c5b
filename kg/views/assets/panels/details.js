"use strict";
/* What is selected: an entity with all that is known of it, the facts between two, or one fact. */
{
  const { data } = kg;

  const facts = (list, title) => {
    const groups = new Map();
    for (const fact of list) groups.set(fact.p, [...(groups.get(fact.p) ?? []), fact]);
    /* What tells most comes first, what holds before and after the news last. */
    const ordered = [...groups].map(([relation, own]) => [relation, own.sort(kg.byWeight)]).sort((a, b) => (data.relations[a[0]].background ?? false) - (data.relations[b[0]].background ?? false) || b[1][0].weight - a[1][0].weight || a[0] - b[0]);
    return ordered.map(([relation, own]) =>
      kg.el("section", { class: "part" }, kg.el("h3", {}, data.relations[relation].label, kg.el("span", { class: "count" }, new Set(own.map((fact) => fact.support)).size)), kg.el("ul", { class: "lines", "aria-label": title }, kg.distinct(own).map(([fact, times]) => kg.el("li", {}, kg.factLine(fact, null, false, times))))),
    );
  };

  /* "deputy head of the court", "new US president": what is no name is among the facts, and is found by the search. */
  const DESCRIBES = /^(?:\p{Ll}{4,}|\d+\p{Ll}+)[\s-]|\s\p{Ll}{4,}$/u;

  const part = (title, ...content) => kg.el("section", { class: "part" }, kg.el("h2", {}, title), ...content);

  /* The sentence that tells best of somebody, and its article. */
  const card = ([of, begin, end]) => [
    kg.el("p", { class: "lead told" }, kg.el("button", { type: "button", class: "said", onclick: () => kg.readSentence(of, begin, end) }, kg.words(kg.shorten(data.documents[of].text.slice(begin, end).replace(/\s+/g, " "), 420)))),
    data.documents.length > 1 ? kg.el("p", { class: "figures" }, kg.cited(of)) : null,
  ];

  const entity = (number) => {
    const one = data.entities[number];
    const cls = data.classes[one.cls];
    const own = one.facts.map((each) => data.facts[each]).filter((fact) => kg.passes(fact));
    const near = kg.neighbours(number);
    const left = one.facts.length - own.length;
    const told = one.told.map((each) => data.facts[each]).filter((fact) => kg.passes(fact));
    const aliases = (one.aliases ?? []).filter((name) => name !== one.label && (one.unnamed || !DESCRIBES.test(name)));
    return [
      kg.el("header", { class: "who" }, kg.swatch(cls), kg.el("h2", {}, kg.words(kg.shorten(one.label, 200))), kg.el("p", {}, cls.label, ` · ${kg.counted(own)} · ${kg.plural((one.mentions ?? []).length / 3, "mention")}`)),
      aliases.length ? kg.el("p", { class: "aliases" }, "also ", aliases.slice(0, 12).flatMap((name, index) => [index ? ", " : "", kg.words(`“${kg.shorten(name, 80)}”`)])) : null,
      ...(one.card ? card(one.card) : []),
      ...(one.links ?? []).map((line) => kg.el("p", { class: "aliases" }, kg.words(line))),
      kg.el("p", { class: "acts" }, kg.el("button", { type: "button", onclick: () => kg.expand(number) }, "Show neighbours"), one.iri ? kg.el("button", { type: "button", onclick: (event) => kg.copy(one.iri, event.target) }, "Copy IRI") : null),
      kg.pathForm(number),
      near.length ? part(kg.plural(near.length, "connection"), kg.el("ul", { class: "near" }, near.slice(0, 14).map(({ other, facts: both }) => kg.el("li", {}, kg.entity(other, kg.shorten(data.entities[other].label, 36)), both.length > 1 ? kg.el("span", { class: "count", title: kg.counted(both) }, `×${both.length}`) : null)), near.length > 14 ? kg.el("li", { class: "quiet" }, `and ${near.length - 14} more`) : null)) : null,
      left ? kg.el("p", { class: "none" }, `${kg.plural(left, "more statement")} ${left === 1 ? "does" : "do"} not match the filters. `, kg.el("button", { type: "button", class: "link", onclick: () => { kg.whole(); kg.select({ entity: number }); } }, "Show all")) : null,
      own.length ? facts(own, one.label) : kg.el("p", { class: "none" }, kg.filtered() ? "No fact matches the filters." : "No facts."),
      one.claims.length ? part("Claims", ...one.claims.map((each) => kg.claim(data.claims[each], true))) : null,
      told.length ? part("Facts from this source", kg.el("ul", { class: "lines" }, told.slice(0, 60).map((fact) => kg.el("li", {}, kg.factLine(fact))))) : null,
      data.documents.length > 1 ? part("Documents", kg.el("ul", {}, one.documents.slice(0, 60).map(kg.articleLine), one.documents.length > 60 ? kg.el("li", { class: "none" }, `and ${one.documents.length - 60} more`) : null)) : null,
    ];
  };

  const edge = (number) => {
    const { from, to } = data.drawing.edges[number];
    const own = kg.edgeFacts(number);
    return [
      kg.el("header", { class: "between" }, kg.el("h2", {}, kg.entity(from), kg.el("span", { class: "quiet" }, " and "), kg.entity(to)), kg.el("p", {}, kg.counted(own))),
      ...own.slice(0, 40).map((fact) => kg.evidence(fact)),
      own.length > 40 ? kg.el("p", { class: "none" }, `and ${own.length - 40} more: narrow them with the filters`) : null,
    ];
  };

  kg.details = () => {
    const { state } = kg;
    if (state.fact !== null) {
      const fact = data.facts[state.fact];
      const again = kg.statementsOf(fact.support).filter((other) => other !== fact && kg.passes(other));
      const others = fact.edge === undefined ? [] : kg.edgeFacts(fact.edge).filter((other) => other.support !== fact.support);
      const saying = (other) => kg.el("button", { type: "button", class: "line", "data-fact": other.number }, other.factuality ? [kg.badge(other), " "] : null, kg.words(kg.shorten(data.documents[other.doc].text.slice(...other.at), 160), "said-there"), kg.el("span", { class: "by" }, " ", kg.words(kg.shorten(kg.documentName(other.doc), 60))));
      return [kg.evidence(fact, true), again.length ? part(`Also stated (${again.length})`, kg.el("ul", { class: "lines" }, again.slice(0, 100).map((other) => kg.el("li", {}, saying(other)))), again.length > 100 ? kg.el("p", { class: "none" }, `and ${again.length - 100} more`) : null) : null, others.length ? part("Between the same two", kg.el("ul", { class: "lines" }, others.slice(0, 40).map((other) => kg.el("li", {}, kg.factLine(other))))) : null];
    }
    if (state.edge !== null) return edge(state.edge);
    if (state.entity !== null) return entity(state.entity);
    return [kg.el("p", { class: "none" }, "Click an entity or a line of the graph to see what the articles say of it.")];
  };

  const across = (edge, end) => (data.drawing.edges[edge].from === end ? data.drawing.edges[edge].to : data.drawing.edges[edge].from);
  const stated = (edge) => kg.edgeFacts(edge).filter((fact) => fact.factuality < 2);

  /** The shortest connections of two entities, at most `most`, as lists of edges: breadth first over what is stated and passes the filters, over what is rather right than wrong if that connects them. */
  kg.paths = (start, end, most = 3) => {
    const found = connect(start, end, most, (edge) => stated(edge).some(kg.likely));
    return found.length ? found : connect(start, end, most, (edge) => stated(edge).length);
  };

  const connect = (start, end, most, holds) => {
    const came = new Map([[start, []]]);
    const far = new Map([[start, 0]]);
    const queue = [start];
    for (let at = 0; at < queue.length && !(far.get(queue[at]) >= far.get(end)); at += 1) {
      const here = queue[at];
      for (const each of data.entities[here].edges) {
        const next = across(each, here);
        if (far.has(next) && far.get(next) <= far.get(here)) continue;
        if (!holds(each)) continue;
        if (!far.has(next)) queue.push(next);
        far.set(next, far.get(here) + 1);
        came.set(next, [...(came.get(next) ?? []), each]);
      }
    }
    const back = (here) => {
      if (here === start) return [[]];
      const found = [];
      for (const each of came.get(here) ?? []) for (const rest of back(across(each, here))) if (found.length < most) found.push([...rest, each]);
      return found;
    };
    return start === end ? [] : back(end);
  };

  const connections = (paths, end) => {
    if (!paths.length) return [`Nothing that is stated connects them${kg.filtered() ? " and passes the filters" : ""}.`];
    return paths.map((path, index) =>
      kg.el(
        "section",
        { class: "part", "aria-label": `Connection ${index + 1} of ${paths.length}` },
        kg.el("h3", {}, kg.el("span", {}, `${kg.plural(path.length, "step")} to `, kg.words(kg.shorten(data.entities[end].label, 80))), paths.length > 1 ? kg.el("span", { class: "count" }, `${index + 1} of ${paths.length}`) : null),
        ...path.map((each) => {
          const fact = stated(each).find(kg.likely) ?? stated(each)[0];
          return [kg.factLine(fact), kg.quote(fact)];
        }),
      ),
    );
  };

  kg.pathForm = (number) => {
    const field = kg.el("input", { type: "text", list: "names", id: "connect-to", "aria-label": "Connection to another entity", placeholder: "Connection to …", autocomplete: "off" });
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
      kg.show({ path: target });
      document.querySelector("#connect-to").focus();
    });
    if (kg.state.path !== null) {
      field.value = data.entities[kg.state.path].label;
      answer.append(...connections(kg.routes, kg.state.path));
    }
    return form;
  };
}
