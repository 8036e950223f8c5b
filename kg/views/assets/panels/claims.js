"use strict";
/* Who said what: quotations and reports by their sources, and what one source states and another denies. */
{
  const { data } = kg;
  const { section } = kg;

  /** The claims of the articles that pass the filters for articles and stories. */
  kg.claimsShown = () => {
    const { doc, story } = kg.state;
    return data.claims.filter((claim) => (!doc.size || doc.has(claim.doc)) && (!story.size || story.has(data.documents[claim.doc].story)));
  };

  /** Claims, one for each source first, the important sources first. */
  kg.keyClaims = (most) => {
    const turns = new Map();
    return kg.claimsShown()
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
      kg.el("blockquote", { dir: "auto" }, kg.el("button", { type: "button", class: "said", "data-claim": claim.number }, kg.shorten(claim.text, bare ? 1200 : 260))),
      bare ? kg.el("p", { class: "quiet" }, claim.direct ? "direct quotation" : "reported in the article's words", data.documents.length > 1 ? [" · ", kg.cited(claim.doc)] : null, claim.to === undefined ? null : [" · to ", kg.entity(claim.to)], claim.time ? ` · said ${kg.date(claim.time)}` : null) : null,
    );

  /** Where accounts differ, among some facts: the question, and each answer with who gives it. */
  kg.differing = (facts) => {
    const inside = new Set(facts.map((fact) => fact.number));
    return (data.conflicts ?? []).filter(({ accounts }) => accounts.filter(([, ...numbers]) => numbers.some((each) => inside.has(each))).length > 1);
  };
  kg.conflict = ({ title, accounts }) =>
    kg.el(
      "div",
      { class: "conflict" },
      kg.el("p", {}, kg.words(kg.shorten(title, 200))),
      kg.el("ul", { class: "lines" }, accounts.slice(0, 8).map(([value, ...numbers]) => {
        const fact = data.facts[numbers[0]];
        const where = new Set(numbers.map((each) => data.facts[each].doc));
        return kg.el("li", {}, kg.el("button", { type: "button", class: "line", "data-fact": fact.number }, kg.words(kg.shorten(value, 120), "name"), kg.el("span", { class: "by" }, ` ${where.size > 1 ? `${kg.plural(where.size, "article")}, one is ` : ""}`, kg.cited(fact.doc), ": ", kg.words(kg.shorten(data.documents[fact.doc].text.slice(...kg.context(fact)).trim(), 240)))));
      })),
    );

  /** What is disputed among some facts: as elements, none where nothing is. */
  kg.disputes = (facts, most = Infinity) => kg.differing(facts).slice(0, most).map(kg.conflict);

  const STEP = 100;
  let most = STEP;
  /** All claims by source, at first of those who say most, the newest first; what is disputed is shown first. */
  kg.claims = () => {
    const sources = new Map();
    const claims = kg.claimsShown();
    for (const claim of claims) sources.set(claim.source, [...(sources.get(claim.source) ?? []), claim]);
    return [
      section("Disputed", kg.disputes(kg.shown().facts)),
      ...[...sources].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]).slice(0, most).map(([source, own]) =>
        kg.el("section", { class: "part source" }, kg.el("h2", {}, kg.entity(source), kg.el("span", { class: "count" }, own.length)), ...own.sort((a, b) => b.doc - a.doc).map((claim) => kg.claim(claim, true))),
      ),
      sources.size > most ? kg.el("button", { type: "button", class: "more", onclick: () => { most += STEP; kg.panel(); } }, `Show ${Math.min(STEP, sources.size - most)} more of ${kg.plural(sources.size, "source")}`) : null,
      claims.length ? null : kg.el("p", { class: "none" }, "Nobody is quoted or cited."),
    ];
  };
}
