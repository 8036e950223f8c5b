/* Facts to look at, the most valuable first: a key decides, the server writes it down, and the graph follows when it is applied. */
import { byId, el, plural, words } from "./dom.js";
import { load, post } from "./server.js";

const VERDICTS = { y: "right", n: "wrong" };
let cases = [];
let at = 0;
const ids = new Map(); /* the id of the verdict on a case, by its number */
let unapplied = 0;
let busy = false;

const show = () => {
  const shown = cases[at];
  byId("case").hidden = !shown;
  byId("answers").hidden = cases.length === 0;
  byId("edit").hidden = true;
  byId("apply").disabled = unapplied === 0;
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
};

const note = async (line) => {
  if (ids.has(at)) await post("/api/decisions/undo", ids.get(at));
  const { id } = await post("/api/decisions/note", line);
  ids.set(at, id);
  unapplied += 1;
  at += 1;
};

const back = async () => {
  at -= 1;
  if (!ids.has(at)) return;
  await post("/api/decisions/undo", ids.get(at));
  ids.delete(at);
  unapplied += 1;
};

/** Do one thing at a time; keys that come while the server has not answered are left alone. */
const act = async (what) => {
  if (busy) return;
  busy = true;
  byId("problem").textContent = "";
  try {
    await what();
  } catch (problem) {
    byId("problem").textContent = problem.message;
  }
  busy = false;
  show();
};

const answer = (key) => {
  if (key in VERDICTS && at < cases.length) act(() => note(cases[at].lines[VERDICTS[key]]));
  else if (key === "s" && at < cases.length) act(() => { at += 1; });
  else if (key === "u" && at > 0) act(back);
  else if (key === "e" && at < cases.length) {
    byId("edit").hidden = false;
    byId("part").focus();
  }
};

byId("edit").addEventListener("submit", (event) => {
  event.preventDefault();
  const to = { [byId("part").value]: byId("value").value };
  byId("value").value = "";
  act(() => note({ ...cases[at].lines.wrong, decision: "corrected", to }));
});
byId("apply").addEventListener("click", () => act(async () => {
  await post("/api/decisions/apply", null);
  unapplied = 0;
}));
for (const button of document.querySelectorAll("[data-key]")) button.addEventListener("click", () => answer(button.dataset.key));
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || byId("edit").contains(event.target)) return;
  if (["y", "n", "e", "u", "s"].includes(event.key)) {
    event.preventDefault();
    answer(event.key);
  }
});

try {
  ({ cases } = await load("/api/review/facts"));
  show();
} catch (problem) {
  byId("problem").textContent = problem.message;
}
document.body.dataset.ready = "yes";
