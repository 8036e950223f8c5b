"use strict";
/* The article itself: names are links, each sentence opens its facts in the margin. */
{
  const { data } = kg;
  const outermost = (marks) => {
    const kept = [];
    for (const mark of marks.sort((a, b) => a.at[0] - b.at[0] || b.at[1] - a.at[1])) if (!kept.length || mark.at[0] >= kept[kept.length - 1].at[1]) kept.push(mark);
    return kept;
  };

  const mentioned = (number) => {
    const marks = [];
    data.entities.forEach((entity, index) => {
      if (entity.documents.includes(number)) for (const at of kg.mentions(index, number)) marks.push({ at, entity: index });
    });
    return outermost(marks);
  };

  /* The sentence that a search led to. */
  let target = null;
  let sought = [];
  /** Open an article at a sentence of it. */
  kg.readSentence = (article, begin, end) => {
    target = { article, at: [begin, end] };
    kg.show({ tab: "article", article, fact: null, entity: null, edge: null, path: null });
    kg.panel();
    document.querySelector("#view .sought")?.scrollIntoView({ block: "center" });
    target = null;
  };

  /** A stretch of text with its names as links, and the words of the selected fact's subject, predicate and object. */
  const names = (text, range, marks, roles) =>
    kg.marked(text, range, [...marks, ...sought, ...roles], (over, piece) => {
      const role = over.filter((mark) => mark.kind).at(-1)?.kind;
      const entity = over.find((mark) => mark.entity !== undefined)?.entity;
      if (entity === undefined) return kg.el("mark", { class: role }, piece);
      const cls = data.classes[data.entities[entity].cls];
      const link = kg.el("a", { href: `#e=${entity}`, class: `mention ${role ?? ""}`, "data-entity": entity, "aria-current": kg.state.entity === entity ? "true" : null, title: `${kg.shorten(data.entities[entity].label, 80)} · ${cls.label}` }, piece);
      link.style.textDecorationColor = kg.dark() ? cls.dark : cls.light;
      return link;
    });

  /** The text in paragraphs, and in each the sentences that say something. */
  const body = (number) => {
    const { text, sentences, facts } = data.documents[number];
    sought = target?.article === number ? [{ kind: "sought", at: target.at }] : [];
    const marks = mentioned(number);
    const bySentence = new Map();
    for (const each of facts) if (kg.passes(data.facts[each])) {
      const key = kg.context(data.facts[each]).join("-");
      bySentence.set(key, [...(bySentence.get(key) ?? []), data.facts[each]]);
    }
    const selected = kg.state.fact === null ? null : data.facts[kg.state.fact];
    const ranges = sentences.length ? sentences : [...bySentence.keys()].map((key) => key.split("-").map(Number));
    const paragraphs = [...text.matchAll(/[^\n]+/g)].map((match) => [match.index, match.index + match[0].length]);
    return paragraphs.map(([begin, end]) => {
      const pieces = [];
      let at = begin;
      for (const [from, to] of ranges) {
        if (from < at || to > end) continue;
        const own = bySentence.get(`${from}-${to}`) ?? [];
        pieces.push(...names(text, [at, from], marks, []));
        const here = selected?.doc === number && selected.at[0] < to && selected.at[1] > from;
        pieces.push(kg.el("span", { class: `sentence${here ? " here" : ""}`, "data-sentence": from }, names(text, [from, to], marks, here ? kg.roles(selected) : [])));
        if (own.length) pieces.push(kg.el("button", { type: "button", class: "margin", "aria-label": `${kg.plural(own.length, "fact")} of this sentence`, "data-facts": own.map((fact) => fact.number).join(","), "aria-expanded": "false" }, own.length));
        at = to;
      }
      pieces.push(...names(text, [at, end], marks, []));
      return kg.el("p", { dir: "auto" }, pieces);
    });
  };

  kg.article = () => {
    const number = kg.state.article;
    const document_ = data.documents[number];
    if (!document_) return [kg.el("p", { class: "none" }, "No document.")];
    const { before, after } = kg.besides(number);
    const go = (to, words) => kg.el("button", { type: "button", disabled: to === null, title: to === null ? null : kg.shorten(kg.documentName(to), 80), onclick: () => kg.openArticle(to) }, words);
    const choice = data.documents.length > 1
      ? kg.el("p", { class: "acts" }, kg.el("button", { type: "button", onclick: () => kg.show({ tab: "articles" }) }, "All articles"), go(before, "Earlier"), go(after, "Later"), kg.state.doc.has(number) ? null : kg.el("button", { type: "button", onclick: () => kg.openArticle(number) }, "Draw it"), document_.story !== undefined && data.stories.length > 1 ? kg.el("button", { type: "button", class: "link", onclick: () => kg.openStory(document_.story) }, "Its story") : null)
      : null;
    return [
      choice,
      document_.title ? kg.el("h2", { class: "headline", dir: "auto" }, kg.words(kg.shorten(document_.title, 300))) : null,
      document_.authors ? kg.el("p", { class: "byline" }, "by ", document_.authors.flatMap((name, index) => [index ? ", " : "", kg.words(kg.shorten(name, 80))])) : null,
      kg.el("p", { class: "figures" }, kg.published(number), document_.modified ? [" · changed ", kg.words(kg.date(document_.modified.slice(0, 10)))] : null),
      kg.standing(number) ? kg.el("p", { class: "sources" }, kg.words(kg.standing(number))) : null,
      kg.el("p", { class: "sources" }, (document_.sources ?? []).map((each, index) => [index ? " · " : null, kg.words(kg.shorten(each, 120))])),
      kg.el("div", { class: "text", lang: "en" }, body(number)),
    ];
  };

  /** Open or close the facts of a sentence beneath it. */
  kg.margin = (button) => {
    const open = button.getAttribute("aria-expanded") === "true";
    button.setAttribute("aria-expanded", String(!open));
    if (open) button.nextElementSibling?.classList.contains("facts") && button.nextElementSibling.remove();
    else button.after(kg.el("span", { class: "facts" }, button.dataset.facts.split(",").map((each) => kg.factLine(data.facts[each]))));
  };
}
