/* The named queries of kg as questions, each with a form for its parameters. */
import { byId, el, words } from "./dom.js";
import { load, loadOr } from "./server.js";

export const { queries } = await loadOr("/api/queries", { queries: [] });

/** The list of questions; choosing one calls `choose` with its name. */
export const listQuestions = (choose) => {
  const search = byId("search");
  const update = () => {
    const wanted = search.value.trim().toLowerCase();
    const found = queries.filter(({ name, title, answers }) => [name, title, answers].some((each) => each.toLowerCase().includes(wanted)));
    const groups = Map.groupBy(found, ({ group }) => group);
    const item = ({ name, title }) => el("li", {}, el("button", { type: "button", "data-name": name, onclick: () => choose(name) }, title));
    byId("questions").replaceChildren(
      ...[...groups].map(([group, members], place) => el("section", { "aria-labelledby": `group-${place}` }, el("h2", { id: `group-${place}` }, group), el("ul", {}, members.map(item)))),
      ...(found.length ? [] : [el("p", { class: "none" }, "No question has these words.")]),
    );
  };
  search.addEventListener("input", update);
  update();
};

/** Mark the question that is shown in the list, and scroll to it. */
export const markQuestion = (name) => {
  const list = byId("questions");
  for (const button of list.querySelectorAll("button")) {
    button.setAttribute("aria-current", button.dataset.name === name);
    if (button.dataset.name === name && (button.offsetTop < list.scrollTop || button.offsetTop + button.offsetHeight > list.scrollTop + list.clientHeight)) list.scrollTop = button.offsetTop - list.clientHeight / 2;
  }
};

const placeholders = { date: "2025, 2025-09 or 2025-09-13", day: "2025-09-13" };
const inputModes = { number: "decimal", rows: "numeric" };

/* Suggest names of entities while somebody types; a late response does not replace a newer one. */
const suggest = (input, list) => {
  let latest = 0;
  input.addEventListener("input", async () => {
    const request = (latest += 1);
    if (!input.value.trim()) return list.replaceChildren();
    const { names } = await load(`/api/names?${new URLSearchParams({ q: input.value, limit: 12 })}`).catch(() => ({ names: [] }));
    if (request === latest) list.replaceChildren(...names.map(({ label, cls, alias }) => el("option", { value: label }, alias ? `${cls}, also ${alias}` : cls)));
  });
};

const field = ({ name, type, optional, says, example }, value) => {
  const id = `value-${name}`;
  const list = type === "name" ? el("datalist", { id: `${id}-names` }) : null;
  const input = el("input", { id, name, list: list?.id, required: !optional, autocomplete: "off", inputmode: inputModes[type], placeholder: example ? `such as ${example}` : placeholders[type] });
  input.value = value ?? "";
  if (list) suggest(input, list);
  return el("div", { class: "field" }, el("label", { for: id }, name, optional ? el("span", { class: "quiet" }, " (may be left out)") : null), input, list, el("p", { class: "quiet" }, says));
};

/** Show the form of a question; `run` is called with its name and the given values, `edit` with the text of its query. */
export const showForm = (query, values, run, edit) => {
  const form = el(
    "form",
    { "aria-label": query.title },
    el("h2", {}, query.title),
    el("p", {}, words(query.answers)),
    el("div", { class: "fields" }, query.parameters.map((each) => field(each, values[each.name]))),
    el("div", { class: "acts" }, el("button", { type: "submit", class: "main" }, "Ask"), el("button", { type: "button", onclick: () => edit(query.query) }, "Open as SPARQL")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run(query.name, Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim())));
  });
  byId("form").replaceChildren(form);
};
