/* Facts to look at, the most valuable first: a key decides, the server writes it down, and the graph follows when it is applied. */
import { byId, el, plural, words } from "./dom.js";
import { session } from "./reviewing.js";

const VERDICTS = { y: "right", n: "wrong" };

const review = session(() => {
  const { cases, at, ids } = review;
  const shown = cases[at];
  byId("case").hidden = !shown;
  byId("answers").hidden = cases.length === 0;
  byId("edit").hidden = true;
  byId("apply").disabled = review.unapplied === 0;
  if (!shown) {
    byId("case").replaceChildren();
    byId("status").textContent = cases.length === 0 ? "Nothing to look at: every fact has a verdict." : `${plural(ids.size, "verdict")} given. Load the page again for more.`;
    return;
  }
  byId("status").textContent = `${at + 1} of ${cases.length}: ${shown.reasons.join(", ")}`;
  const quote = shown.parts.map(([text, marked]) => (marked ? el("mark", {}, text) : text));
  byId("case").replaceChildren(
    el("div", { class: "side" },
      el("h2", {}, words(shown.subject), " ", words(shown.relation), " ", words(shown.object)),
      el("p", { class: "quiet" }, words(shown.factuality)),
      el("blockquote", {}, el("bdi", {}, quote), el("cite", {}, words(shown.document)))));
});

const answer = (key) => {
  const shown = review.cases[review.at];
  if (shown && key in VERDICTS) review.act(() => review.note(shown.lines[VERDICTS[key]]));
  else if (shown && key === "s") review.act(() => { review.at += 1; });
  else if (key === "u" && review.at > 0) review.act(review.back);
  else if (shown && key === "e") {
    byId("edit").hidden = false;
    byId("part").focus();
  }
};

byId("edit").addEventListener("submit", (event) => {
  event.preventDefault();
  const to = { [byId("part").value]: byId("value").value };
  byId("value").value = "";
  review.act(() => review.note({ ...review.cases[review.at].lines.wrong, decision: "corrected", to }));
});
byId("apply").addEventListener("click", () => review.act(review.apply));
await review.open("/api/review/facts", ["y", "n", "e", "u", "s"], answer);
