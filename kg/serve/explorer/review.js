/* Doubtful merges and near misses, one at a time: a key decides, the server writes it down, and the graph follows when it is applied. */
import { byId, el, plural, words } from "./dom.js";
import { session } from "./reviewing.js";

const VERDICTS = { y: "same", n: "different", u: "unsure" };
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

const review = session(() => {
  const { cases, at, ids, left } = review;
  const shown = cases[at];
  byId("case").hidden = !shown;
  byId("answers").hidden = cases.length === 0;
  byId("apply").disabled = review.unapplied === 0;
  byId("case").replaceChildren();
  if (!shown) {
    byId("status").textContent = cases.length === 0 ? "Nothing to look at: whatever is doubtful has been decided." : `${plural(ids.size, "case")} decided.${left > cases.length ? " Load the page again for more." : ""}`;
    return;
  }
  byId("status").textContent = `${at + 1} of ${cases.length}${left > cases.length ? ` (${left} in all)` : ""}: ${shown.joined ? "one" : "two"} now, ${Math.round(shown.score * 100)} % probable`;
  const why = !whole ? words(shown.reason) : shown.reasons.map(reason).flatMap((each, number) => (number ? ["; ", ...each] : each));
  byId("case").replaceChildren(side(shown.left), side(shown.right), el("p", { class: "why" }, why));
});

const answer = (key) => review.act(async () => {
  whole = key === "m";
  const shown = review.cases[review.at];
  if (shown && key in VERDICTS) await review.note(shown.lines[VERDICTS[key]]);
  else if (shown && key === "s") review.at += 1;
  else if (key === "b" && review.at > 0) await review.back();
});

const apply = async () => {
  byId("status").textContent = "Applying…";
  try {
    await review.apply();
    byId("status").textContent = "The graph agrees with what was decided.";
    byId("apply").disabled = true;
  } catch (problem) {
    byId("problem").textContent = problem.message;
  }
};

byId("apply").addEventListener("click", apply);
await review.open("/api/review", ["y", "n", "u", "m", "s", "b"], answer);
