/* Elements of the page, by the script that it shares with the page of kg view (elements.js, which is loaded before). */

export const byId = (id) => document.getElementById(id);

/* global kg */
export const { el, words, shorten, plural } = kg;

/** Offer a blob to the browser as a file of that name. */
export const download = (blob, name) => {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
