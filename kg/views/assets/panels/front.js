"use strict";
/* The front page of many articles: what they are about in a few lines, their stories, who matters, what is new. */
{
  const { data } = kg;
  const { entities, documents, stories, facts } = data;
  const CARDS = 12;
  let most = CARDS;

  const { left } = data;
  const { period, publishers, people, organizations, places, since: lately } = data.frontPage;
  const between = period && (period[0] === period[1] ? kg.date(period[0]) : `${kg.date(period[0])} – ${kg.date(period[1])}`);

  const papers = () => [
    publishers.length ? kg.el("p", { class: "figures" }, publishers.slice(0, 8).flatMap(([name, count], index) => [index ? ", " : "", kg.words(kg.shorten(name, 40)), ` (${count})`]), publishers.length > 8 ? ` and ${kg.plural(publishers.length - 8, "more publisher")}` : "") : null,
  ];

  const card = (story) => {
    const disputed = story.disputed.length;
    const who = [...new Set([...story.who, ...story.where])].slice(0, 5);
    return kg.el(
      "li",
      { class: "card-of-story" },
      kg.el("h3", {}, kg.el("button", { type: "button", "data-story": story.number, onclick: () => kg.openStory(story.number) }, kg.words(kg.shorten(story.sentence, 260)))),
      kg.el("p", { class: "quiet" }, kg.storyFigures(story), story.amounts.length ? ` · ${story.amounts[0]}` : null, disputed ? [" ", kg.el("span", { class: "badge negated" }, `${disputed} disputed`)] : null),
      kg.el("ul", { class: "lines" }, kg.mainFacts(story).slice(0, 2).map(({ fact, statements }) => kg.el("li", {}, kg.factLine(fact, null, false, statements)))),
      kg.el("p", { class: "who-in-story" }, who.flatMap((number) => [kg.entity(number), " "])),
    );
  };

  const cards = () => {
    if (stories.length < 2) return [];
    return [
      kg.el("ul", { class: "cards" }, stories.slice(0, most).map(card)),
      stories.length > most ? kg.el("button", { type: "button", class: "more", onclick: () => { most += 4 * CARDS; kg.panel(); } }, `Show ${Math.min(4 * CARDS, stories.length - most)} more of ${stories.length.toLocaleString("en")}`) : null,
    ];
  };

  const leading = { People: people, Organizations: organizations, Places: places };

  const matters = () => {
    const columns = Object.entries(leading).filter(([, numbers]) => numbers.length);
    return columns.length ? [kg.el("div", { class: "matters" }, columns.map(([family, numbers]) => kg.el("section", { "aria-label": family }, kg.el("h3", {}, family), kg.el("ol", {}, numbers.slice(0, 8).map((number) => kg.el("li", {}, kg.entity(number, kg.shorten(entities[number].label, 34)), kg.el("span", { class: "count", title: `named in ${kg.plural(entities[number].documents.length, "article")}` }, entities[number].documents.length)))))))] : [];
  };

  /* New since a day: articles that came, entities first named then, facts first published then. */
  const dated = (days) => days.reduce((first, day) => (day && (first === null || day < first) ? day : first), null);
  const firstNamed = entities.map((entity) => dated(entity.documents.map((each) => documents[each].date)));
  const fresh = () => {
    if (!lately || period[0] === period[1]) return [];
    const since = kg.state.since ?? lately;
    const field = kg.el("input", { type: "date", id: "since", min: period[0], max: period[1], "aria-label": "New since", value: since });
    field.addEventListener("change", () => kg.show({ since: field.value || null }, true));
    const articles = [...documents.keys()].filter((number) => since && documents[number].date >= since).sort((a, b) => documents[b].date.localeCompare(documents[a].date) || a - b);
    const names = [...entities.keys()].filter((number) => since && firstNamed[number] >= since && entities[number].facts.length);
    const told = kg.keyFacts(facts.filter((fact) => since && data.support[fact.support].first >= since && fact.factuality < 2), 5);
    const newStories = stories.filter((story) => story.first >= since);
    return [
      kg.el("p", { class: "since" }, kg.el("label", { for: "since" }, "since "), field, kg.el("span", { class: "quiet" }, ` ${[newStories.length ? kg.plural(newStories.length, "new story", "new stories") : null, kg.plural(articles.length, "article"), kg.plural(names.length, "new name")].filter(Boolean).join(", ")}`)),
      told.length ? kg.factLines(told) : null,
      names.length ? kg.el("p", { class: "who-in-story" }, kg.el("span", { class: "quiet" }, "First named: "), names.slice(0, 10).flatMap((number) => [kg.entity(number), " "]), names.length > 10 ? ` and ${names.length - 10} more` : "") : null,
      kg.el("ul", { class: "articles" }, articles.slice(0, 5).map(kg.articleLine)),
      articles.length > 5 ? kg.el("button", { type: "button", class: "more", onclick: () => kg.show({ tab: "articles" }) }, "All articles") : null,
    ];
  };

  /** The front page. */
  kg.front = () => [
    kg.el("div", { class: "front" }, kg.el("h2", { class: "lead" }, documents.length.toLocaleString("en"), left.documents ? ` of ${kg.plural(documents.length + left.documents, "article")}` : ` ${documents.length === 1 ? "article" : "articles"}`, ...headWords(), leadWords(), "."), leftOut(), ...papers()),
    kg.section("Stories", cards()),
    kg.section("Who and where", matters()),
    kg.section("New", fresh()),
    kg.section("Disputed", kg.disputes(facts, 3)),
    stories.length < 2 ? kg.section("What they say", kg.factLines(kg.keyFacts(facts, 9))) : null,
    ...kg.aloneList(),
  ];

  /* What a page of so much leaves out, so that it opens at once, and where it is. */
  const leftOut = () => {
    if (!left.documents && !left.statements) return null;
    const articles = left.documents ? [`These are the newest and the most told; ${kg.plural(left.documents, "other")}`, left.stories ? ` and ${kg.plural(left.stories, "story", "stories")}` : "", " are not on this page: see ", kg.el("code", {}, "kg serve"), ", or draw a part with ", kg.el("code", {}, "kg view --since DAY"), ", ", kg.el("code", {}, "--story NAME"), " or ", kg.el("code", {}, "--focus NAME"), "."] : ["What articles say of people and things without a name is not on this page: see ", kg.el("code", {}, "kg serve"), "."];
    return kg.el("p", { class: "quiet" }, articles);
  };
  /* In words, of when they are and how many stories they tell. */
  const headWords = () => [between ? `, ${between},` : "", stories.length > 1 ? ` tell ${kg.plural(stories.length, "story", "stories")}` : ""];
  /* In words, what most of it is about. */
  const leadWords = () => {
    const named = Object.values(leading).flatMap((numbers) => numbers.slice(0, 2)).sort((a, b) => a - b);
    const longer = (number) => (other) => other !== number && ` ${entities[other].label} `.includes(` ${entities[number].label} `);
    const main = named.filter((number) => !named.some(longer(number))).slice(0, 4);
    return main.length ? [", mostly about ", main.flatMap((number, index) => [index ? (index === main.length - 1 ? " and " : ", ") : "", kg.words(kg.shorten(entities[number].label, 40))])] : [];
  };
}
