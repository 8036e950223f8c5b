"use strict";
/* Search in what the page holds: names and aliases, facts, headlines, and the sentences of all articles. */
{
  const { entities, documents, facts, relations } = kg.data;

  /** A text in small letters without accents, of the same length, so that places in one are places in the other. */
  kg.folded = (text) => {
    const low = text.toLowerCase();
    const even = low.length === text.length ? low : Array.from(text, (each) => (each.toLowerCase().length === each.length ? each.toLowerCase() : each)).join("");
    return even.replace(/[^\x00-\x7f]/g, (each) => {
      const bare = each.normalize("NFD")[0];
      return bare.length === each.length ? bare : each;
    });
  };

  const names = entities.map((entity) => [entity.label, ...(entity.aliases ?? [])].map(kg.folded));

  /** Entities with a name that begins with the words, then with one that has a word so, then with one that holds them. */
  kg.find = (words, most = 12) => {
    const sought = kg.folded(words.trim());
    if (!sought) return [];
    const found = [[], [], []];
    names.forEach((own, number) => {
      if (entities[number].unnamed) return; /* what is only described is found in facts and sentences */
      let best = 3;
      for (const name of own) {
        const place = name.indexOf(sought);
        if (place === 0) best = 0;
        else if (place > 0) best = Math.min(best, /\s|[-("“]/.test(name[place - 1]) ? 1 : 2);
      }
      if (best < 3) found[best].push(number);
    });
    return found.flat().slice(0, most);
  };

  let texts = null;
  let claims = null;
  const say = (fact) => `${fact.s < 0 ? "someone" : entities[fact.s].label} ${relations[fact.p].label} ${fact.value ?? (fact.o < 0 ? "someone" : entities[fact.o].label)}`;
  const termsOf = (words) => kg.folded(words).split(/[\s,;]+/).filter((each) => each.length > 1);

  /* A sentence ends at a full stop with a space after it, or with its line. */
  const END = /[.!?]["”’)]*(?=\s)|\n/g;
  const sentenceAround = (text, place) => {
    const before = text.slice(Math.max(0, place - 600), place);
    let begin = Math.max(0, place - 600);
    for (const match of before.matchAll(END)) begin = Math.max(0, place - 600) + match.index + match[0].length;
    END.lastIndex = place;
    const stop = END.exec(text);
    END.lastIndex = 0;
    const end = stop ? stop.index + (stop[0] === "\n" ? 0 : stop[0].length) : text.length;
    while (/\s/.test(text[begin] ?? "")) begin += 1;
    return [begin, Math.min(end, begin + 900)];
  };

  /** The sentences that hold all the words: [document, begin, end] of each, at most `most`; `more` where there are others. */
  kg.findSentences = (words, most) => {
    const terms = termsOf(words).sort((a, b) => b.length - a.length);
    const found = [];
    if (!terms.length) return { found, more: false };
    texts ??= documents.map((document_) => kg.folded(document_.text));
    for (let number = 0; number < texts.length; number += 1) {
      const text = texts[number];
      if (!terms.every((term) => text.includes(term))) continue;
      for (let place = text.indexOf(terms[0]); place >= 0; ) {
        const [begin, end] = sentenceAround(text, place);
        if (terms.every((term) => { const at = text.indexOf(term, begin); return at >= 0 && at < end; })) {
          if (found.length === most) return { found, more: true };
          found.push([number, begin, end]);
        }
        place = text.indexOf(terms[0], Math.max(end, place + 1));
      }
    }
    return { found, more: false };
  };

  /** The facts in whose words all the words sought stand, each once, the most telling first. */
  kg.findFacts = (words) => {
    const terms = termsOf(words);
    if (!terms.length) return [];
    claims ??= facts.map((fact) => kg.folded(say(fact)));
    return kg.distinct(facts.filter((fact) => terms.every((term) => claims[fact.number].includes(term))).sort(kg.byWeight));
  };

  /** The articles whose headlines hold all the words. */
  kg.findArticles = (words) => {
    const terms = termsOf(words);
    return terms.length ? [...documents.keys()].filter((number) => terms.every((term) => kg.folded(documents[number].name).includes(term))) : [];
  };

  /** A piece of text with the words sought marked. */
  kg.withMarks = (text, words) => {
    const low = kg.folded(text);
    const at = [];
    for (const term of termsOf(words)) for (let place = low.indexOf(term); place >= 0; place = low.indexOf(term, place + term.length)) at.push([place, place + term.length]);
    at.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const pieces = [];
    let here = 0;
    for (const [from, to] of at) {
      if (from < here) continue;
      pieces.push(text.slice(here, from), kg.el("mark", { class: "sought" }, text.slice(from, to)));
      here = to;
    }
    return [...pieces, text.slice(here)];
  };
}
