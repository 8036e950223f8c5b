/* Queries that were run in this browser, the latest first. */
import { byId, el, shorten, words } from "./dom.js";

const KEY = "kg-queries";
const MOST = 40;

const kept = () => {
  try {
    const list = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(list) ? list.filter((each) => typeof each === "string") : [];
  } catch {
    return [];
  }
};

/** The line that tells a query from others: its first that is no prefix and no comment. */
const gist = (query) => shorten(query.split("\n").filter((line) => line.trim() && !/^\s*(#|PREFIX\b)/i.test(line)).join(" ").replace(/\s+/g, " ") || query, 120);

export const remember = (query) => localStorage.setItem(KEY, JSON.stringify([query, ...kept().filter((each) => each !== query)].slice(0, MOST)));

export const showHistory = (choose) => {
  byId("past").hidden = !kept().length;
  byId("history").replaceChildren(...kept().map((query) => el("li", {}, el("button", { type: "button", onclick: () => choose(query) }, words(gist(query))))));
  byId("forget").onclick = () => {
    localStorage.removeItem(KEY);
    showHistory(choose);
  };
};
