/* What the server is asked. An answer is rows, triples or a yes or no; whatever goes wrong is an Error with one line. */
import { byId } from "./dom.js";

const get = async (address, init) => {
  let response;
  try {
    response = await fetch(address, init);
  } catch (problem) {
    if (problem.name === "AbortError") throw problem;
    throw new Error("the server does not answer: is kg serve running?");
  }
  if (!response.ok) throw new Error((await response.text()).trim() || `the server answered ${response.status}`);
  return response;
};

export const load = async (address) => (await get(address)).json();

/** The same; where it cannot be had, the reader is told why, and `otherwise` stands for it. */
export const loadOr = (address, otherwise) =>
  load(address).catch((problem) => {
    byId("problem").textContent = problem.message;
    return otherwise;
  });

/** The request of a query's text, or of a named query with its values. */
const request = ({ query, name, values }) =>
  name
    ? [`/api/queries/${encodeURIComponent(name)}?${new URLSearchParams(values)}`, {}]
    : ["/sparql", { method: "POST", body: query, headers: { "content-type": "application/sparql-query" } }];

const send = (asked, accept, signal) => {
  const [address, init] = request(asked);
  return get(address, { ...init, signal, headers: { ...init.headers, accept } });
};

/** The answer as {columns, rows} of SPARQL's JSON terms, {triples}, or {yes}; `cut` where the server gave only so many. */
export const ask = async (asked, signal) => {
  const response = await send(asked, "application/sparql-results+json, application/n-triples", signal);
  const cut = response.headers.get("kg-cut");
  if (response.headers.get("content-type").startsWith("application/n-triples")) return { triples: triples(await response.text()), cut };
  const { head, results, boolean } = await response.json();
  return results ? { columns: head.vars, rows: results.bindings, cut } : { yes: boolean };
};

/** The same answer as a file in another format. */
export const file = async (asked, type) => (await send(asked, type)).blob();

const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([\w-]+))?/g;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const LETTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const plain = (text) => text.replace(ESCAPE, (_, short, long, letter) => (letter ? LETTERS[letter] ?? letter : String.fromCodePoint(parseInt(short ?? long, 16))));

/** N-Triples as rows of a subject, a predicate and an object. */
const triples = (text) =>
  text.split("\n").filter(Boolean).map((line) => {
    const [subject, predicate, object] = [...line.matchAll(TERM)].map(([, iri, node, literal, datatype, language]) =>
      iri !== undefined ? { type: "uri", value: plain(iri) } : node !== undefined ? { type: "bnode", value: node } : { type: "literal", value: plain(literal), datatype, "xml:lang": language },
    );
    return { subject, predicate, object };
  });
