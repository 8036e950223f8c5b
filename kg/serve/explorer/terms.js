/* The vocabulary's terms and prefixes, and terms as people read them. */
import { el, words } from "./dom.js";
import { loadOr } from "./server.js";

export const { prefixes, terms } = await loadOr("/api/terms", { prefixes: {}, terms: [] });

const bases = Object.entries(prefixes).sort(([, a], [, b]) => b.length - a.length);

/** An IRI with its prefix, where it has one. */
export const short = (iri) => {
  const found = bases.find(([, base]) => iri.startsWith(base));
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri;
};

/** A term for a cell: what an IRI names is described at a click. */
export const shown = (term) => {
  if (!term) return "";
  if (term.type !== "uri") return words(term.value);
  const query = `DESCRIBE <${term.value}>`;
  return el("a", { href: `#${new URLSearchParams({ tab: "query", q: query })}`, title: term.value }, words(short(term.value)));
};

/** How a column's values are set: words of an article, what joins, and what is said of a fact, each in its own way. */
export const look = (column) => {
  if (/^(quote|words|statedWords|deniedWords)$/.test(column)) return "quote";
  if (/^(relation|predicate)$/.test(column)) return "accent";
  return /^(factuality|source|document|confidence|rule)$/.test(column) ? "quiet" : null;
};

export const text = (term) => (!term ? "" : term.type === "uri" ? short(term.value) : term.value);
