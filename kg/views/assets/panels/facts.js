"use strict";
/* A fact in words, and the sentence that says it. */
{
  const say = { asserted: "stated as fact", reported: "stated by its source", planned: "planned or intended", hypothetical: "supposed", negated: "denied" };
  kg.factualityWords = say;

  kg.badge = (fact) => {
    const kind = kg.factuality(fact);
    return kg.el("span", { class: `badge ${kind}`, title: `Factuality: ${say[kind]}` }, kind);
  };

  const value = (fact) => (fact.value === undefined ? kg.entity(fact.o) : kg.words(kg.shorten(fact.value, 200), "value"));

  /** Subject, relation and object with links, for the head of a card. */
  kg.triple = (fact) =>
    kg.el("p", { class: "triple" }, kg.entity(fact.s), " ", kg.el("span", { class: "relation" }, kg.data.relations[fact.p].label), " ", value(fact));

  const name = (end) => (end < 0 ? kg.el("span", { class: "nobody" }, "someone") : kg.words(kg.shorten(kg.data.entities[end].label, 80), "name"));

  /* A source that is only described, as a sentence has it: "a source", "two men". */
  const speaker = (number) => {
    const { label, cls, unnamed } = kg.data.entities[number];
    const bare = unnamed && kg.data.classes[cls].name !== "People" && !/s$|['’]s |^(?:an?|the|his|her|its|their|my|our|your|some|one|no|\d+) /i.test(label);
    return [bare ? (/^(?:[aeio]|u[^nks])/i.test(label) ? "an " : "a ") : "", name(number)];
  };

  /** A fact as one line that opens its evidence; `undated` where its date stands beside it, `times` how often it is said. */
  kg.factLine = (fact, mark, undated, times = 1) =>
    kg.el(
      "button",
      { type: "button", class: "line", "data-fact": fact.number, "aria-pressed": kg.state.fact === fact.number ? "true" : null },
      mark ?? null,
      name(fact.s),
      " ",
      kg.el("span", { class: "relation" }, kg.data.relations[fact.p].label),
      " ",
      fact.value === undefined ? name(fact.o) : kg.words(kg.shorten(fact.value, 80), "value"),
      fact.time && !undated && fact.time !== fact.value ? kg.el("span", { class: "when" }, ` ${kg.date(fact.time)}`) : null,
      fact.factuality && (fact.factuality > 1 || fact.source === undefined) ? [" ", kg.badge(fact)] : null,
      times > 1 ? kg.el("span", { class: "times", title: `said by ${times} statements` }, ` ×${times}`) : null,
      fact.source === undefined || times > 1 ? null : kg.el("span", { class: "by" }, fact.source === fact.s ? ", by their own account" : [", according to ", speaker(fact.source)]),
    );

  /** Cut [begin, end) of a text where marks begin and end: elements for marked pieces, text for the others. */
  kg.marked = (text, [begin, end], marks, make) => {
    const inside = marks.filter((mark) => mark.at[0] < end && mark.at[1] > begin);
    const cuts = new Set([begin, end]);
    for (const mark of inside) for (const cut of mark.at) if (cut > begin && cut < end) cuts.add(cut);
    const places = [...cuts].sort((a, b) => a - b);
    return places.slice(0, -1).map((from, index) => {
      const to = places[index + 1];
      const over = inside.filter((mark) => mark.at[0] <= from && mark.at[1] >= to);
      const piece = text.slice(from, to);
      return over.length ? make(over, piece) : piece;
    });
  };

  const within = (fact, entity) => {
    if (entity === undefined || entity < 0) return null;
    const found = kg.mentions(entity, fact.doc);
    return found.find(([begin, end]) => begin >= fact.at[0] && end <= fact.at[1]) ?? null;
  };

  const label = { subject: "subject", predicate: "relation", object: "object" };

  /** Where a fact's predicate, object and subject stand in its text; what is last lies on top. */
  kg.roles = (fact) =>
    [
      { kind: "predicate", at: fact.predicate },
      { kind: "object", at: fact.object ?? within(fact, fact.o) },
      { kind: "subject", at: fact.subject ?? within(fact, fact.s) },
    ].filter((mark) => mark.at);

  /** The sentence that says a fact, with the words of its subject, predicate and object marked. */
  kg.quote = (fact) => {
    const { text } = kg.data.documents[fact.doc];
    const marks = [{ kind: "clause", at: fact.at }, ...kg.roles(fact)];
    const [from, to] = kg.context(fact);
    const pieces = kg.marked(text, [Math.min(from, fact.at[0]), Math.max(to, fact.at[1])], marks, (over, piece) => {
      const kind = over[over.length - 1].kind;
      if (kind === "clause") return kg.el("span", { class: "clause" }, piece);
      return kg.el("mark", { class: kind, title: label[kind] }, piece);
    });
    return kg.el("blockquote", { class: "quote", dir: "auto" }, pieces);
  };

  const row = (term, ...content) => [kg.el("dt", {}, term), kg.el("dd", {}, ...content)];

  /** How a fact stands in the whole graph, in words; null where this statement is all that there is. */
  const support = (fact) => {
    const { statements, documents, publishers, copies, denials, first, last } = kg.data.support[fact.support];
    if (statements + (denials ?? 0) + (copies ?? 0) < 2) return null;
    const days = !first ? "" : first === last ? `, ${kg.date(first)}` : `, ${kg.date(first)} to ${kg.date(last)}`;
    const parts = [statements ? `${kg.plural(statements, "statement")} in ${kg.plural(documents, "document")}${publishers ? ` of ${kg.plural(publishers, "publisher")}` : ""}${days}` : "nobody states it"];
    if (copies) parts.push(`${kg.plural(copies, "copy", "copies")} of the same text not counted`);
    if (denials) parts.push(`denied by ${kg.plural(denials, "statement")}`);
    return parts.join("; ");
  };

  const citation = (fact) => {
    const document_ = kg.data.documents[fact.doc];
    const [begin, end] = kg.context(fact);
    const parts = [document_.title, ...(document_.publishers ?? []), document_.date, ...(document_.urls ?? []), document_.id].filter(Boolean).join(", ");
    return `“${document_.text.slice(begin, end).trim()}” (${parts}, characters ${fact.at[0]}–${fact.at[1]}) ${fact.iri ?? ""}`.trim();
  };

  /** Everything that is known of a fact. */
  kg.evidence = (fact, open) => {
    const percent = Math.round(fact.confidence * 100);
    const qualifiers = (fact.qualifiers ?? []).map(([key, of]) => row(key, typeof of === "number" ? kg.entity(of) : kg.words(of)));
    const meter = kg.el("span", { class: "meter", "aria-hidden": "true" }, kg.el("span", {}));
    meter.firstChild.style.inlineSize = `${percent}%`;
    return kg.el(
      "article",
      { class: `evidence${open ? " open" : ""}`, "data-evidence": fact.number },
      kg.triple(fact),
      kg.quote(fact),
      kg.el(
        "dl",
        { class: "meta" },
        row("Factuality", kg.badge(fact), ` ${say[kg.factuality(fact)]}`),
        row("Source", fact.source === undefined ? "the article itself" : kg.entity(fact.source)),
        fact.time ? row("Time", kg.el("time", { datetime: fact.time }, kg.date(fact.time))) : null,
        qualifiers,
        support(fact) ? row("Support", support(fact)) : null,
        row("Confidence", meter, ` ${fact.confidence.toFixed(2)}`),
        row("Rule", kg.el("code", {}, fact.rule)),
        fact.broken ? row("Kept aside", fact.broken) : null,
        row(
          "Document",
          kg.el("button", { type: "button", class: "link", "data-read": fact.number }, kg.words(kg.shorten(kg.documentName(fact.doc), 100))),
          kg.data.documents[fact.doc].title ? null : [" · ", kg.words(kg.shorten(kg.data.documents[fact.doc].id, 60))],
          kg.published(fact.doc).length ? [" · ", kg.published(fact.doc)] : null,
        ),
      ),
      kg.el(
        "p",
        { class: "acts" },
        kg.el("button", { type: "button", "data-read": fact.number }, "Read it in the article"),
        kg.el("button", { type: "button", onclick: (event) => kg.copy(citation(fact), event.target) }, "Copy citation"),
        fact.iri ? kg.el("button", { type: "button", onclick: (event) => kg.copy(fact.iri, event.target) }, "Copy IRI") : null,
      ),
    );
  };
}
