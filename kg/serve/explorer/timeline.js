/* Rows that have a date, in the order of time. */
import { el } from "./dom.js";
import { look, shown, text } from "./terms.js";

const DATE = /^-?\d{4}(-(\d\d(-\d\d)?|W\d\d))?(T[\d:.Z+-]*)?(\/.*)?$/;

/** The column in which the most values are dates; undefined where there is none. */
export const datedColumn = ({ columns, rows }) => {
  const count = (name) => rows.filter((row) => row[name]?.type === "literal" && DATE.test(row[name].value)).length;
  const [best] = columns.map((name) => [name, count(name)]).sort(([, a], [, b]) => b - a);
  return best?.[1] ? best[0] : undefined;
};

export const showTimeline = ({ columns, rows }, dated) => {
  const days = new Map();
  for (const row of rows) {
    const date = text(row[dated]);
    if (DATE.test(date)) days.set(date, [...(days.get(date) ?? []), row]);
  }
  const others = columns.filter((name) => name !== dated);
  const line = (row) => el("li", {}, others.filter((name) => row[name]).map((name) => el("span", { class: look(name) }, shown(row[name]), " ")));
  const without = rows.length - [...days.values()].flat().length;
  return el(
    "div",
    {},
    el("ol", { class: "days" }, [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, own]) => el("li", {}, el("time", { datetime: date }, date), el("ul", {}, own.map(line))))),
    without ? el("p", { class: "quiet" }, `Without a date: ${without}`) : null,
  );
};
