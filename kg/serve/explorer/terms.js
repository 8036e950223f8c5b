/* The ontology's terms and prefixes, and RDF terms as people read them. */
import { el, words } from "./dom.js";
import { ask, loadOr } from "./server.js";

export const { prefixes, terms } = await loadOr("/api/terms", { prefixes: {}, terms: [] });

const bases = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);

/** An IRI with its prefix, where it has one. */
const prefixed = (iri) => {
  const found = bases.find(([, base]) => iri.startsWith(base));
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
};

/* Names of entities, and the ids of articles, by their IRIs. */
const named = [prefixes.entity, prefixes.document].filter(Boolean);
const names = new Map();
const MAX_NAMES = 500;

/* Headlines of articles by their ids. */
const headlines = new Map();

/** Load the names of the entities, and the headlines of the articles, in some rows; where that fails, IRIs and ids are shown. */
export const loadNames = async (rows) => {
  const found = rows.flatMap(Object.values);
  const isNew = (term) => term?.type === "uri" && named.some((base) => term.value.startsWith(base)) && !names.has(term.value);
  const iris = [...new Set(found.filter(isNew).map(({ value }) => value))].slice(0, MAX_NAMES);
  const ids = [...new Set(rows.map(({ document }) => document?.value).filter((id) => id && !headlines.has(id)))].slice(0, MAX_NAMES);
  const load = async (query, use) => {
    const { rows: answer } = await ask({ query }).catch(() => ({ rows: [] }));
    answer.forEach(use);
  };
  if (iris.length) await load(`SELECT ?entity (MIN(?label) AS ?name) { VALUES ?entity { ${iris.map((iri) => `<${iri}>`).join(" ")} } ?entity rdfs:label|<http://purl.org/dc/terms/identifier> ?label } GROUP BY ?entity`, ({ entity, name }) => names.set(entity.value, name.value));
  if (ids.length) await load(`SELECT ?id ?title { VALUES ?id { ${ids.map((id) => JSON.stringify(id)).join(" ")} } ?article <http://purl.org/dc/terms/identifier> ?id ; <http://purl.org/dc/terms/title> ?title }`, ({ id, title }) => headlines.set(id.value, title.value));
};

/** The headline of an article by its id, which `loadNames` has loaded; the id where it has none. */
export const headline = (id) => headlines.get(id) ?? id;

/** An article as people know it: by headline, paper and day. */
export const articleElement = ({ document, publisher, published }) => {
  const from = [publisher, published].filter(Boolean).map(termText).join(", ");
  return el("span", { title: document.value }, words(headline(document.value)), from ? el("span", { class: "quiet" }, `, ${from}`) : null);
};

/** The address at which the page of the graph shows a statement, a claim, an entity or an article. */
export const pageLink = (iri) => `/page#${new URLSearchParams({ iri })}`;
/* Columns of what that page shows: a statement at its sentence, an article. */
const READABLE = /^(statement|claim|article)$/;

/** A term as an element; an IRI is a link to its description, of a statement or an article to where it is read. */
export const termElement = (term, column = "") => {
  if (!term) return "";
  if (term.type !== "uri") return words(term.value);
  if (READABLE.test(column)) return el("a", { href: pageLink(term.value), title: term.value }, column === "article" ? words(termText(term)) : "read it");
  const query = `DESCRIBE <${term.value}>`;
  return el("a", { href: `#${new URLSearchParams({ tab: "query", q: query })}`, title: term.value }, words(termText(term)));
};

/** The CSS class of a column's cells: quotations, relations, days, and what qualifies a fact; null for all others. */
export const columnStyle = (column) => {
  if (/^(quote|words|statedWords|deniedWords)$/.test(column)) return "quote";
  if (/^(relation|predicate)$/.test(column)) return "accent";
  if (/^(time|date|day|when|published|first|last|since)$/.test(column)) return "day";
  return /^(factuality|source|document|confidence|rule)$/.test(column) ? "quiet" : null;
};

/** A relation as it reads: "is led by" rather than "kg:ledBy". */
export const relationText = (term) => (term?.type === "uri" ? terms.find(({ iri }) => iri === term.value)?.label || termText(term) : termText(term));

/** A term as text: an entity's name, a prefixed IRI or a literal's value. */
export const termText = (term) => (!term ? "" : term.type === "uri" ? names.get(term.value) ?? prefixed(term.value) : term.value);
