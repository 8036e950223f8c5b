"use strict";
/* Elements are made here and nowhere else; what they say is set as text, never parsed as HTML.
   A classic script, for the page of kg view, which inlines it, and for the explorer, which loads it. */
const kg = Object.create(null);

/** An element: `props` are attributes, or listeners where the name starts with "on"; children are elements or text. */
kg.el = (tag, props, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name.startsWith("aria-") || typeof value !== "boolean") element.setAttribute(name, String(value));
    else element.toggleAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/** Words out of a text or a graph, kept from turning the direction of what stands around them. */
kg.words = (text, className) => kg.el("bdi", { class: className }, text);

kg.shorten = (text, length) => {
  const letters = Array.from(text);
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : text;
};

kg.plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
