/* The session of a review: its cases, where it stands, and what of it the server has written down. */
import { byId } from "./dom.js";
import { load, post } from "./server.js";

/**
 * Make a session that `show` draws after each step. `cases` and `at` are the cases and the place of the one in sight,
 * `ids` the ids of the decisions given, by the places of their cases, `unapplied` how many the graph does not follow yet.
 */
export const session = (show) => {
  const review = { cases: [], at: 0, ids: new Map(), unapplied: 0 };
  let busy = false;

  /** Write a decision down, in place of the one on the same case, and go on to the next. */
  review.note = async (line) => {
    if (review.ids.has(review.at)) await post("/api/decisions/undo", review.ids.get(review.at));
    const { id } = await post("/api/decisions/note", line);
    review.ids.set(review.at, id);
    review.unapplied += 1;
    review.at += 1;
  };

  /** Go back to the case before, and withdraw its decision. */
  review.back = async () => {
    review.at -= 1;
    if (!review.ids.has(review.at)) return;
    await post("/api/decisions/undo", review.ids.get(review.at));
    review.ids.delete(review.at);
    review.unapplied += 1;
  };

  /** Have the graph follow what was decided. */
  review.apply = async () => {
    await post("/api/decisions/apply", null);
    review.unapplied = 0;
  };

  /** Do one thing at a time; keys that come while the server has not answered are left alone. */
  review.act = async (what) => {
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

  /** Load the cases from an address, have `answer` get the keys and buttons, and say when the page is ready. */
  review.open = async (address, keys, answer) => {
    for (const button of document.querySelectorAll("[data-key]")) button.addEventListener("click", () => answer(button.dataset.key));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.closest?.("form")) return;
      if (!keys.includes(event.key)) return;
      event.preventDefault();
      answer(event.key);
    });
    byId("status").textContent = "Reading the graph …";
    try {
      Object.assign(review, await load(address));
      show();
    } catch (problem) {
      byId("status").textContent = "";
      byId("problem").textContent = problem.message;
    }
    document.body.dataset.ready = "yes";
  };
  return review;
};
