"use strict";
/* The articles as a list: date, publisher, headline; sorted by any of them, searched, and each opened. */
{
  const { data } = kg;
  const STEP = 100;
  let [by, order, sought, most] = ["date", -1, "", STEP]; /* the newest first */

  const columns = {
    date: ["Date", (number) => data.documents[number].date ?? ""],
    publisher: ["Publisher", (number) => (data.documents[number].publishers ?? [])[0] ?? "\uffff"],
    headline: ["Headline", (number) => kg.documentName(number)],
    facts: ["Facts", (number) => -new Set(data.documents[number].facts.map((each) => data.facts[each].support)).size],
  };

  /** The articles that pass the filters and hold the words sought for, in the order chosen. */
  const listed = () => {
    const { story } = kg.state;
    const words = sought.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const has = (number) => {
      const all = `${kg.documentName(number)} ${(data.documents[number].publishers ?? []).join(" ")} ${data.documents[number].date ?? ""} ${data.documents[number].id}`.toLocaleLowerCase();
      return words.every((word) => all.includes(word));
    };
    const key = columns[by][1];
    const before = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "en"));
    return [...data.documents.keys()]
      .filter((number) => (!story.size || story.has(data.documents[number].story)) && has(number))
      .sort((a, b) => order * before(key(a), key(b)) || a - b);
  };

  /** Open an article, and draw what it says. */
  kg.openArticle = (number) => kg.only("doc", number, { tab: "article", article: number });

  /** The articles that pass the filters for articles and stories, by day. */
  kg.articlesShown = () => {
    const { doc, story } = kg.state;
    return [...data.documents.keys()].filter((number) => (!story.size || story.has(data.documents[number].story)) && (!doc.size || doc.has(number)));
  };

  /** An article in two lines: its headline, and what it is cited by. */
  kg.articleLine = (number) => {
    const published = kg.published(number);
    return kg.el(
      "li",
      {},
      kg.el("button", { type: "button", class: "link", onclick: () => kg.openArticle(number) }, kg.words(kg.shorten(kg.documentName(number), 120))),
      kg.el("div", { class: "quiet" }, published, published.length ? " · " : null, kg.counted(data.documents[number].facts.map((each) => data.facts[each])), kg.standing(number) ? [" · ", kg.words(kg.standing(number))] : null),
    );
  };

  const row = (number) => {
    const document_ = data.documents[number];
    const standing = kg.standing(number);
    return kg.el(
      "tr",
      { "aria-current": kg.state.doc.has(number) ? "true" : null },
      kg.el("td", { class: "when" }, document_.date ? kg.el("time", { datetime: document_.date }, kg.date(document_.date)) : "no date"),
      kg.el("td", {}, kg.el("button", { type: "button", class: "link", "data-article": number, onclick: () => kg.openArticle(number) }, kg.words(kg.shorten(kg.documentName(number), 140))), kg.el("div", { class: "quiet" }, kg.words(kg.shorten((document_.publishers ?? []).join(", "), 80)), standing ? [" ", kg.words(standing)] : null)),
      kg.el("td", { class: "number" }, (-columns.facts[1](number)).toLocaleString("en")),
    );
  };

  kg.articles = () => {
    const table = kg.el("div", { class: "articles" });
    const draw = () => {
      const found = listed();
      const head = (name) => {
        const sort = () => {
          [by, order] = [name, by === name ? -order : name === "date" ? -1 : 1];
          draw();
          table.querySelector(`[data-sort="${name}"]`).focus();
        };
        return kg.el("button", { type: "button", "data-sort": name, "aria-pressed": by === name, title: by === name ? (order > 0 ? "ascending" : "descending") : null, onclick: sort }, columns[name][0], by === name ? (order > 0 ? " ↑" : " ↓") : "");
      };
      table.replaceChildren(
        kg.el("p", { class: "figures", role: "status" }, found.length === data.documents.length ? kg.plural(found.length, "article") : `${found.length.toLocaleString("en")} of ${kg.plural(data.documents.length, "article")}`),
        kg.el(
          "table",
          {},
          kg.el("thead", {}, kg.el("tr", {}, kg.el("th", { scope: "col" }, head("date")), kg.el("th", { scope: "col" }, head("headline"), " ", head("publisher")), kg.el("th", { scope: "col" }, head("facts")))),
          kg.el("tbody", {}, found.slice(0, most).map(row)),
        ),
        found.length > most ? kg.el("button", { type: "button", class: "more", onclick: () => { most += STEP; draw(); } }, `Show ${Math.min(STEP, found.length - most)} more of ${found.length.toLocaleString("en")}`) : "",
      );
    };
    const field = kg.el("input", { type: "search", id: "article-words", "aria-label": "Find an article by headline, publisher or date", placeholder: "Find by headline, publisher, date", autocomplete: "off" });
    field.value = sought;
    field.addEventListener("input", () => {
      [sought, most] = [field.value, STEP];
      draw();
    });
    draw();
    return [field, table];
  };

  /** The articles before and after one, in the order of the list. */
  kg.besides = (number) => {
    const all = listed();
    const at = all.indexOf(number);
    return { before: at > 0 ? all[at - 1] : null, after: at >= 0 ? all[at + 1] ?? null : null };
  };
}
