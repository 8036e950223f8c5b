"use strict";
/* When and where: how many facts fall when, over an axis of years on which days are chosen, a map, and what is dated in order. */
{
  const BINS = 72;
  const HIGH = 96;
  const svg = (...args) => kg.svg(...args);
  let near = null; /* the days that the axis spans, where it is not the whole */

  const year = (day) => Number(kg.iso(day).slice(0, 4));
  const first = (yearOf) => Math.floor(Date.UTC(yearOf, 0, 1) / 86_400_000);
  const month = (yearOf, monthOf) => Math.floor(Date.UTC(yearOf, monthOf, 1) / 86_400_000);

  /** The ticks of an axis of days: years, of which not more than there is room for, or months where it spans few years. */
  kg.ticks = (from, to, most) => {
    const [begin, end] = [year(from), year(to)];
    if (end - begin >= 3) {
      const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((each) => (end - begin) / each <= most) ?? 1000;
      const ticks = [];
      for (let at = Math.ceil(begin / step) * step; at <= end; at += step) if (first(at) >= from) ticks.push([first(at), String(at)]);
      return ticks;
    }
    const months = (end - begin + 1) * 12;
    const step = [1, 2, 3, 6, 12].find((each) => months / each <= most) ?? 12;
    const ticks = [];
    for (let at = 0; at < months; at += step) {
      const day = month(begin + Math.floor(at / 12), at % 12);
      if (day >= from && day <= to) ticks.push([day, new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", month: "short", year: "numeric" }).format(day * 86_400_000)]);
    }
    return ticks;
  };

  const axis = (width) => {
    const [from, to] = near ?? kg.era;
    const days = to - from + 1;
    const x = (day) => ((day - from) / days) * width;
    const dayAt = (at) => Math.round(from + (Math.min(width, Math.max(0, at)) / width) * days);
    const dated = kg.data.facts.filter((fact) => fact.days && kg.passes(fact, "date") && fact.days[1] >= from && fact.days[0] <= to);
    const count = Math.min(BINS, days);
    const bins = new Array(count).fill(0);
    for (const { days: [day] } of dated) bins[Math.min(count - 1, Math.max(0, Math.floor(((day - from) / days) * count)))] += 1;
    /* Most of what is dated is of the last days: a logarithm lets the rest be seen. */
    const most = Math.log1p(Math.max(1, ...bins));
    const [begin, end] = [kg.state.from ?? -Infinity, kg.state.to ?? Infinity];
    const bars = bins.map((value, index) => {
      const day = from + (index / count) * days;
      const high = value ? Math.max(3, (Math.log1p(value) / most) * (HIGH - 8)) : 0;
      return svg("rect", { x: (index / count) * width + 0.5, width: Math.max(1, width / count - 1), y: HIGH - high, height: high, class: day + days / count > begin && day <= end ? "in" : "out" });
    });
    const ticks = kg.ticks(from, to, Math.floor(width / 60)).map(([day, words]) => svg("g", {}, svg("line", { x1: x(day), x2: x(day), y1: HIGH, y2: HIGH + 4 }), svg("text", { x: Math.min(width - 16, Math.max(16, x(day))), y: HIGH + 16, "text-anchor": "middle" }, words)));
    const brush = svg("rect", { class: "brush", y: 0, height: HIGH, x: Math.max(0, x(Math.max(from, begin))), width: kg.state.from === null && kg.state.to === null ? 0 : Math.max(2, x(Math.min(to, end) + 1) - Math.max(0, x(Math.max(from, begin)))) });
    const picture = svg("svg", { class: "axis", viewBox: `0 0 ${width} ${HIGH + 20}`, "aria-hidden": "true" }, brush, bars, svg("line", { x1: 0, x2: width, y1: HIGH, y2: HIGH }), ticks);
    let start = null;
    const at = (event) => ((event.clientX - picture.getBoundingClientRect().x) / picture.getBoundingClientRect().width) * width;
    picture.addEventListener("pointerdown", (event) => {
      start = at(event);
      picture.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    picture.addEventListener("pointermove", (event) => {
      if (start === null) return;
      brush.setAttribute("x", Math.min(start, at(event)));
      brush.setAttribute("width", Math.abs(at(event) - start));
    });
    picture.addEventListener("pointerup", (event) => {
      if (start === null) return;
      const [low, high] = [Math.min(start, at(event)), Math.max(start, at(event))];
      start = null;
      if (high - low < 4) kg.show({ from: null, to: null });
      else kg.show({ from: dayAt(low), to: dayAt(high) });
    });
    return picture;
  };

  const field = (name, words) => {
    const day = kg.state[name];
    const input = kg.el("input", { type: "date", "aria-label": words, value: day === null ? "" : kg.iso(day) });
    input.addEventListener("change", () => {
      const span = kg.span(input.value);
      kg.show({ [name]: span ? span[name === "from" ? 0 : 1] : null });
    });
    return input;
  };

  const tools = () => {
    const chosen = kg.state.from !== null || kg.state.to !== null;
    return kg.el(
      "p",
      { class: "acts" },
      kg.el("span", { class: "quiet" }, "Days from "), field("from", "First day"), kg.el("span", { class: "quiet" }, " to "), field("to", "Last day"),
      chosen ? kg.el("button", { type: "button", onclick: () => { near = [kg.state.from ?? kg.era[0], kg.state.to ?? kg.era[1]]; kg.panel(); } }, "Zoom to these days") : null,
      chosen || near ? kg.el("button", { type: "button", onclick: () => { near = null; kg.show({ from: null, to: null }); kg.panel(); } }, "All days") : null,
    );
  };

  /* What is dated: of the entity that is chosen, if one is, else all that passes the filters. */
  const listed = () => {
    const { entity } = kg.state;
    const own = entity === null ? null : new Set(kg.data.entities[entity].facts);
    if (own) for (const place of kg.placed()) if (place.number === entity) for (const fact of place.facts) own.add(fact.number);
    return kg.dated().map(([on, facts]) => [on, own ? facts.filter((fact) => own.has(fact.number)) : facts]).filter(([, facts]) => facts.length);
  };

  let most = 200;
  let before = false; /* whether what was long before the articles is listed too */

  /** The panel of times and places. */
  kg.timeline = () => {
    const width = Math.max(280, Math.round(document.getElementById("view").clientWidth - 48));
    const all = listed();
    const { entity, from } = kg.state;
    /* A year counts with the days in it; what began long before does not. */
    const recent = ([, [{ days: [a, b] }]]) => before || from !== null || !kg.era || (b >= kg.era[0] && (a >= kg.era[0] || b - a < 366));
    const dates = all.filter(recent);
    const long = all.length - dates.length;
    const total = dates.reduce((sum, [, own]) => sum + own.length, 0);
    return [
      kg.era && kg.era[0] < kg.era[1] ? [axis(width), tools()] : null,
      kg.hasPlaces ? kg.map(width) : null,
      entity === null ? null : kg.el("p", { class: "acts" }, kg.entity(entity), kg.el("button", { type: "button", onclick: kg.clear }, "All places and days")),
      dates.length
        ? kg.el("p", { class: "figures" }, `${kg.plural(total, "dated statement")}, ${kg.plural(dates.length, "date")}`, long ? [" · ", kg.el("button", { type: "button", class: "link", onclick: () => { before = true; kg.panel(); } }, `${kg.plural(long, "date")} before that`)] : null)
        : kg.el("p", { class: "none" }, kg.filtered() || entity !== null ? "No dated fact matches the filters." : "The articles give no dates."),
      kg.el("ol", { class: "days long" }, dates.slice(0, most).map(([on, own]) => kg.el("li", {}, kg.el("time", { datetime: on }, kg.date(on)), kg.el("div", {}, own.sort(kg.byWeight).slice(0, 40).map((fact) => kg.factLine(fact, null, true)), own.length > 40 ? kg.el("p", { class: "none" }, `and ${own.length - 40} more on this date`) : null)))),
      dates.length > most ? kg.el("button", { type: "button", class: "more", onclick: () => { most += 200; kg.panel(); } }, `Show ${Math.min(200, dates.length - most)} more of ${kg.plural(dates.length, "date")}`) : null,
    ].flat();
  };
}
