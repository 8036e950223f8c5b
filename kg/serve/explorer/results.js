/* An answer as a table, a graph or a timeline, and to take away. */
import { byId, download, el, plural } from "./dom.js";
import { drawGraph, ends } from "./picture.js";
import { file } from "./server.js";
import { look, shown, text } from "./terms.js";
import { datedColumn, showTimeline } from "./timeline.js";

const PAGE = 300;

const compare = (a, b) => {
  const [one, other] = [text(a), text(b)];
  const numbers = Number(one) - Number(other);
  return Number.isNaN(numbers) || !one || !other ? one.localeCompare(other) : numbers;
};

const showTable = ({ columns, rows }) => {
  let [most, by, order] = [PAGE, null, 1];
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
      el("table", {}, el("thead", {}, el("tr", {}, columns.map(head))), el("tbody", {}, sorted.slice(0, most).map((row) => el("tr", {}, columns.map((name) => el("td", { class: look(name) }, shown(row[name]))))))),
    );
    if (rows.length > most) box.append(el("button", { type: "button", class: "link", onclick: () => { most += PAGE; draw(); } }, `Show ${Math.min(PAGE, rows.length - most)} more of ${plural(rows.length, "row")}`));
  };
  draw();
  return box;
};

const rowFiles = { CSV: ["text/csv", "answer.csv"], JSON: ["application/sparql-results+json", "answer.json"] };
const graphFiles = { Turtle: ["text/turtle", "answer.ttl"], "JSON-LD": ["application/ld+json", "answer.jsonld"] };

/** Show an answer to what was asked, in the form `as` where it has that; `turn` is called with another form chosen. */
export const showAnswer = (asked, answer, as, turn, fail) => {
  if (answer.yes !== undefined) {
    byId("tools").replaceChildren();
    byId("answer").replaceChildren(el("p", { class: "yes" }, answer.yes ? "Yes." : "No."));
    return;
  }
  const table = answer.triples ? { columns: ["subject", "predicate", "object"], rows: answer.triples } : answer;
  const forms = { table: ["Table", () => showTable(table)] };
  const joined = ends(table);
  if (joined && table.rows.length) forms.graph = ["Graph", () => drawGraph(table, joined)];
  const dated = datedColumn(table);
  if (dated) forms.timeline = ["Timeline", () => showTimeline(table, dated)];
  const chosen = forms[as] ? as : "table";
  const save = ([type, name]) => file(asked, type).then((blob) => download(blob, name), fail);
  const files = Object.entries(answer.triples ? graphFiles : rowFiles);
  byId("tools").replaceChildren(
    el("div", { role: "group", class: "forms", "aria-label": "Show the answer as" }, Object.entries(forms).map(([name, [title]]) => el("button", { type: "button", "aria-pressed": name === chosen, onclick: () => turn(name) }, title))),
    el("div", { role: "group", class: "files", "aria-label": "Save the answer" }, files.map(([title, kind]) => el("button", { type: "button", onclick: () => save(kind) }, `Save ${title}`))),
  );
  byId("answer").replaceChildren(table.rows.length ? forms[chosen][1]() : el("p", { class: "none" }, "Nothing in the graph fits."));
};
