"use strict";
/**
 * Where the entities of a drawing lie: places for 0 … count-1, in the engine's units, as [x0, y0, x1, y1, …].
 *
 * Entities without a place of their own in `fixed` are laid out by forces (Fruchterman and Reingold 1991), each drawn also
 * to the middle of its community, connected parts by themselves and in rows; those from `core` on, and all new ones where
 * some are fixed, take the free place nearest to their neighbours. Parts fill a window whose width is `ratio` of its height,
 * `gap` spacings apart; the largest comes first, or that of the first node from `heads` on. Nothing is random: the same drawing lies the same way.
 * The function stands alone, since its text is what the worker runs.
 */
kg.layOut = ({ count, pairs, groups, core, fixed, ratio, gap, heads }) => {
  const SPACING = 84; /* what two neighbours in the core tend to be apart */
  const CELL = 52; /* the side of a free place outside the core */
  const ITERATIONS = 400;
  const SEPARATIONS = 16;
  const FEW = 6; /* with fewer entities than this a part is turned and not spread */
  const GOLDEN = Math.PI * (3 - Math.sqrt(5));
  const WIDE = 1.2; /* a window is wider than it is high, and a name wider than its sign */

  /** The places to start from: communities on a sunflower spiral, their members on small ones around each. */
  const start = (own, n, x, y) => {
    const order = new Map();
    const seen = [];
    for (let i = 0; i < n; i += 1) {
      if (!order.has(own[i])) order.set(own[i], order.size);
      const which = order.get(own[i]);
      const rank = (seen[which] = (seen[which] ?? -1) + 1);
      const [outer, inner] = [SPACING * 2.6 * Math.sqrt(which), SPACING * 0.6 * Math.sqrt(rank + 0.5)];
      x[i] = outer * Math.cos(which * GOLDEN) + inner * Math.cos(rank * GOLDEN + which);
      y[i] = outer * Math.sin(which * GOLDEN) + inner * Math.sin(rank * GOLDEN + which);
    }
    return Array.from(own, (group) => order.get(group));
  };

  /** Entities pushed off the lines that pass them by: none may seem to be joined where it is not. */
  const pushOffLines = (n, edges, x, y) => {
    const least = SPACING * 0.3;
    const [dx, dy] = [new Float64Array(n), new Float64Array(n)];
    for (const [a, b] of edges) {
      const [ax, ay] = [x[b] - x[a], y[b] - y[a]];
      const square = ax * ax + ay * ay + 1e-9;
      for (let i = 0; i < n; i += 1) {
        if (i === a || i === b) continue;
        const [px, py] = [x[i] - x[a], y[i] - y[a]];
        const part = (px * ax + py * ay) / square;
        if (part <= 0 || part >= 1) continue;
        const [sx, sy] = [px - part * ax, py - part * ay];
        const far = Math.hypot(sx, sy) + 1e-9;
        if (far >= least) continue;
        dx[i] += sx * (least / far - 1);
        dy[i] += sy * (least / far - 1);
      }
    }
    for (let i = 0; i < n; i += 1) {
      x[i] += 0.5 * dx[i];
      y[i] += 0.5 * dy[i];
    }
  };

  /** Entities pushed apart until no two are closer than three fifths of the spacing. */
  const pushApart = (n, x, y) => {
    const least = SPACING * 0.62;
    for (let turn = 0; turn < 20; turn += 1) {
      let close = false;
      const [dx, dy] = [new Float64Array(n), new Float64Array(n)];
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < i; j += 1) {
          const [ax, ay] = [x[i] - x[j], y[i] - y[j]];
          if (ax > least || ax < -least || ay > least || ay < -least) continue;
          const far = Math.hypot(ax, ay);
          if (far >= least || far === 0) continue;
          close = true;
          const factor = ((least - far) / (2 * Math.max(far, 1e-9))) * 0.9;
          dx[i] += ax * factor;
          dy[i] += ay * factor;
          dx[j] -= ax * factor;
          dy[j] -= ay * factor;
        }
      }
      if (!close) break;
      for (let i = 0; i < n; i += 1) {
        x[i] += dx[i];
        y[i] += dy[i];
      }
    }
  };

  /** The places turned so that they reach furthest across: names side by side are read best. */
  const turn = (n, x, y) => {
    const [mx, my] = [x, y].map((axis) => axis.reduce((sum, each) => sum + each, 0) / n);
    let [xy, xx, yy] = [0, 0, 0];
    for (let i = 0; i < n; i += 1) {
      x[i] -= mx;
      y[i] -= my;
      xy += x[i] * y[i];
      xx += x[i] * x[i];
      yy += y[i] * y[i];
    }
    const by = -0.5 * Math.atan2(2 * xy, xx - yy);
    for (let i = 0; i < n; i += 1) [x[i], y[i]] = [x[i] * Math.cos(by) - y[i] * Math.sin(by), x[i] * Math.sin(by) + y[i] * Math.cos(by)];
  };

  /** Each coordinate halfway between what it is and its rank: order is kept, crowds spread, empty stretches close. */
  const spread = (n, axis) => {
    const order = Array.from(axis.keys()).sort((a, b) => axis[a] - axis[b] || a - b);
    const [low, high] = [axis[order[0]], axis[order[n - 1]]];
    const shares = axis.map((each) => (each - low) / (high - low + 1e-9));
    order.forEach((index, rank) => (axis[index] = (SPACING * Math.sqrt(n) * (shares[index] + rank / (n - 1))) / 2));
  };

  /** One connected part: its n places, laid out by forces. */
  const forces = (n, edges, own) => {
    const [x, y] = [new Float64Array(n), new Float64Array(n)];
    if (n === 1) return [x, y];
    const group = start(own, n, x, y);
    const groups_ = Math.max(...group) + 1;
    const members = new Float64Array(groups_);
    for (const each of group) members[each] += 1;
    const degree = new Float64Array(n);
    for (const [a, b] of edges) {
      degree[a] += 1;
      degree[b] += 1;
    }
    const pull = edges.map(([a, b, weight]) => (weight / Math.sqrt(Math.max(1, Math.min(degree[a], degree[b])))) * (group[a] === group[b] ? 1 : 0.45));
    const charge = degree.map((each) => SPACING * (1 + 0.35 * Math.log1p(each)));
    for (let iteration = 0; iteration < ITERATIONS; iteration += 1) {
      const heat = SPACING * 0.9 * (1 - iteration / ITERATIONS) ** 1.5 + 0.5;
      const [dx, dy] = [new Float64Array(n), new Float64Array(n)];
      for (let i = 0; i < n; i += 1) {
        let [mx, my] = [0, 0];
        const [xi, yi, ci] = [x[i], y[i], charge[i]];
        for (let j = 0; j < i; j += 1) {
          const ax = xi - x[j];
          const ay = yi - y[j];
          const strength = (ci * charge[j]) / (ax * ax + ay * ay + 1);
          mx += ax * strength;
          my += ay * strength;
          dx[j] -= ax * strength;
          dy[j] -= ay * strength;
        }
        dx[i] += mx;
        dy[i] += my;
      }
      edges.forEach(([a, b], index) => {
        const [ax, ay] = [x[b] - x[a], y[b] - y[a]];
        const by = (pull[index] * (Math.hypot(ax, ay) + 1e-9)) / SPACING;
        dx[a] += ax * by;
        dy[a] += ay * by;
        dx[b] -= ax * by;
        dy[b] -= ay * by;
      });
      const [mx, my] = [new Float64Array(groups_), new Float64Array(groups_)];
      for (let i = 0; i < n; i += 1) {
        mx[group[i]] += x[i] / members[group[i]];
        my[group[i]] += y[i] / members[group[i]];
      }
      for (let i = 0; i < n; i += 1) {
        dx[i] += 0.25 * (mx[group[i]] - x[i]) - 0.08 * x[i];
        dy[i] += 0.25 * (my[group[i]] - y[i]) - 0.08 * y[i];
        const reach = Math.hypot(dx[i], dy[i]) + 1e-9;
        x[i] += (dx[i] * Math.min(reach, heat)) / reach;
        y[i] += (dy[i] * Math.min(reach, heat)) / reach;
      }
    }
    if (n < FEW) turn(n, x, y);
    else for (const axis of [x, y]) spread(n, axis);
    for (let turn_ = 0; turn_ < SEPARATIONS; turn_ += 1) {
      pushOffLines(n, edges, x, y);
      pushApart(n, x, y);
    }
    return [x, y];
  };

  const neighbours = Array.from({ length: count }, () => []);
  for (const [a, b] of pairs) {
    neighbours[a].push(b);
    neighbours[b].push(a);
  }

  /** The connected parts of some entities, the largest first, each in the order given. */
  const parts = (some) => {
    const part = new Map();
    let next = 0;
    for (const first of some) {
      if (part.has(first)) continue;
      const queue = [first];
      part.set(first, next);
      for (const here of queue) for (const other of neighbours[here]) if (inside.has(other) && !part.has(other)) queue.push(other) && part.set(other, next);
      next += 1;
    }
    const found = Array.from({ length: next }, () => []);
    for (const each of some) found[part.get(each)].push(each);
    const head = (part) => part.find((each) => each >= heads) ?? count;
    return found.sort((a, b) => (heads === undefined ? b.length - a.length : head(a) - head(b)) || a[0] - b[0]);
  };

  const place = new Float64Array(2 * count);
  const placed = new Uint8Array(count);
  const put = (entity, x, y) => {
    place[2 * entity] = x;
    place[2 * entity + 1] = y;
    placed[entity] = 1;
  };
  for (const [entity, x, y] of fixed ?? []) put(entity, x, y);
  const central = fixed?.length ? [] : Array.from({ length: Math.min(core, count) }, (_, index) => index);
  const inside = new Set(central);
  const [across, down] = [SPACING * gap * WIDE, SPACING * gap];
  const laid = parts(central).map((part) => {
    const where = new Map(part.map((entity, index) => [entity, index]));
    const inner = pairs.filter(([a, b]) => where.has(a) && where.has(b)).map(([a, b, weight]) => [where.get(a), where.get(b), weight]);
    const [x, y] = forces(part.length, inner, part.map((entity) => groups[entity]));
    const [low, high] = [Math.min(...x), Math.min(...y)];
    return { part, x: x.map((each) => (each - low) * WIDE), y: y.map((each) => each - high), wide: (Math.max(...x) - low) * WIDE, deep: Math.max(...y) - high };
  });
  /* In rows, the largest part first, each row as wide as the whole should be. */
  const area = laid.reduce((sum, { wide, deep }) => sum + (wide + across) * (deep + down), 0);
  const width = Math.max(Math.sqrt(area * ratio), ...laid.map(({ wide }) => wide + across));
  const rows = [];
  for (const one of laid) {
    const row = rows.at(-1);
    if (row && row.used + one.wide <= width * 1.02) {
      row.used += one.wide + across;
      row.deep = Math.max(row.deep, one.deep);
      row.parts.push(one);
    } else rows.push({ used: one.wide + across, deep: one.deep, parts: [one] });
  }
  let top = 0;
  for (const { used, deep, parts: own } of rows) {
    let left = 0;
    const between = own.length > 1 ? Math.max(0, width - used) / own.length : 0;
    for (const { part, x, y, wide, deep: high } of own) {
      part.forEach((entity, index) => put(entity, left + x[index], top + (deep - high) / 2 + y[index]));
      left += wide + across + between;
    }
    top += deep + down;
  }

  /* What is left takes free cells on a spiral around the middle of its neighbours, those that have placed ones first. */
  const key = (column, line) => column * 1e6 + line;
  const taken = new Set();
  let edge = 4 * CELL;
  for (let entity = 0; entity < count; entity += 1) {
    if (!placed[entity]) continue;
    taken.add(key(Math.round(place[2 * entity] / CELL), Math.round(place[2 * entity + 1] / CELL)));
    edge = Math.max(edge, Math.abs(place[2 * entity]) + Math.abs(place[2 * entity + 1]) + 4 * CELL);
  }
  const turns = new Map();
  let loose = 0;
  const rest = Array.from({ length: count }, (_, entity) => entity).filter((entity) => !placed[entity]);
  const settle = (entity) => {
    const known = neighbours[entity].filter((other) => placed[other]);
    const along = (axis) => known.reduce((sum, other) => sum + place[2 * other + axis], 0) / known.length;
    let [x, y] = [along(0), along(1)];
    if (!known.length) {
      const reach = edge + CELL * Math.sqrt(loose);
      [x, y] = [reach * Math.cos(loose * GOLDEN), reach * Math.sin(loose * GOLDEN)];
      loose += 1;
    }
    const [column, line] = [Math.round(x / CELL), Math.round(y / CELL)];
    const target = key(column, line);
    for (let step = turns.get(target) ?? 0; ; step += 1) {
      const reach = 0.9 * Math.sqrt(step);
      const [aside, below] = [column + Math.round(reach * Math.cos(step * GOLDEN) * WIDE), line + Math.round(reach * Math.sin(step * GOLDEN))];
      if (taken.has(key(aside, below))) continue;
      taken.add(key(aside, below));
      turns.set(target, step + 1);
      return put(entity, aside * CELL, below * CELL);
    }
  };
  for (const joined of [true, false]) for (const entity of rest) if (!placed[entity] && (!joined || neighbours[entity].some((other) => placed[other]))) settle(entity);
  return Array.from(place, Math.round);
};
