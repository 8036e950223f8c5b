"use strict";
/* When things happened: dates as days, a timeline of them, and how many fall when. */
{
  const { facts } = kg.data;
  const DAY = 86_400_000;
  const utc = (year, month, day) => Math.floor(Date.UTC(year, month, day) / DAY);

  /** The first and last day, since 1970, of an ISO 8601 date ("2025", "2025-09", "2025-W38", "2025-09-13"). */
  const days = (text) => {
    const match = /^(\d{4})(?:-W(\d\d)|-(\d\d)(?:-(\d\d))?)?(?:T.*)?$/.exec(text);
    if (!match) return null;
    const [, year, week, month, day] = match.map((part) => (part === undefined ? undefined : Number(part)));
    if (week !== undefined) {
      const fourth = utc(year, 0, 4);
      const monday = fourth - ((fourth + 3) % 7) + (week - 1) * 7;
      return [monday, monday + 6];
    }
    if (month === undefined) return [utc(year, 0, 1), utc(year, 11, 31)];
    if (day === undefined) return [utc(year, month - 1, 1), utc(year, month, 0)];
    return [utc(year, month - 1, day), utc(year, month - 1, day)];
  };

  /** The same of a date or an interval ("2021/2025", open at either end), null where it is neither. */
  kg.span = (text) => {
    const [first, last] = (text ?? "").split("/");
    const [begin, end] = [days(first), last === undefined ? days(first) : days(last)];
    return begin || end ? [(begin ?? end)[0], (end ?? begin)[1]] : null;
  };
  kg.iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

  for (const fact of facts) {
    fact.on = fact.time ?? fact.value;
    fact.days = kg.span(fact.on);
  }
  /* The axis spans what is told: from two months before the first article to two months after the last, where it is told
     what happened then; of articles without a day, all but the outermost twentieth at either end. */
  const known = facts.filter((fact) => fact.days);
  const published = kg.data.documents.map((each) => kg.span(each.date)?.[0]).filter((day) => day !== undefined).sort((a, b) => a - b);
  const [least, most] = published.length ? [published[0] - 60, published.at(-1) + 60] : [-Infinity, Infinity];
  const bounds = (own, share) => {
    const firsts = own.map(({ days: [a] }) => a).sort((a, b) => a - b);
    const lasts = own.map(({ days: [, b] }) => b).sort((a, b) => a - b);
    const cut = Math.floor(own.length * share);
    return own.length ? [Math.max(least, firsts[cut]), Math.min(most, lasts.at(-1 - cut))] : null;
  };
  const near = bounds(known.filter(({ days: [a, b] }) => b >= least && a <= most), published.length ? 0 : 0.05);
  const dates = known.flatMap(({ days }) => days).sort((a, b) => a - b);
  kg.era = near && near[0] < near[1] ? near : dates.length ? [dates[0], dates.at(-1)] : null;

  /** Dated facts that pass the filters, by date, the earliest first: a month or a year stands at its end. */
  kg.dated = () => {
    const dates = new Map();
    for (const fact of kg.shown().facts) if (fact.days) dates.set(fact.on, [...(dates.get(fact.on) ?? []), fact]);
    return [...dates].sort(([, [a]], [, [b]]) => a.days[1] - b.days[1] || b.days[0] - a.days[0]);
  };

  /** A date as people write it. */
  kg.date = (text) => {
    const span = kg.span(text);
    const ends = text.split("/");
    if (ends.length === 2 && ends.every(kg.span)) return ends.map(kg.date).join(" – ");
    if (!span || ends.length > 1) return text;
    const [first, last] = span.map((day) => new Date(day * DAY));
    const write = (date, options) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...options }).format(date);
    if (/^\d{4}$/.test(text)) return text;
    if (/^\d{4}-\d\d$/.test(text)) return write(first, { month: "long", year: "numeric" });
    if (text.includes("W")) return `week of ${write(first, { day: "numeric", month: "short", year: "numeric" })}`;
    return write(last, { day: "numeric", month: "short", year: "numeric" });
  };

  /** How many of the facts fall into each of at most 24 equal parts of the era. */
  kg.histogram = (own) => {
    const [from, to] = kg.era;
    const bins = new Array(Math.min(24, Math.max(1, to - from + 1))).fill(0);
    const place = (day) => Math.min(bins.length - 1, Math.max(0, Math.floor(((day - from) / (to - from + 1)) * bins.length)));
    for (const { days: [a, b] } of own) if (b >= from && a <= to) bins[place(a)] += 1;
    return bins;
  };
}
