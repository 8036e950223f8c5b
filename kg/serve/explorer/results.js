/* The results of a query as a table, a graph or a timeline, and as files to save. */
import { byId, download, el, plural } from "./dom.js";
import { edgeColumns, graph } from "./graph.js";
import { pin } from "./pins.js";
import { resultFile } from "./server.js";
import { articleElement, columnStyle, termElement, termText } from "./terms.js";
import { dateColumn, timeline } from "./timeline.js";

const ROWS_SHOWN = 300;

const compare = (a, b) => {
  const [one, other] = [termText(a), termText(b)];
  const difference = Number(one) - Number(other);
  return Number.isNaN(difference) || !one || !other ? one.localeCompare(other) : difference;
};

/* What the column of an article tells as well. */
const OF_ARTICLE = ["publisher", "published"];

/** The columns that are shown: those with a value in some row; an article is one column, with its paper and day. */
const shownColumns = ({ columns, rows }) => {
  const filled = columns.filter((name) => rows.some((row) => termText(row[name]) !== ""));
  return filled.includes("document") ? filled.filter((name) => !OF_ARTICLE.includes(name)) : filled;
};

const tableElement = ({ columns: all, rows }, label = "Table of the answer") => {
  const columns = shownColumns({ columns: all, rows });
  let [shown, by, order] = [ROWS_SHOWN, null, 1];
  const box = el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": label });
  const draw = () => {
    const sorted = by === null ? rows : [...rows].sort((a, b) => order * compare(a[by], b[by]));
    const head = (name) => {
      const sort = () => {
        [by, order] = [name, by === name ? -order : 1];
        draw();
        box.querySelector(`[data-column="${CSS.escape(name)}"]`).focus();
      };
      return el("th", { scope: "col", "aria-sort": by === name ? (order > 0 ? "ascending" : "descending") : null }, el("button", { type: "button", "data-column": name, onclick: sort }, name));
    };
    box.replaceChildren(
      el("table", {}, el("thead", {}, el("tr", {}, columns.map(head))), el("tbody", {}, sorted.slice(0, shown).map((row) => el("tr", {}, columns.map((name) => el("td", { class: columnStyle(name) }, name === "document" && row.document ? articleElement(row) : termElement(row[name], name))))))),
    );
    if (rows.length > shown) box.append(el("button", { type: "button", class: "link", onclick: () => { shown += ROWS_SHOWN; draw(); } }, `Show ${Math.min(ROWS_SHOWN, rows.length - shown)} more of ${plural(rows.length, "row")}`));
  };
  draw();
  return box;
};

const rowFiles = { CSV: ["text/csv", "answer.csv"], JSON: ["application/sparql-results+json", "answer.json"] };
const graphFiles = { Turtle: ["text/turtle", "answer.ttl"], "JSON-LD": ["application/ld+json", "answer.jsonld"] };

/* What the rows of a result are filtered by, in whatever form it is shown. */
const filters = new WeakMap();

/** The rows that have each of some words, in any column. */
const filtered = (table, text) => {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return table;
  return { ...table, rows: table.rows.filter((row) => {
    const has = table.columns.map((name) => termText(row[name])).join("\n").toLowerCase();
    return wanted.every((word) => has.includes(word));
  }) };
};

/** Show the result of a query in the form `as` where it has that, under a title; `choose` is called with another form, `fail` with an error. */
export const showResult = (query, result, as, title, choose, fail) => {
  if (result.boolean !== undefined) {
    byId("tools").replaceChildren();
    byId("answer").replaceChildren(el("p", { class: "yes" }, result.boolean ? "Yes." : "No."));
    return;
  }
  const table = result.triples ? { columns: ["subject", "predicate", "object"], rows: result.triples } : result;
  const forms = { table: ["Table", tableElement] };
  const edges = edgeColumns(table);
  if (edges && table.rows.length) forms.graph = ["Graph", (shown) => graph(shown, edges)];
  const date = dateColumn(table);
  if (date) forms.timeline = ["Timeline", (shown) => timeline(shown, date)];
  const chosen = forms[as] ? as : "table";
  const note = el("span", { role: "status" });
  const save = ([type, name]) =>
    resultFile(query, type).then(({ file, guarded }) => {
      download(file, name);
      note.textContent = guarded ? `${plural(guarded, "value")} that a spreadsheet would run: an apostrophe stands before` : "";
    }, fail);
  const files = Object.entries(result.triples ? graphFiles : rowFiles);
  let text = filters.get(result) ?? "";
  const shownNow = () => filtered(table, text);
  const count = el("span", { class: "quiet", role: "status" });
  const draw = () => {
    const shown = shownNow();
    count.textContent = text.trim() ? `${plural(shown.rows.length, "row")} of ${table.rows.length.toLocaleString("en")}` : "";
    byId("answer").replaceChildren(shown.rows.length ? forms[chosen][1](shown) : el("p", { class: "none" }, table.rows.length ? "No row has these words." : "No results."));
  };
  const filter = el("input", { id: "filter", type: "search", placeholder: "Filter the rows", "aria-label": "Filter the rows", autocomplete: "off", oninput: (event) => { text = event.target.value; filters.set(result, text); draw(); } });
  filter.value = text;
  const pinned = () => pin(text.trim() ? `${title}, with ${text.trim()}` : title, shownNow().rows.length, tableElement(shownNow(), "Pinned table"));
  byId("tools").replaceChildren(
    el("div", { role: "group", class: "forms", "aria-label": "Show the answer as" }, Object.entries(forms).map(([name, [label]]) => el("button", { type: "button", "aria-pressed": name === chosen, onclick: () => choose(name) }, label))),
    el("div", { class: "filter" }, filter, count),
    el("button", { type: "button", title: "Keep this table below, beside the next", onclick: pinned }, "Pin"),
    el("div", { role: "group", class: "files", "aria-label": "Save the answer" }, files.map(([label, format]) => el("button", { type: "button", onclick: () => save(format) }, `Save ${label}`)), note),
  );
  draw();
};
