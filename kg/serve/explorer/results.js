/* The results of a query as a table, a graph or a timeline, and as files to save. */
import { byId, download, el, plural } from "./dom.js";
import { edgeColumns, graph } from "./graph.js";
import { resultFile } from "./server.js";
import { columnStyle, termElement, termText } from "./terms.js";
import { dateColumn, timeline } from "./timeline.js";

const ROWS_SHOWN = 300;

const compare = (a, b) => {
  const [one, other] = [termText(a), termText(b)];
  const difference = Number(one) - Number(other);
  return Number.isNaN(difference) || !one || !other ? one.localeCompare(other) : difference;
};

const tableElement = ({ columns, rows }) => {
  let [shown, by, order] = [ROWS_SHOWN, null, 1];
  const box = el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Table of the answer" });
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
      el("table", {}, el("thead", {}, el("tr", {}, columns.map(head))), el("tbody", {}, sorted.slice(0, shown).map((row) => el("tr", {}, columns.map((name) => el("td", { class: columnStyle(name) }, termElement(row[name]))))))),
    );
    if (rows.length > shown) box.append(el("button", { type: "button", class: "link", onclick: () => { shown += ROWS_SHOWN; draw(); } }, `Show ${Math.min(ROWS_SHOWN, rows.length - shown)} more of ${plural(rows.length, "row")}`));
  };
  draw();
  return box;
};

const rowFiles = { CSV: ["text/csv", "answer.csv"], JSON: ["application/sparql-results+json", "answer.json"] };
const graphFiles = { Turtle: ["text/turtle", "answer.ttl"], "JSON-LD": ["application/ld+json", "answer.jsonld"] };

/** Show the result of a query in the form `as` where it has that; `choose` is called with another form, `fail` with an error. */
export const showResult = (query, result, as, choose, fail) => {
  if (result.boolean !== undefined) {
    byId("tools").replaceChildren();
    byId("answer").replaceChildren(el("p", { class: "yes" }, result.boolean ? "Yes." : "No."));
    return;
  }
  const table = result.triples ? { columns: ["subject", "predicate", "object"], rows: result.triples } : result;
  const forms = { table: ["Table", () => tableElement(table)] };
  const edges = edgeColumns(table);
  if (edges && table.rows.length) forms.graph = ["Graph", () => graph(table, edges)];
  const date = dateColumn(table);
  if (date) forms.timeline = ["Timeline", () => timeline(table, date)];
  const chosen = forms[as] ? as : "table";
  const note = el("span", { role: "status" });
  const save = ([type, name]) =>
    resultFile(query, type).then(({ file, guarded }) => {
      download(file, name);
      note.textContent = guarded ? `${plural(guarded, "value")} that a spreadsheet would run: an apostrophe stands before` : "";
    }, fail);
  const files = Object.entries(result.triples ? graphFiles : rowFiles);
  byId("tools").replaceChildren(
    el("div", { role: "group", class: "forms", "aria-label": "Show the answer as" }, Object.entries(forms).map(([name, [title]]) => el("button", { type: "button", "aria-pressed": name === chosen, onclick: () => choose(name) }, title))),
    el("div", { role: "group", class: "files", "aria-label": "Save the answer" }, files.map(([title, format]) => el("button", { type: "button", onclick: () => save(format) }, `Save ${title}`)), note),
  );
  byId("answer").replaceChildren(table.rows.length ? forms[chosen][1]() : el("p", { class: "none" }, "No results."));
};
