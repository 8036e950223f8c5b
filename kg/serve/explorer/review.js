/* Doubtful merges and near misses, one at a time: a key decides, the server writes it down, and the graph follows when it is applied. */
import { byId, el, plural, words } from "./dom.js";
import { load, post } from "./server.js";

const VERDICTS = { y: "same", n: "different", u: "unsure" };
let cases = [];
let left = 0;
let at = 0;
const ids = new Map(); /* the id of the decision on a case, by its number */
let unapplied = 0;
let busy = false;

let whole = false; /* whether all sentences and reasons are shown */

const sentence = ({ parts, excerpt, document, date }) => {
  const [before, named, after] = whole ? parts : excerpt;
  return el("blockquote", {}, el("bdi", {}, before, el("mark", {}, named), after), el("cite", {}, words(document), date ? ` · ${date}` : ""));
};

const side = (one) =>
  el("div", { class: "side" },
    el("h2", {}, words(one.name)),
    el("p", { class: "quiet" }, one.entity === one.name ? null : ["of ", words(one.entity), " · "], one.class, " · ", plural(one.documents, "document")),
    (whole ? one.sentences : one.sentences.slice(0, 1)).map(sentence));

const reason = ([text, weight]) => [words(text), ` (${weight > 0 ? "+" : ""}${weight})`];

const show = () => {
  const shown = cases[at];
  byId("case").hidden = !shown;
  byId("answers").hidden = cases.length === 0;
  byId("apply").disabled = unapplied === 0;
  byId("case").replaceChildren();
  if (!shown) {
    byId("status").textContent = cases.length === 0 ? "Nothing to look at: whatever is doubtful has been decided." : `${plural(ids.size, "case")} decided.${left > cases.length ? " Load the page again for more." : ""}`;
    return;
  }
  byId("status").textContent = `${at + 1} of ${cases.length}${left > cases.length ? ` (${left} in all)` : ""}: ${shown.joined ? "one" : "two"} now, ${Math.round(shown.score * 100)} % probable`;
  const why = !whole ? words(shown.reason) : shown.reasons.map(reason).flatMap((each, number) => (number ? ["; ", ...each] : each));
  byId("case").replaceChildren(side(shown.left), side(shown.right), el("p", { class: "why" }, why));
};

/** Do what a key says; keys that come while the server has not answered are left alone. */
const answer = async (key) => {
  if (busy) return;
  busy = true;
  whole = key === "m";
  byId("problem").textContent = "";
  try {
    if (key in VERDICTS && at < cases.length) {
      const { id } = await post("/api/decisions/note", cases[at].lines[VERDICTS[key]]);
      ids.set(at, id);
      unapplied += 1;
      at += 1;
    } else if (key === "s" && at < cases.length) {
      at += 1;
    } else if (key === "b" && at > 0) {
      at -= 1;
      if (ids.has(at)) {
        await post("/api/decisions/undo", ids.get(at));
        ids.delete(at);
        unapplied += 1;
      }
    }
  } catch (problem) {
    byId("problem").textContent = problem.message;
  }
  busy = false;
  show();
};

const apply = async () => {
  byId("status").textContent = "Applying…";
  try {
    await post("/api/decisions/apply", null);
    unapplied = 0;
    byId("status").textContent = "The graph agrees with what was decided.";
    byId("apply").disabled = true;
  } catch (problem) {
    byId("problem").textContent = problem.message;
  }
};

for (const button of document.querySelectorAll("[data-key]")) button.addEventListener("click", () => answer(button.dataset.key));
byId("apply").addEventListener("click", apply);
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key in VERDICTS || ["m", "s", "b"].includes(event.key)) answer(event.key);
});

try {
  ({ cases, left } = await load("/api/review"));
  show();
} catch (problem) {
  byId("problem").textContent = problem.message;
}
document.body.dataset.ready = "yes";
