/* The front page: search in the articles, what changed since the last visit, and the stories, each as the sentence that tells it. */
import { byId, el, plural, words } from "./dom.js";
import { load } from "./server.js";
import { pageLink } from "./terms.js";

const SHOWN = 12;
const FACTS = 3;
let shown = SHOWN;
let stories = null;

const cited = ({ title, document, publisher, published }) => [words(title || document), el("span", { class: "quiet" }, [publisher, published].filter(Boolean).map((each) => `, ${each}`).join(""))];

const card = ({ headline, sentence, first, last, voices, facts, documents }) =>
  el(
    "li",
    {},
    el("h3", {}, words(headline)),
    sentence && sentence !== headline ? el("p", { class: "quote" }, words(sentence)) : null,
    el("p", { class: "quiet" }, [first === last ? first : [first, last].filter(Boolean).join(" to "), plural(voices, "independent article")].filter(Boolean).join(" · ")),
    el("ul", { class: "told" }, facts.slice(0, FACTS).map(({ subject, relation, object }) => el("li", {}, words(`${subject} ${relation} ${object}`)))),
    el("details", {}, el("summary", {}, plural(documents.length, "article")), el("ul", { class: "said" }, documents.map((each) => el("li", {}, cited(each))))),
  );

const draw = () => {
  const more = stories.length - shown;
  byId("stories").replaceChildren(
    stories.length ? el("ol", { class: "cards" }, stories.slice(0, shown).map(card)) : el("p", { class: "none" }, "No story is told by several articles. ", el("a", { href: "/page" }, "See what they say")),
    more > 0 ? el("button", { type: "button", class: "link", onclick: () => { shown += SHOWN; draw(); } }, `Show more of ${plural(stories.length, "story", "stories")}`) : "",
  );
};

/** Show the articles that have some words, those that fit best first. */
const showFound = async (text) => {
  const { articles } = await load(`/api/search?${new URLSearchParams({ q: text })}`);
  byId("found").replaceChildren(
    el("p", { role: "status", class: "quiet" }, articles.length ? plural(articles.length, "article") : "No article has these words."),
    el("ol", { class: "hits" }, articles.map((each) => el("li", {}, el("a", { href: pageLink(each.article) }, cited(each)), el("p", { class: "quote" }, words(each.snippet))))),
  );
};

/** Show the front page; `search` is called with the words of its form, `fail` with an error. */
export const showFront = (text, search, fail) => {
  byId("words").value = text ?? "";
  byId("searching").onsubmit = (event) => {
    event.preventDefault();
    search(byId("words").value.trim());
  };
  byId("found").replaceChildren();
  if (text) showFound(text).catch(fail);
  if (stories) return;
  stories = [];
  byId("stories").replaceChildren(el("p", { class: "quiet", role: "status" }, "Reading the stories …"));
  load("/api/stories").then((answer) => { stories = answer.stories; draw(); }).catch(fail);
};
