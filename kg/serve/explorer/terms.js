/* The vocabulary's terms and prefixes, and terms as people read them. */
import { el, words } from "./dom.js";
import { ask, loadOr } from "./server.js";

export const { prefixes, terms } = await loadOr("/api/terms", { prefixes: {}, terms: [] });

const bases = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);

/** An IRI with its prefix, where it has one. */
export const short = (iri) => {
  const found = bases.find(([, base]) => iri.startsWith(base));
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
};

/* What entities are called, by their IRIs. */
const names = new Map();
const MOST_NAMES = 500;

/** Find out what the entities among some terms are called; where that cannot be had, their IRIs are shown. */
export const learnNames = async (found) => {
  const isNew = (term) => term?.type === "uri" && prefixes.entity && term.value.startsWith(prefixes.entity) && !names.has(term.value);
  const iris = [...new Set(found.filter(isNew).map(({ value }) => value))].slice(0, MOST_NAMES);
  if (!iris.length) return;
  const query = `SELECT ?entity (MIN(?label) AS ?name) { VALUES ?entity { ${iris.map((iri) => `<${iri}>`).join(" ")} } ?entity rdfs:label ?label } GROUP BY ?entity`;
  const { rows } = await ask({ query }).catch(() => ({ rows: [] }));
  for (const { entity, name } of rows) names.set(entity.value, name.value);
};

/** A term for a cell: what an IRI names is described at a click. */
export const shown = (term) => {
  if (!term) return "";
  if (term.type !== "uri") return words(term.value);
  const query = `DESCRIBE <${term.value}>`;
  return el("a", { href: `#${new URLSearchParams({ tab: "query", q: query })}`, title: term.value }, words(text(term)));
};

/** How a column's values are set: words of an article, what joins, and what is said of a fact, each in its own way. */
export const look = (column) => {
  if (/^(quote|words|statedWords|deniedWords)$/.test(column)) return "quote";
  if (/^(relation|predicate)$/.test(column)) return "accent";
  return /^(factuality|source|document|confidence|rule)$/.test(column) ? "quiet" : null;
};

export const text = (term) => (!term ? "" : term.type === "uri" ? names.get(term.value) ?? short(term.value) : term.value);
