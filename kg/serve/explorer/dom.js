/* Elements are made here and nowhere else; what they say is set as text, never parsed as HTML. */

export const byId = (id) => document.getElementById(id);

/** An element: `props` are attributes, or listeners where the name starts with "on"; children are elements or text. */
export const el = (tag, props, ...children) => {
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

/** Words out of a graph, kept from turning the direction of what stands around them. */
export const words = (text, className) => el("bdi", { class: className }, text);

export const shorten = (text, length) => {
  const letters = Array.from(text);
  return letters.length > length ? `${letters.slice(0, length - 1).join("")}…` : text;
};

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

export const download = (blob, name) => {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
