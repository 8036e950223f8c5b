"use strict";
/* All facts that pass the filters, as a list, and to take away as CSV or JSON. */
{
  const { data } = kg;
  let most = 100;

  const plain = (fact) => ({
    subject: fact.s < 0 ? "unknown" : data.entities[fact.s].label,
    predicate: data.relations[fact.p].name,
    object: fact.value ?? (fact.o < 0 ? "unknown" : data.entities[fact.o].label),
    factuality: kg.factuality(fact),
    source: fact.source === undefined ? "" : data.entities[fact.source].label,
    time: fact.time ?? "",
    confidence: fact.confidence,
    rule: fact.rule,
    document: data.documents[fact.doc].id,
    title: data.documents[fact.doc].title ?? "",
    publisher: (data.documents[fact.doc].publishers ?? []).join(", "),
    published: data.documents[fact.doc].date ?? "",
    url: (data.documents[fact.doc].urls ?? []).join(" "),
    begin: fact.at[0],
    end: fact.at[1],
    quote: data.documents[fact.doc].text.slice(...fact.at),
    iri: fact.iri ?? "",
  });

  /* A cell that a spreadsheet would run has an apostrophe put before it: the rule of kg/display/spreadsheet.py. */
  const formula =
    /^'*[\u0000-\u0020\u007f-\u00a0\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*(?:[=\uff1d]|[-+@\uff0b\uff0d\uff20](?! *[0-9.,]+(?:[eE][-+]?[0-9]+)? *%?(?![\s\S]))(?=[\s\S]*(?:[()!|=<>&*\/^+{}\uff01\uff08\uff0a\uff0b\uff0f\uff1c-\uff1e\uff5c]|[0-9] *[-\uff0d] *[0-9]|(?<![A-Za-z0-9])\$?[A-Za-z]{1,3}\$?[0-9]+(?![A-Za-z0-9]))))/;
  const isFormula = (value) => typeof value === "string" && formula.test(value);
  const cell = (value) => {
    const text = isFormula(value) ? `'${value}` : String(value);
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  kg.csv = (facts) => {
    const rows = facts.map(plain);
    const names = Object.keys(plain(facts[0] ?? data.facts[0] ?? {}));
    return [names, ...rows.map((row) => names.map((name) => row[name]))].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  };
  const guarded = (facts) => facts.map(plain).flatMap(Object.values).filter(isFormula).length;
  kg.json = (facts) => JSON.stringify(facts.map(plain), null, 1);

  kg.listing = () => {
    const facts = kg.shown().facts;
    const note = kg.el("span", { class: "figures", role: "status" });
    const save = (make, type, name) => kg.download(new Blob([make(kg.shown().facts)], { type }), name);
    const saveCsv = () => {
      save(kg.csv, "text/csv;charset=utf-8", "facts.csv");
      const count = guarded(kg.shown().facts);
      note.textContent = count ? `${kg.plural(count, "value")} that a spreadsheet would run: an apostrophe stands before` : "";
    };
    return [
      kg.el(
        "p",
        { class: "acts" },
        kg.el("span", { class: "figures" }, kg.figures(facts, [], []).slice(1, -1).join(", "), kg.filtered() ? " pass the filters" : ""),
        facts.length ? kg.el("button", { type: "button", onclick: saveCsv }, "Save CSV") : null,
        facts.length ? kg.el("button", { type: "button", onclick: () => save(kg.json, "application/json", "facts.json") }, "Save JSON") : null,
        note,
      ),
      kg.el("ul", { class: "lines" }, facts.slice(0, most).map((fact) => kg.el("li", {}, kg.factLine(fact)))),
      facts.length > most ? kg.el("button", { type: "button", class: "more", onclick: () => { most += 200; kg.panel(); } }, `Show ${Math.min(200, facts.length - most)} more of ${facts.length.toLocaleString("en")}`) : null,
    ];
  };
}
