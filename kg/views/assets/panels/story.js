"use strict";
/* The first thing to read: who it is about, what the article says, who said what, and when. */
{
  const { data } = kg;

  /** A part of a panel under its title; null where it is empty. */
  kg.section = (title, ...content) => (content.flat(Infinity).filter(Boolean).length ? kg.el("section", { class: "part" }, kg.el("h2", {}, title), ...content) : null);
  const { section } = kg;

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
      if (seen.has(pair) || times >= 4 || alike >= 2) continue;
      seen.add(pair);
      relations.set(fact.p, alike + 1);
      subjects.set(fact.s, times + 1);
      chosen.push(fact);
      if (chosen.length === most) break;
    }
    return chosen;
  };

  /** Who and what takes part in some facts, by families of classes, the most important first. */
  kg.cast = (facts) => {
    const inside = new Set(facts.flatMap((fact) => [fact.s, fact.o]).filter((end) => end >= 0));
    const wanted = new Map();
    for (const number of [...inside].sort((a, b) => a - b)) {
      const { family } = data.classes[data.entities[number].cls];
      if (["Roles", "Programmes and topics"].includes(family)) continue;
      const group = wanted.get(family) ?? [];
      if (group.length < 6) wanted.set(family, [...group, number]);
    }
    return [...wanted].map(([family, numbers]) => kg.el("div", { class: "cast" }, kg.el("h3", {}, family), kg.el("p", {}, numbers.flatMap((number) => [kg.entity(number), " "]))));
  };

  /** Facts as lines, each once with how often it is said. */
  kg.factLines = (facts) => kg.el("ul", { class: "lines" }, facts.map((fact) => kg.el("li", {}, kg.factLine(fact, null, false, kg.times(fact)))));

  const alone = () => {
    const numbers = kg.alone();
    if (!numbers.length) return [];
    const list = kg.el("p", { class: "alone" });
    let shown = 0;
    const more = kg.el("button", { type: "button", class: "more" });
    const grow = () => {
      list.append(...numbers.slice(shown, shown + 60).flatMap((number) => [kg.entity(number), " "]));
      shown = Math.min(numbers.length, shown + 60);
      if (shown < numbers.length) more.textContent = `Show ${Math.min(60, numbers.length - shown)} more`;
      else more.remove();
    };
    more.addEventListener("click", grow);
    const details = kg.el("details", { class: "part" }, kg.el("summary", {}, `Named, but joined by no fact (${numbers.length.toLocaleString("en")})`), list, more);
    details.addEventListener("toggle", () => details.open && !shown && grow());
    return [details];
  };
  kg.aloneList = alone;

  const span = (first, last) => (!first ? null : first === last || !last ? kg.date(first) : `${kg.date(first)} – ${kg.date(last)}`);
  /** The main facts of a story, those that tell most first: a statement of each in the story's articles, and how many there are. */
  kg.mainFacts = (story) => {
    const inside = new Set(story.documents);
    return story.facts.flatMap(([support, statements, voices]) => {
      const fact = kg.statementsOf(support).find((each) => inside.has(each.doc) && each.factuality < 2);
      return fact ? [{ fact, statements, voices }] : [];
    });
  };

  /** What a story rests on, in words. */
  kg.storyFigures = (story) => [span(story.first, story.last), kg.plural(story.documents.length, "article"), story.voices < story.documents.length ? kg.plural(story.voices, "independent article") : null, story.publishers.length ? kg.plural(story.publishers.length, "publisher") : null].filter(Boolean).join(" · ");
  kg.openStory = (number) => kg.only("story", number, { tab: "story" });

  const heading = (facts) => {
    const { story, doc } = kg.state;
    const one = data.documents.length === 1 ? 0 : doc.size === 1 ? [...doc][0] : null;
    if (one !== null) {
      const document_ = data.documents[one];
      return [
        kg.el("h2", { class: "lead" }, kg.words(kg.shorten(document_.title ?? document_.text.split("\n", 1)[0], 320))),
        data.documents.length > 1 ? kg.el("p", { class: "acts" }, kg.el("button", { type: "button", onclick: () => kg.show({ tab: "article", article: one }) }, "Read the article")) : null,
        kg.el("p", { class: "figures" }, [...(document_.publishers ?? []), document_.date, ...figures(facts)].filter(Boolean).join(" · ")),
      ];
    }
    if (story.size === 1) {
      const its = data.stories[[...story][0]];
      return [kg.el("h2", { class: "lead" }, kg.words(kg.shorten(its.sentence, 420))), kg.el("p", { class: "figures" }, [kg.storyFigures(its), ...figures(facts)].join(" · "))];
    }
    return [kg.el("p", { class: "lead" }, "Matching the filters"), kg.el("p", { class: "figures" }, figures(facts).join(" · "))];
  };

  /* Of whole articles everything they name; of facts that were chosen those whom they join. */
  const figures = (facts) => kg.figures(facts, kg.claimsShown(), kg.filtered(["doc", "story"]) ? [] : kg.inside());

  const articleLines = () => {
    const numbers = kg.articlesShown();
    return [kg.el("ul", { class: "articles" }, numbers.slice(0, 30).map(kg.articleLine)), numbers.length > 30 ? kg.el("button", { type: "button", class: "more", onclick: () => kg.show({ tab: "articles" }) }, `All ${kg.plural(numbers.length, "article")}`) : null];
  };

  /* What holds before and after the news: who holds which office, where a town lies. */
  const isBackground = (fact) => data.relations[fact.p].background;

  /** What is chosen, or the one article that there is: what it says, what is disputed, who said what, who and what, when. */
  kg.story = () => {
    if (data.documents.length > 1 && !kg.filtered()) return kg.front();
    const facts = kg.shown().facts;
    const said = kg.keyClaims(5);
    const days = kg.dated().slice(0, 8).map(([on, own]) => kg.el("li", {}, kg.el("time", { datetime: on }, kg.date(on)), kg.el("div", {}, kg.keyFacts(own, 2).map((fact) => kg.factLine(fact, null, true)))));
    const several = data.documents.length > 1;
    const its = kg.state.story.size === 1 && !kg.state.doc.size ? data.stories[[...kg.state.story][0]] : null;
    return [
      ...heading(facts),
      facts.length ? null : kg.el("p", { class: "none" }, kg.filtered() ? "No fact matches the filters." : "This graph has no facts."),
      section(its ? "What happened" : "What it says", !facts.length ? [] : its ? kg.el("ul", { class: "lines" }, kg.mainFacts(its).slice(0, 8).map(({ fact, statements }) => kg.el("li", {}, kg.factLine(fact, null, false, statements)))) : kg.factLines(kg.keyFacts(facts.filter((fact) => !isBackground(fact)), 6))),
      section("Background", kg.factLines(kg.keyFacts(facts.filter(isBackground), 5))),
      several ? section("What is disputed", kg.disputes(facts, 5)) : null,
      section("Who said what", said.length ? [kg.el("ul", { class: "sayings" }, said.map((claim) => kg.el("li", {}, kg.claim(claim)))), kg.el("button", { type: "button", class: "more", onclick: () => kg.show({ tab: "claims" }) }, "All claims")] : []),
      section("Who and what", kg.cast(facts)),
      section("When", days.length ? [kg.el("ol", { class: "days" }, days), kg.el("button", { type: "button", class: "more", onclick: () => kg.show({ tab: "when" }) }, "The whole timeline")] : []),
      several ? section("Articles", articleLines()) : null,
      ...alone(),
    ];
  };
}
