"use strict";
/* What is drawn in more than one part of the page: colours, signs, links to entities, messages. */

/** The colour that a CSS variable has in the present theme, or a colour of CSS in a form that the canvas understands. */
kg.colour = (() => {
  let probe = null;
  return (name) => {
    probe ??= document.body.appendChild(kg.el("span", { class: "hidden", "aria-hidden": "true" }));
    probe.style.color = name.startsWith("--") ? `var(${name})` : name;
    return getComputedStyle(probe).color;
  };
})();

/** A class's shape and colour as a small drawing beside its name. */
kg.swatch = (cls) => {
  const points = {
    square: "2,2 12,2 12,12 2,12",
    diamond: "7,0 14,7 7,14 0,7",
    triangle: "7,1 14,13 0,13",
    triangleDown: "0,1 14,1 7,13",
    hexagon: "3.5,1 10.5,1 14,7 10.5,13 3.5,13 0,7",
    star: "7,0 9,5 14,5.2 10,8.5 11.5,14 7,10.8 2.5,14 4,8.5 0,5.2 5,5",
  }[cls.shape];
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 14 14");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(space, points ? "polygon" : "circle");
  if (points) shape.setAttribute("points", points);
  else for (const [name, value] of [["cx", 7], ["cy", 7], ["r", 6]]) shape.setAttribute(name, value);
  shape.setAttribute("fill", kg.dark() ? cls.dark : cls.light);
  svg.append(shape);
  return svg;
};

/** A link to an entity, marked with its class. */
kg.entity = (number, text) => {
  if (number < 0) return kg.el("span", { class: "nobody" }, "someone not named");
  const entity = kg.data.entities[number];
  return kg.el(
    "a",
    { href: `#e=${number}`, class: "entity", "data-entity": number, title: kg.data.classes[entity.cls].label },
    kg.swatch(kg.data.classes[entity.cls]),
    kg.words(kg.shorten(text ?? entity.label, 120)),
  );
};

/** A link out of the page to where an article was published, by its host; none where the address is not of the web. */
kg.outward = (address) => {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (!["http:", "https:"].includes(url.protocol)) return null;
  return kg.el("a", { href: url.href, class: "outward", target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer", title: kg.shorten(url.href, 200) }, kg.words(kg.shorten(url.host, 60)));
};

/** What an article is beside the others, in words: a copy, or an earlier version. */
kg.standing = (number) => {
  const { copyOf, replacedBy } = kg.data.documents[number];
  if (replacedBy !== undefined) return "an earlier version, replaced: nothing of it is counted";
  return copyOf === undefined ? null : `the same text as “${kg.shorten(kg.documentName(copyOf), 60)}”`;
};

/** By what an article is cited beside its headline: publisher, day, links out; parts with dots between them. */
kg.published = (number) => {
  const { publishers, date, urls } = kg.data.documents[number];
  const parts = [...(publishers ?? []).map((name) => kg.words(kg.shorten(name, 60))), date ? kg.el("time", { datetime: date }, kg.date(date)) : null, ...(urls ?? []).map(kg.outward)];
  return parts.filter(Boolean).flatMap((part, index) => [index ? " · " : null, part]);
};

/** The article that something is of, in a word or two: who published it and when; its name where that is not known. */
kg.cited = (number) => {
  const { publishers, date, name } = kg.data.documents[number];
  const parts = [(publishers ?? []).join(", "), date ? kg.date(date) : null].filter(Boolean);
  return kg.words(kg.shorten(parts.join(" · ") || name, 90));
};

/** Give the words to the clipboard; where the browser refuses, select them for the reader to copy. */
kg.copy = async (text, button) => {
  try {
    await navigator.clipboard.writeText(text);
    kg.say("Copied.");
  } catch {
    const field = kg.el("textarea", { class: "copy", readonly: true, "aria-label": "Text to copy" });
    field.value = text;
    button.after(field);
    field.select();
    kg.say("Press Ctrl+C to copy.");
  }
};

kg.say = (text) => {
  const status = document.getElementById("status");
  status.textContent = text;
  clearTimeout(kg.saying);
  kg.saying = setTimeout(() => (status.textContent = ""), 4000);
};
