/* Requests to the server. A result is rows, triples or a boolean; whatever goes wrong is an Error with a message of one line. */
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

/** The JSON at an address of the server. */
export const load = async (address, init) => (await get(address, init)).json();

/** What the server answers to JSON. */
export const post = async (address, value) =>
  (await get(address, { method: "POST", body: JSON.stringify(value), headers: { "content-type": "application/json" } })).json();

/** The JSON at an address; where that fails, the error is shown, and `fallback` is returned. */
export const loadOr = (address, fallback) =>
  load(address).catch((problem) => {
    byId("problem").textContent = problem.message;
    return fallback;
  });

/** The address and the options of fetch for the text of a query, or for a named query with its values. */
const requestOf = ({ query, name, values }) =>
  name
    ? [`/api/queries/${encodeURIComponent(name)}?${new URLSearchParams(values)}`, {}]
    : ["/sparql", { method: "POST", body: query, headers: { "content-type": "application/sparql-query" } }];

const send = (query, accept, signal) => {
  const [address, init] = requestOf(query);
  return get(address, { ...init, signal, headers: { ...init.headers, accept } });
};

/** The result of a query: {columns, rows} of SPARQL's JSON terms, {triples} or {boolean}; `cut` is the limit where it was cut off. */
export const ask = async (query, signal) => {
  const response = await send(query, "application/sparql-results+json, application/n-triples", signal);
  const cut = response.headers.get("kg-cut");
  if (response.headers.get("content-type").startsWith("application/n-triples")) return { triples: parseTriples(await response.text()), cut };
  const { head, results, boolean } = await response.json();
  return results ? { columns: head.vars, rows: results.bindings, cut } : { boolean };
};

/** The result of a query as a file of a media type; `guarded` is how many values have an apostrophe put before them. */
export const resultFile = async (query, mediaType) => {
  const response = await send(query, mediaType);
  return { file: await response.blob(), guarded: Number(response.headers.get("kg-guarded")) };
};

const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@([\w-]+))?/g;
const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g;
const ESCAPED_LETTERS = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const unescaped = (text) => text.replace(ESCAPE, (_, short, long, letter) => (letter ? ESCAPED_LETTERS[letter] ?? letter : String.fromCodePoint(parseInt(short ?? long, 16))));

/** N-Triples as rows of a subject, a predicate and an object. */
const parseTriples = (text) =>
  text.split("\n").filter(Boolean).map((line) => {
    const [subject, predicate, object] = [...line.matchAll(TERM)].map(([, iri, node, literal, datatype, language]) =>
      iri !== undefined ? { type: "uri", value: unescaped(iri) } : node !== undefined ? { type: "bnode", value: node } : { type: "literal", value: unescaped(literal), datatype, "xml:lang": language },
    );
    return { subject, predicate, object };
  });
