/* What changed in the graph since this browser showed it last. The earlier visit is kept in the browser and nowhere else. */
import { byId, el, plural } from "./dom.js";
import { ask } from "./server.js";

const MOST = 20000;
const KEY = "kg-visit";
const LISTED = 8;

const ARTICLES = `PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX kg: <https://w3id.org/kg/ontology#>
SELECT ?id (MAX(STR(?day)) AS ?last) { ?article kg:text ?text ; dcterms:identifier ?id OPTIONAL { ?article dcterms:date ?day } } GROUP BY ?id LIMIT ${MOST}`;

const kept = (storage, key) => {
  try {
    const visit = JSON.parse(storage.getItem(key));
    return visit && typeof visit.when === "string" && typeof visit.store === "string" && Array.isArray(visit.ids) ? visit : null;
  } catch {
    return null;
  }
};

const keep = (storage, key, visit) => {
  try {
    storage.setItem(key, JSON.stringify(visit));
  } catch {
    /* A browser that keeps nothing, or has no room: the next visit is the first. */
  }
};

const day = (when) => new Date(when).toLocaleString("en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

const listed = (ids) => `${ids.slice(0, LISTED).join(", ")}${ids.length > LISTED ? ` and ${(ids.length - LISTED).toLocaleString("en")} more` : ""}`;

const told = (before, store, ids) => {
  const when = `Since your last visit, ${day(before.when)}:`;
  if (before.store === store) return [`${when} nothing changed.`];
  const [old, now] = [new Set(before.ids), new Set(ids)];
  const added = ids.filter((id) => !old.has(id));
  const gone = before.ids.filter((id) => !now.has(id));
  const parts = [
    added.length ? el("span", {}, `${plural(added.length, "new article")} (`, el("bdi", {}, listed(added)), ")") : null,
    gone.length ? el("span", {}, `${plural(gone.length, "article")} gone (`, el("bdi", {}, listed(gone)), ")") : null,
  ].filter(Boolean);
  const news = before.last ? el("a", { href: `#${new URLSearchParams({ tab: "library", name: "new-since", "value.since": before.last })}` }, `What is new since ${before.last}`) : null;
  return [when, " ", parts.length ? parts.flatMap((part, place) => (place ? [", ", part] : [part])) : "the same articles, read or joined anew", ". ", news];
};

/** Say what changed since the last visit of this graph, and note this one. A visit lasts as long as its tab. */
export const watch = async ({ graph, store }) => {
  const key = `${KEY} ${graph}`;
  const before = kept(sessionStorage, key) ?? kept(localStorage, key);
  const { rows } = await ask({ query: ARTICLES }).catch(() => ({ rows: null }));
  if (!rows || rows.length === MOST) return; /* of more, which are new could not be told */
  const ids = rows.map(({ id }) => id.value);
  const last = rows.reduce((latest, row) => (row.last && row.last.value > latest ? row.last.value : latest), "");
  if (before) {
    byId("watch").replaceChildren(...told(before, store, ids).flat().filter(Boolean));
    keep(sessionStorage, key, before);
  }
  keep(localStorage, key, { when: new Date().toISOString(), store, ids, last });
};
