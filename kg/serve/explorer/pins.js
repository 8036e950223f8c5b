/* Tables that are kept beside the one that is shown, to compare them: at most two, side by side. */
import { byId, el, plural } from "./dom.js";

const MOST = 2;
const pins = [];

const draw = () => {
  byId("pinned").hidden = !pins.length;
  byId("pins").replaceChildren(
    ...pins.map((pin) =>
      el(
        "section",
        { "aria-label": `Pinned: ${pin.title}` },
        el("div", { class: "acts" }, el("h3", {}, el("bdi", {}, pin.title)), el("span", { class: "quiet" }, plural(pin.count, "row")), el("button", { type: "button", onclick: () => unpin(pin) }, "Unpin")),
        pin.table,
      ),
    ),
  );
};

const unpin = (pin) => {
  pins.splice(pins.indexOf(pin), 1);
  draw();
};

/** Keep a table, of so many rows; of more than two the first goes. */
export const pin = (title, count, table) => {
  pins.push({ title, count, table });
  if (pins.length > MOST) pins.shift();
  draw();
};
