/* The state of the explorer: the query and how its result is shown. It is kept in the address after "#", so that a link, a reload or "back" runs the query again. */
import { answer, showAsk } from "./ask.js";
import { byId, el, plural } from "./dom.js";
import { makeEditor } from "./editor.js";
import { showFront } from "./front.js";
import { saveQuery, showHistory } from "./history.js";
import { listQuestions, markQuestion, queries, showForm } from "./questions.js";
import { showResult } from "./results.js";
import { ask, load } from "./server.js";
import { loadNames } from "./terms.js";
import { watch } from "./watch.js";

const TABS = ["graph", "ask", "library", "query"];
const VALUE_PREFIX = "value.";
const FIRST_QUERY = `PREFIX kg: <https://w3id.org/kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?leader ?led WHERE {
  ?person kg:leads ?organization ; rdfs:label ?leader .
  ?organization rdfs:label ?led .
}
LIMIT 100`;

/* `q` is the text of a query, and `ran` says whether to run it; `name` and `values` are a named query and its parameters; `asked` is a question in plain English, `words` what the front page searches for. */
const empty = { tab: "graph", words: null, asked: null, q: null, name: null, values: {}, as: "table", ran: false };
let state = empty;
let running = null;
let current = null; /* the query whose result is shown, with the result */

/** The state in the address. */
const stateInAddress = () => {
  const from = new URLSearchParams(location.hash.slice(1));
  const values = Object.fromEntries([...from].filter(([key]) => key.startsWith(VALUE_PREFIX)).map(([key, value]) => [key.slice(VALUE_PREFIX.length), value]));
  const tab = TABS.includes(from.get("tab")) ? from.get("tab") : "graph";
  const name = queries.some((query) => query.name === from.get("name")) ? from.get("name") : null;
  const q = from.get("q");
  return { tab, words: from.get("words"), asked: from.get("asked"), q, name, values, as: from.get("as") ?? "table", ran: tab === "query" && q !== null };
};

/** The part of the address after "#" that has the state. */
const stateAsHash = () => {
  const to = new URLSearchParams({ tab: state.tab });
  if (state.tab === "query" && state.q !== null) to.set("q", state.q);
  if (state.tab === "graph" && state.words) to.set("words", state.words);
  if (state.tab === "ask" && state.asked) to.set("asked", state.asked);
  if (state.tab === "library" && state.name) {
    to.set("name", state.name);
    for (const [key, value] of Object.entries(state.values)) to.set(VALUE_PREFIX + key, value);
  }
  if (state.as !== "table") to.set("as", state.as);
  return `#${to}`;
};

const showError = (error) => {
  byId("status").textContent = "";
  byId("problem").textContent = error.message;
};

const clearResult = () => {
  running?.abort();
  current = null;
  for (const id of ["status", "problem"]) byId(id).textContent = "";
  for (const id of ["tools", "answer"]) byId(id).replaceChildren();
};

const show = () => showResult(current.query, current.result, state.as, titleOf(current.query), (as) => { change({ as }); show(); }, showError);

/** Run a query: its text, or a named query with its values. */
const run = async (query) => {
  clearResult();
  const controller = (running = new AbortController());
  byId("status").replaceChildren("Running … ", el("button", { type: "button", class: "link", onclick: () => { controller.abort(); byId("status").textContent = "Stopped."; } }, "Stop"));
  const start = performance.now();
  try {
    const result = await ask(query, controller.signal);
    const count = result.rows?.length ?? result.triples?.length;
    const unit = result.triples ? "triple" : "row";
    byId("status").textContent = count === undefined ? "" : `${plural(count, unit)} in ${Math.round(performance.now() - start)} ms${result.cut ? `; the server gives no more than ${Number(result.cut).toLocaleString("en")}` : ""}`;
    await loadNames(result.rows ?? result.triples ?? []);
    if (controller.signal.aborted) return;
    current = { query, result };
    show();
    if (query.query) saveQuery(query.query);
  } catch (error) {
    if (error.name !== "AbortError") showError(error);
  }
  showHistory(runText);
};

/** Change the state, as a step that "back" undoes. */
const change = (changes) => {
  state = { ...state, ...changes };
  if (stateAsHash() !== location.hash) history.pushState(null, "", stateAsHash());
};

/** What a query goes by. */
const titleOf = ({ query, name, values }) => {
  if (!name) return query.split("\n").filter((line) => line.trim() && !/^\s*(#|PREFIX\b)/i.test(line)).join(" ").replace(/\s+/g, " ").slice(0, 120);
  const given = Object.entries(values ?? {}).map(([key, value]) => `${key} ${value}`);
  return [queries.find((each) => each.name === name)?.title ?? name, ...given].join(", ");
};

/** Ask a question in plain English. */
const runAsked = async (text) => {
  clearResult();
  const controller = (running = new AbortController());
  byId("status").textContent = "Reading the question …";
  await answer(text, controller.signal).catch((error) => { if (error.name !== "AbortError") showError(error); });
};

const runText = (q) => {
  change({ tab: "query", q, as: state.tab === "query" ? state.as : "table", ran: true });
  render();
};
const runNamed = (name, values) => {
  change({ tab: "library", name, values });
  render();
};
const chooseQuestion = (name) => {
  change({ name, values: {}, as: "table" });
  render();
};
/* A question is run as soon as every parameter that it needs has a value. */
const isComplete = ({ parameters }, values) => parameters.every(({ name, optional }) => optional || values[name]);

const editor = makeEditor(() => runText(editor.getValue()));

/** Show the state. */
const render = () => {
  for (const tab of TABS) {
    const selected = tab === state.tab;
    byId(`tab-${tab}`).setAttribute("aria-selected", selected);
    byId(`tab-${tab}`).tabIndex = selected ? 0 : -1;
    byId(tab).hidden = !selected;
  }
  byId("results").hidden = state.tab === "graph";
  if (state.tab === "graph") return showFront(state.words, (text) => { change({ words: text || null }); render(); }, showError);
  if (state.tab === "ask") {
    showAsk(state.asked, (asked) => { change({ asked }); render(); });
    if (state.asked) runAsked(state.asked);
    else clearResult();
    return undefined;
  }
  if (state.tab === "query") {
    editor.setValue(state.q ?? (editor.getValue() || FIRST_QUERY));
    editor.refresh();
    if (state.ran && state.q !== null) run({ query: state.q });
    else clearResult();
    return undefined;
  }
  const query = queries.find((each) => each.name === state.name) ?? queries[0];
  if (!query) return undefined;
  markQuestion(query.name);
  showForm(query, state.values, runNamed, (q) => { change({ tab: "query", q, ran: false }); render(); });
  if (state.name && isComplete(query, state.values)) run({ name: query.name, values: state.values });
  else clearResult();
  return undefined;
};

for (const tab of TABS) byId(`tab-${tab}`).addEventListener("click", () => { if (tab === state.tab) return; change({ tab, ran: state.q !== null }); render(); });
byId("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = byId(`tab-${TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length]}`);
  next.click();
  next.focus();
  event.preventDefault();
});
byId("run").addEventListener("click", () => runText(editor.getValue()));

const isDark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const labelThemeButton = () => (byId("theme").textContent = isDark() ? "Light" : "Dark");
byId("theme").addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  localStorage.setItem("kg-theme", document.documentElement.dataset.theme);
  labelThemeButton();
  if (current) show();
});

addEventListener("popstate", () => {
  state = stateInAddress();
  render();
});
listQuestions(chooseQuestion);
showHistory(runText);
labelThemeButton();
state = stateInAddress();
render();
load("/api/about").then((about) => {
  byId("about").textContent = about.graph && ` ${about.graph}`;
  byId("review").hidden = !about.decisions;
  byId("facts").hidden = !about.decisions;
  return watch(about);
}).catch(showError);
document.body.dataset.ready = "yes";
