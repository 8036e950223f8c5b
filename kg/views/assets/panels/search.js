"use strict";
/* The field for all that can be searched: a combobox after the ARIA practice, and a panel with all that was found. */
{
  const { data } = kg;
  const input = document.getElementById("find");
  const list = document.getElementById("found");
  const NAMES = 7;
  const SENTENCES = 4;
  let options = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    const act = options[index];
    close();
    input.value = "";
    act();
    document.getElementById("view").focus({ preventScroll: true });
  };
  const mark = (next) => {
    at = next;
    const items = [...list.querySelectorAll("[id]")];
    items.forEach((item, index) => item.setAttribute("aria-selected", index === at));
    if (at >= 0 && items[at]) {
      input.setAttribute("aria-activedescendant", items[at].id);
      items[at].scrollIntoView({ block: "nearest" });
    }
  };

  /** A name cut to a length, but not before the end of what was sought. */
  const cut = (name, most, sought) => kg.shorten(name, Math.max(most, kg.folded(name).indexOf(sought) + sought.length + 1));
  /** A name with the letters that were sought marked. */
  const lit = (name, sought) => {
    const place = kg.folded(name).indexOf(sought);
    if (place < 0) return name;
    return [name.slice(0, place), kg.el("mark", {}, name.slice(place, place + sought.length)), name.slice(place + sought.length)];
  };
  /** Words of a sentence around the first that was sought. */
  const excerpt = (document_, begin, end, words) => {
    const text = data.documents[document_].text.slice(begin, end);
    const first = kg.folded(text).indexOf(kg.folded(words.trim()).split(/\s+/)[0]);
    const from = Math.max(0, first - 50);
    return kg.withMarks(`${from ? "…" : ""}${kg.shorten(text.slice(from), 150)}`, words);
  };

  const option = (props, act, ...content) => {
    options.push(act);
    const index = options.length - 1;
    return kg.el("li", { id: `hit-${index}`, role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => choose(index), ...props }, ...content);
  };

  const entityOption = (number, sought) => {
    const entity = data.entities[number];
    const alias = kg.folded(entity.label).includes(sought) ? null : (entity.aliases ?? []).find((name) => kg.folded(name).includes(sought));
    return option(
      { class: "hit" },
      () => kg.select({ entity: number }),
      kg.swatch(data.classes[entity.cls]),
      kg.words(lit(cut(entity.label, 60, sought), sought), "name"),
      alias ? kg.el("span", { class: "alias" }, "also ", kg.words(lit(cut(alias, 40, sought), sought))) : null,
      kg.el("span", { class: "quiet" }, data.classes[entity.cls].label),
    );
  };

  input.addEventListener("input", () => {
    const words = input.value.trim();
    if (!words) return close();
    options = [];
    const sought = kg.folded(words);
    const items = kg.find(words, NAMES).map((number) => entityOption(number, sought));
    const { found, more } = kg.findSentences(words, 300);
    const sentences = found.slice(0, SENTENCES).map(([document_, begin, end]) => option({ class: "sentence-hit" }, () => kg.readSentence(document_, begin, end), kg.words(excerpt(document_, begin, end, words)), kg.el("span", { class: "quiet" }, kg.words(kg.shorten(kg.documentName(document_), 60)))));
    const total = found.length ? option({ class: "all-hits" }, () => kg.show({ tab: "search", words }), `All that has “${kg.shorten(words, 40)}”: ${found.length.toLocaleString("en")}${more ? " and more" : ""} ${found.length === 1 ? "sentence" : "sentences"}, names, facts, articles`) : null;
    const all = [...items, ...sentences, total].filter(Boolean);
    list.replaceChildren(...(all.length ? all : [kg.el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No matches")]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    return mark(all.length ? 0 : -1);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && options.length) mark((at + 1) % options.length);
    else if (event.key === "ArrowUp" && options.length) mark((at - 1 + options.length) % options.length);
    else if (event.key === "Enter" && at >= 0) choose(at);
    else if (event.key === "Escape") {
      input.value = "";
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", close);

  const STEP = 60;
  const part = (title, items, make, first = STEP) => {
    if (!items.length) return null;
    const list_ = kg.el("ul", { class: "lines" });
    const section = kg.el("section", { class: "part" }, kg.el("h2", {}, `${title} (${items.length.toLocaleString("en")})`), list_);
    let shown = 0;
    const more = kg.el("button", { type: "button", class: "more" });
    const grow = () => {
      const end = Math.min(items.length, shown ? shown + STEP : first);
      list_.append(...items.slice(shown, end).map((each) => kg.el("li", {}, make(each))));
      shown = end;
      if (shown < items.length) more.textContent = `Show ${Math.min(STEP, items.length - shown)} more of ${items.length.toLocaleString("en")}`;
      else more.remove();
    };
    more.addEventListener("click", grow);
    section.append(more);
    grow();
    return section;
  };

  /** All that has the words sought. */
  kg.foundPanel = () => {
    const { words } = kg.state;
    const names = kg.find(words, Infinity);
    const facts = kg.findFacts(words);
    const articles = kg.findArticles(words);
    const { found } = kg.findSentences(words, Infinity);
    const sentence = ([document_, begin, end]) =>
      kg.el("button", { type: "button", class: "line", onclick: () => kg.readSentence(document_, begin, end) }, kg.el("span", { class: "said-there" }, kg.words(kg.withMarks(kg.shorten(data.documents[document_].text.slice(begin, end), 400), words))), kg.el("span", { class: "by" }, " ", kg.words(kg.shorten(kg.documentName(document_), 80)), data.documents[document_].date ? ` · ${kg.date(data.documents[document_].date)}` : ""));
    return [
      kg.el("h2", { class: "headline" }, "“", kg.words(kg.shorten(words, 80)), "”"),
      names.length + facts.length + articles.length + found.length ? null : kg.el("p", { class: "none" }, "No matches."),
      part("Names", names, (number) => [kg.entity(number), data.documents.length > 1 ? kg.el("span", { class: "count" }, kg.plural(data.entities[number].documents.length, "article")) : null], 12),
      part("Articles", articles, (number) => kg.el("button", { type: "button", class: "link", onclick: () => kg.openArticle(number) }, kg.words(kg.shorten(kg.documentName(number), 140)))),
      part("Facts", facts, ([fact, times]) => kg.factLine(fact, null, false, times)),
      part("Sentences", found, sentence),
    ];
  };
}
