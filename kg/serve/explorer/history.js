/* Queries that were run in this browser, the latest first. */
import { byId, el, shorten, words } from "./dom.js";

const KEY = "kg-queries";
const MAX_QUERIES = 40;

const savedQueries = () => {
  try {
    const list = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
};

/** A query in one line, without its prefixes and comments. */
const summary = (query) => shorten(query.split("\n").filter((line) => line.trim() && !/^\s*(#|PREFIX\b)/i.test(line)).join(" ").replace(/\s+/g, " ") || query, 120);

/** Save a query as the latest. */
export const saveQuery = (query) => localStorage.setItem(KEY, JSON.stringify([query, ...savedQueries().filter((each) => each !== query)].slice(0, MAX_QUERIES)));

/** List the saved queries; choosing one calls `choose` with it. */
export const showHistory = (choose) => {
  byId("earlier").hidden = !savedQueries().length;
  byId("history").replaceChildren(...savedQueries().map((query) => el("li", {}, el("button", { type: "button", onclick: () => choose(query) }, words(summary(query))))));
  byId("delete").onclick = () => {
    localStorage.removeItem(KEY);
    showHistory(choose);
  };
};
