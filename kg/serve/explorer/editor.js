/* The query editor: SPARQL is coloured; variables, keywords and the vocabulary's terms are completed. */
import { byId, el } from "./dom.js";
import { prefixes, terms } from "./terms.js";

const KEYWORDS =
  "SELECT DISTINCT WHERE CONSTRUCT DESCRIBE ASK FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER EXISTS NOT BIND VALUES AS IN ORDER BY GROUP HAVING LIMIT OFFSET COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LCASE UCASE CONTAINS STRSTARTS STRENDS REGEX BOUND COALESCE IF PREFIX a".split(" ");
const MOST = 60;

const said = ({ kind, label, comment }) => [kind, label, comment].filter(Boolean).join(" · ");
const choice = (text, note) => ({
  text,
  render: (item) => item.append(el("span", { class: "term" }, text), el("span", { class: "quiet" }, note)),
});

/** What may be meant by the beginning of a word. */
export const completions = (begun, query) => {
  const low = begun.toLowerCase();
  if (/^[?$]/.test(begun)) {
    const known = new Set(query.match(/[?$]\w+/g));
    return [...known].filter((name) => name !== begun && name.startsWith(begun)).sort().map((name) => choice(name, "variable"));
  }
  const local = (term) => term.name.split(":").pop().toLowerCase();
  const ranks = [
    terms.filter((term) => term.name.toLowerCase().startsWith(low)),
    begun.includes(":") ? [] : terms.filter((term) => local(term).startsWith(low)),
    begun.includes(":") ? [] : terms.filter((term) => local(term).includes(low) || term.label.toLowerCase().includes(low)),
  ];
  const own = Object.keys(prefixes).filter((prefix) => prefix.startsWith(low)).map((prefix) => choice(`${prefix}:`, prefixes[prefix]));
  const keys = KEYWORDS.filter((key) => key.toLowerCase().startsWith(low)).map((key) => choice(key, "keyword"));
  const found = [...new Set(ranks.flat())].map((term) => choice(term.name, said(term)));
  return (begun.includes(":") ? found : [...keys, ...own, ...found]).slice(0, MOST);
};

const hint = (editor) => {
  const cursor = editor.getCursor();
  const [begun] = /[?$]?[\w:.-]*$/.exec(editor.getLine(cursor.line).slice(0, cursor.ch));
  return begun && { list: completions(begun, editor.getValue()), from: CodeMirror.Pos(cursor.line, cursor.ch - begun.length), to: cursor };
};

/** The editor, in which Ctrl-Enter calls `run`; Tab leaves it, so that the keyboard is not caught. */
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
