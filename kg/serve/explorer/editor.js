/* The query editor: SPARQL is coloured; variables, keywords and the ontology's terms are completed. */
import { byId, el } from "./dom.js";
import { prefixes, terms } from "./terms.js";

const KEYWORDS =
  "SELECT DISTINCT WHERE CONSTRUCT DESCRIBE ASK FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER EXISTS NOT BIND VALUES AS IN ORDER BY GROUP HAVING LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LCASE UCASE CONTAINS STRSTARTS STRENDS REGEX BOUND COALESCE IF PREFIX a".split(" ");
const MAX_COMPLETIONS = 60;

const describe = ({ kind, label, comment }) => [kind, label, comment].filter(Boolean).join(" · ");
const completion = (text, note) => ({
  text,
  render: (item) => item.append(el("span", { class: "term" }, text), el("span", { class: "quiet" }, note)),
});

/** The completions of the beginning of a word, the best first. */
export const completions = (start, query) => {
  const lower = start.toLowerCase();
  if (/^[?$]/.test(start)) {
    const known = new Set(query.match(/[?$]\w+/g));
    return [...known].filter((name) => name !== start && name.startsWith(start)).sort().map((name) => completion(name, "variable"));
  }
  const local = (term) => term.name.split(":").pop().toLowerCase();
  const ranked = [
    terms.filter((term) => term.name.toLowerCase().startsWith(lower)),
    start.includes(":") ? [] : terms.filter((term) => local(term).startsWith(lower)),
    start.includes(":") ? [] : terms.filter((term) => local(term).includes(lower) || term.label.toLowerCase().includes(lower)),
  ];
  const namespaces = Object.keys(prefixes).filter((prefix) => prefix.startsWith(lower)).map((prefix) => completion(`${prefix}:`, prefixes[prefix]));
  const keywords = KEYWORDS.filter((word) => word.toLowerCase().startsWith(lower)).map((word) => completion(word, "keyword"));
  const found = [...new Set(ranked.flat())].map((term) => completion(term.name, describe(term)));
  return (start.includes(":") ? found : [...keywords, ...namespaces, ...found]).slice(0, MAX_COMPLETIONS);
};

const hint = (editor) => {
  const cursor = editor.getCursor();
  const [start] = /[?$]?[\w:.-]*$/.exec(editor.getLine(cursor.line).slice(0, cursor.ch));
  return start && { list: completions(start, editor.getValue()), from: CodeMirror.Pos(cursor.line, cursor.ch - start.length), to: cursor };
};

/** The editor; Ctrl-Enter calls `run`, and Tab moves on to the next element, so that nobody is caught in it. */
export const makeEditor = (run) => {
  const editor = CodeMirror(byId("editor"), {
    mode: "application/sparql-query",
    lineNumbers: true,
    lineWrapping: true,
    screenReaderLabel: "SPARQL query",
    extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run, "Ctrl-Space": "autocomplete", Tab: false, "Shift-Tab": false },
    hintOptions: { hint, completeSingle: false },
  });
  editor.on("inputRead", (_, { text }) => /[\w:?$]$/.test(text[0]) && editor.showHint());
  return editor;
};
