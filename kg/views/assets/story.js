"use strict";
/* The first thing to read: who it is about, what the article says, who said what, and when. */
{
  const { data } = kg;

  const section = (title, ...content) => (content.flat(Infinity).filter(Boolean).length ? kg.el("section", { class: "part" }, kg.el("h2", {}, title), ...content) : null);

  /** The most telling facts, no pair of entities twice, no subject and no relation more than twice. */
  kg.keyFacts = (facts, most) => {
    const subjects = new Map();
    const relations = new Map();
    const seen = new Set();
    const chosen = [];
    for (const fact of [...facts].sort(kg.byWeight)) {
      const pair = `${[fact.s, fact.o ?? fact.value].sort().join(" ")}`;
      const times = subjects.get(fact.s) ?? 0;
      const alike = relations.get(fact.p) ?? 0;
      if (seen.has(pair) || times >= 3 || alike >= 2 || fact.s < 0) continue;
      seen.add(pair);
      relations.set(fact.p, alike + 1);
      subjects.set(fact.s, times + 1);
      chosen.push(fact);
      if (chosen.length === most) break;
    }
    return chosen;
  };

  const people = (facts) => {
    const inside = new Set(facts.flatMap((fact) => [fact.s, fact.o]).filter((end) => end >= 0));
    const wanted = new Map();
    for (const number of [...inside].sort((a, b) => a - b)) {
      const { family } = data.classes[data.entities[number].cls];
      if (["Roles", "Programmes and topics"].includes(family)) continue;
      const group = wanted.get(family) ?? [];
      if (group.length < 5) wanted.set(family, [...group, number]);
    }
    return [...wanted].map(([family, numbers]) => kg.el("div", { class: "cast" }, kg.el("h3", {}, family), kg.el("p", {}, numbers.flatMap((number) => [kg.entity(number), " "]))));
  };

  let most = 30;

  /** The articles by day: headline, publisher, day, a link out, and how much each says. */
  const articles = () => {
    const chosen = data.documents.map((_, number) => number).filter((number) => !kg.state.doc.size || kg.state.doc.has(number));
    const line = (number) =>
      kg.el(
        "li",
        {},
        kg.el("button", { type: "button", class: "link", onclick: () => kg.show({ tab: "article", article: number, fact: null }) }, kg.words(kg.shorten(kg.documentName(number), 120))),
        kg.el("div", { class: "quiet" }, kg.published(number), kg.published(number).length ? " · " : null, kg.plural(data.documents[number].facts.length, "statement"), kg.standing(number) ? [" · ", kg.words(kg.standing(number))] : null),
      );
    return [
      kg.el("ul", { class: "articles" }, chosen.slice(0, most).map(line)),
      chosen.length > most ? kg.el("button", { type: "button", class: "more", onclick: () => { most += 200; kg.panel(); } }, `Show ${Math.min(200, chosen.length - most)} more of ${chosen.length.toLocaleString("en")}`) : null,
    ];
  };

  kg.story = () => {
    const facts = kg.shown().facts;
    const one = data.documents.length === 1 ? data.documents[0] : null;
    const said = kg.keyClaims(5);
    const days = kg.dated().slice(0, 8).map(([on, own]) => kg.el("li", {}, kg.el("time", { datetime: on }, kg.date(on)), kg.el("div", {}, kg.keyFacts(own, 2).map((fact) => kg.factLine(fact, null, true)))));
    return [
      kg.el("p", { class: "lead" }, one ? kg.words(kg.shorten(one.title ?? one.text.split("\n", 1)[0], 320)) : kg.plural(data.documents.length, "document")),
      kg.el("p", { class: "figures" }, [...(one?.publishers ?? []), one?.date, kg.plural(new Set(facts.flatMap((fact) => [fact.s, fact.o]).filter((end) => end >= 0)).size, "entity", "entities"), kg.counted(facts), kg.plural(data.claims.length, "claim")].filter(Boolean).join(" · ")),
      facts.length ? null : kg.el("p", { class: "none" }, kg.filtered() ? "No fact passes the filters." : "This graph holds no fact."),
      section("What it says", !facts.length ? [] : kg.el("ul", { class: "lines" }, kg.keyFacts(facts, 9).map((fact) => kg.el("li", {}, kg.factLine(fact))))),
      section("Who said what", said.length ? [kg.el("ul", { class: "sayings" }, said.map((claim) => kg.el("li", {}, kg.claim(claim)))), kg.el("button", { type: "button", class: "more", onclick: () => kg.show({ tab: "claims" }) }, `All ${kg.plural(data.claims.length, "claim")}`)] : []),
      section("Who and what", people(facts)),
      section("When", days.length ? [kg.el("ol", { class: "days" }, days), kg.el("button", { type: "button", class: "more", onclick: () => kg.show({ tab: "when" }) }, "The whole timeline")] : []),
      one ? null : section("Articles", articles()),
    ];
  };

  /** Claims, one for each source first, the important sources first. */
  kg.keyClaims = (most) => {
    const turns = new Map();
    return data.claims
      .filter((claim) => !kg.state.doc.size || kg.state.doc.has(claim.doc))
      .map((claim, number) => {
        const turn = turns.get(claim.source) ?? 0;
        turns.set(claim.source, turn + 1);
        return { claim, turn, number };
      })
      .sort((a, b) => a.turn - b.turn || a.number - b.number)
      .slice(0, most)
      .map(({ claim }) => claim);
  };

  kg.claim = (claim, bare) =>
    kg.el(
      "figure",
      { class: `claim${claim.direct ? " direct" : ""}` },
      bare ? null : kg.el("figcaption", {}, kg.entity(claim.source), claim.to === undefined ? null : [" to ", kg.entity(claim.to)], claim.time ? kg.el("span", { class: "when" }, ` ${kg.date(claim.time)}`) : null),
      kg.el("blockquote", { dir: "auto" }, kg.el("button", { type: "button", class: "said", "data-claim": data.claims.indexOf(claim) }, kg.shorten(claim.text, bare ? 1200 : 260))),
      bare ? kg.el("p", { class: "quiet" }, claim.direct ? "direct quotation" : "reported in the article's words", claim.to === undefined ? null : [" · to ", kg.entity(claim.to)], claim.time ? ` · ${kg.date(claim.time)}` : null) : null,
    );

  /** All claims by source; a fact that one source states and another denies is shown first. */
  kg.claims = () => {
    const sources = new Map();
    for (const claim of data.claims) if (!kg.state.doc.size || kg.state.doc.has(claim.doc)) sources.set(claim.source, [...(sources.get(claim.source) ?? []), claim]);
    const disputed = new Map();
    for (const fact of data.facts) {
      const { statements, denials } = data.support[fact.support];
      if (statements && denials && [0, 1, 4].includes(fact.factuality)) disputed.set(fact.support, [...(disputed.get(fact.support) ?? []), fact]);
    }
    return [
      section("Disputed", disputed.size ? kg.el("ul", { class: "lines" }, [...disputed.values()].flat().map((fact) => kg.el("li", {}, kg.factLine(fact)))) : []),
      ...[...sources].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]).map(([source, claims]) =>
        kg.el("section", { class: "part source" }, kg.el("h2", {}, kg.entity(source), kg.el("span", { class: "count" }, claims.length)), ...claims.map((claim) => kg.claim(claim, true))),
      ),
      data.claims.length ? null : kg.el("p", { class: "none" }, "Nobody is quoted or cited."),
    ];
  };
}
