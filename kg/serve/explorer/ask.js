/* A question in plain English: what was understood of it, what answers it with the sentences that say so, or why it is refused. */
import { byId, el, plural, words } from "./dom.js";
import { load } from "./server.js";
import { headline, loadNames, pageLink } from "./terms.js";

const VERDICTS = {
  yes: "Yes.",
  denied: "It is denied.",
  disputed: "It is disputed: some say so, and some deny it.",
  "not said": "No document says so.",
  reported: "Somebody is reported to say so.",
  planned: "It is planned.",
};
const SENTENCES_SHOWN = 3;

const sentence = ({ statement, quote, document, publisher, published, factuality, source }) => {
  const from = [publisher, published, source && `according to ${source}`, factuality].filter(Boolean).join(", ");
  return el("li", {}, el("span", { class: "quote" }, words(/^["“”„«]/.test(quote) ? quote : `“${quote}”`)), " ", el("span", { class: "quiet" }, el("a", { href: pageLink(statement), title: "Show it on the front page" }, words(headline(document))), from && [", ", words(from)]));
};

const sentences = (evidence) => {
  const rest = evidence.slice(SENTENCES_SHOWN);
  return [
    el("ul", { class: "said" }, evidence.slice(0, SENTENCES_SHOWN).map(sentence)),
    rest.length ? el("details", {}, el("summary", {}, `${plural(rest.length, "sentence")} more`), el("ul", { class: "said" }, rest.map(sentence))) : null,
  ];
};

const answered = ({ verdict, understood, answers, remarks, query }) =>
  el(
    "div",
    { class: "answered" },
    verdict ? el("p", { class: "yes" }, VERDICTS[verdict] ?? verdict) : null,
    el("p", { class: "quiet" }, "Looked for: ", words(understood.join("; "))),
    remarks.map((remark) => el("p", {}, words(remark))),
    el("ol", {}, answers.map(({ value, cls, named, confidence, evidence }) => el("li", {}, el("h2", {}, words(value), el("span", { class: "quiet" }, ` ${[cls, named ? null : "not named", `${Math.round(100 * confidence)}% sure`].filter(Boolean).join(" · ")}`)), sentences(evidence)))),
    el("p", {}, el("a", { href: `#${new URLSearchParams({ tab: "query", q: query })}` }, "The SPARQL that was asked")),
  );

/** The form of a question; `submit` is called with its words. */
export const showAsk = (text, submit) => {
  const input = el("input", { id: "asked", name: "asked", type: "search", maxlength: 500, required: true, autocomplete: "off", placeholder: "such as: Who met Ada Marlow in 2024?" });
  input.value = text ?? "";
  const form = el(
    "form",
    { role: "search", class: "asking" },
    el("label", { for: "asked" }, "Ask in plain English"),
    el("div", { class: "acts" }, input, el("button", { type: "submit", class: "main" }, "Ask")),
    el("p", { class: "quiet" }, "Who, what, where, when, how many, how much, what happened, or yes and no. What kg does not understand it says; every answer comes with its sentences."),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) submit(input.value.trim());
  });
  byId("ask").replaceChildren(form);
};

/** Ask, and show the answer. */
export const answer = async (text, signal) => {
  const found = await load(`/api/ask?${new URLSearchParams({ q: text })}`, { signal });
  await loadNames(found.answers.flatMap(({ evidence }) => evidence.map(({ document }) => ({ document: { value: document } }))));
  byId("status").textContent = found.answers.length ? plural(found.answers.length, "answer") : "No answer.";
  byId("answer").replaceChildren(answered(found));
};
