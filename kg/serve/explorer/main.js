/* What is asked and how it is shown; it is kept in the address after "#", so that a link, a reload or "back" asks it again. */
import { byId, el, plural } from "./dom.js";
import { makeEditor } from "./editor.js";
import { remember, showHistory } from "./history.js";
import { listQuestions, markQuestion, queries, showForm } from "./library.js";
import { showAnswer } from "./results.js";
import { ask, load } from "./server.js";
import { learnNames } from "./terms.js";

const TABS = ["library", "query", "graph"];
const VALUE = "value.";
const FIRST = `PREFIX kg: <https://w3id.org/kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?leader ?led WHERE {
  ?person kg:leads ?body ; rdfs:label ?leader .
  ?body rdfs:label ?led .
}
LIMIT 100`;

/* `q` is a query's text, and `ran` tells that it is to be asked; `name` and `values` are a question with what was filled in. */
const empty = { tab: "library", q: null, name: null, values: {}, as: "table", ran: false };
let state = empty;
let running = null;
let answered = null;

const read = () => {
  const from = new URLSearchParams(location.hash.slice(1));
  const values = Object.fromEntries([...from].filter(([key]) => key.startsWith(VALUE)).map(([key, value]) => [key.slice(VALUE.length), value]));
  const tab = TABS.includes(from.get("tab")) ? from.get("tab") : "library";
  const name = queries.some((query) => query.name === from.get("name")) ? from.get("name") : null;
  const q = from.get("q");
  return { tab, q, name, values, as: from.get("as") ?? "table", ran: tab === "query" && q !== null };
};
const written = () => {
  const to = new URLSearchParams({ tab: state.tab });
  if (state.tab === "query" && state.q !== null) to.set("q", state.q);
  if (state.tab === "library" && state.name) {
    to.set("name", state.name);
    for (const [key, value] of Object.entries(state.values)) to.set(VALUE + key, value);
  }
  if (state.as !== "table") to.set("as", state.as);
  return `#${to}`;
};

const fail = (problem) => {
  byId("status").textContent = "";
  byId("problem").textContent = problem.message;
};
const blank = () => {
  running?.abort();
  answered = null;
  for (const id of ["status", "problem"]) byId(id).textContent = "";
  for (const id of ["tools", "answer"]) byId(id).replaceChildren();
};

const show = () => showAnswer(answered.asked, answered.answer, state.as, (as) => { go({ as }); show(); }, fail);

const run = async (asked) => {
  blank();
  const own = (running = new AbortController());
  byId("status").replaceChildren("Asking … ", el("button", { type: "button", class: "link", onclick: () => { own.abort(); byId("status").textContent = "Stopped."; } }, "Stop"));
  const start = performance.now();
  try {
    const answer = await ask(asked, own.signal);
    const count = answer.rows?.length ?? answer.triples?.length;
    const what = answer.triples ? "triple" : "row";
    byId("status").textContent = count === undefined ? "" : `${plural(count, what)} in ${Math.round(performance.now() - start)} ms${answer.cut ? `; the server gives no more than ${Number(answer.cut).toLocaleString("en")}` : ""}`;
    await learnNames((answer.rows ?? answer.triples ?? []).flatMap(Object.values));
    if (own.signal.aborted) return;
    answered = { asked, answer };
    show();
    if (asked.query) remember(asked.query);
  } catch (problem) {
    if (problem.name !== "AbortError") fail(problem);
  }
  showHistory(runText);
};

/** Change what is asked or shown, as a step that "back" undoes. */
const go = (change) => {
  state = { ...state, ...change };
  if (written() !== location.hash) history.pushState(null, "", written());
};

const runText = (q) => {
  go({ tab: "query", q, as: state.tab === "query" ? state.as : "table", ran: true });
  paint();
};
const runNamed = (name, values) => {
  go({ tab: "library", name, values });
  paint();
};
const choose = (name) => {
  go({ name, values: {}, as: "table" });
  paint();
};
/* A question is asked as soon as every value that it needs is given. */
const ready = ({ parameters }, values) => parameters.every(({ name, optional }) => optional || values[name]);

const editor = makeEditor(() => runText(editor.getValue()));

const paint = () => {
  for (const tab of TABS) {
    const on = tab === state.tab;
    byId(`tab-${tab}`).setAttribute("aria-selected", on);
    byId(`tab-${tab}`).tabIndex = on ? 0 : -1;
    byId(tab).hidden = !on;
  }
  byId("results").hidden = state.tab === "graph";
  if (state.tab === "graph") return showPage();
  if (state.tab === "query") {
    editor.setValue(state.q ?? (editor.getValue() || FIRST));
    editor.refresh();
    if (state.ran && state.q !== null) run({ query: state.q });
    else blank();
    return undefined;
  }
  const query = queries.find((each) => each.name === state.name) ?? queries[0];
  if (!query) return undefined;
  markQuestion(query.name);
  showForm(query, state.values, runNamed, (q) => { go({ tab: "query", q, ran: false }); paint(); });
  if (state.name && ready(query, state.values)) run({ name: query.name, values: state.values });
  else blank();
  return undefined;
};

const showPage = () => {
  if (byId("graph").firstChild) return;
  byId("graph").append(el("iframe", { src: `/page#theme=${dark() ? "dark" : "light"}`, title: "The graph, its evidence and its articles" }), el("p", {}, el("a", { href: "/page", target: "_blank", rel: "noopener" }, "Open it on its own")));
};

for (const tab of TABS) byId(`tab-${tab}`).addEventListener("click", () => { if (tab === state.tab) return; go({ tab, ran: state.q !== null }); paint(); });
byId("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const next = byId(`tab-${TABS[(TABS.indexOf(state.tab) + step + TABS.length) % TABS.length]}`);
  next.click();
  next.focus();
  event.preventDefault();
});
byId("run").addEventListener("click", () => runText(editor.getValue()));

const dark = () => (document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
const nameTheme = () => (byId("theme").textContent = dark() ? "Light" : "Dark");
byId("theme").addEventListener("click", () => {
  document.documentElement.dataset.theme = dark() ? "light" : "dark";
  localStorage.setItem("kg-theme", document.documentElement.dataset.theme);
  nameTheme();
  if (answered) show();
});

addEventListener("popstate", () => {
  state = read();
  paint();
});
listQuestions(choose);
showHistory(runText);
nameTheme();
state = read();
paint();
load("/api/about").then(({ graph, rows, seconds }) => (byId("about").textContent = graph && ` ${graph}`), fail);
document.body.dataset.ready = "yes";
