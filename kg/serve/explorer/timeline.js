/* A timeline: rows by their dates, the earliest first. */
import { el } from "./dom.js";
import { columnStyle, termElement, termText } from "./terms.js";

const DATE = /^-?\d{4}(-(\d\d(-\d\d)?|W\d\d))?(T[\d:.Z+-]*)?(\/.*)?$/;

/** The column with the most dates; undefined where there is none. */
export const dateColumn = ({ columns, rows }) => {
  const count = (name) => rows.filter((row) => row[name]?.type === "literal" && DATE.test(row[name].value)).length;
  const [best] = columns.map((name) => [name, count(name)]).sort(([, a], [, b]) => b - a);
  return best?.[1] ? best[0] : undefined;
};

/** The timeline of a table by the dates in one of its columns. */
export const timeline = ({ columns, rows }, dateOf) => {
  const days = new Map();
  for (const row of rows) {
    const date = termText(row[dateOf]);
    if (DATE.test(date)) days.set(date, [...(days.get(date) ?? []), row]);
  }
  const others = columns.filter((name) => name !== dateOf);
  const item = (row) => el("li", {}, others.filter((name) => row[name]).map((name) => el("span", { class: columnStyle(name) }, termElement(row[name]), " ")));
  const undated = rows.length - [...days.values()].flat().length;
  return el(
    "div",
    {},
    el("ol", { class: "days" }, [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([date, dated]) => el("li", {}, el("time", { datetime: date }, date), el("ul", {}, dated.map(item))))),
    undated ? el("p", { class: "quiet" }, `Without a date: ${undated}`) : null,
  );
};
