/* Elements are made by the script that the page of kg view has too, elements.js, which runs before. */

export const byId = (id) => document.getElementById(id);

/* global kg */
export const { el, words, shorten, plural } = kg;

export const download = (blob, name) => {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
