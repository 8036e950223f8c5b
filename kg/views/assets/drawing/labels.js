"use strict";
/* Names on the drawing: always of one size on the screen, the most important first, none over another or over a sign. */
{
  const { drawing, relations } = kg.data;
  const { network } = kg;
  /* The entities that are always named: the most important of those in sight. */
  const LEADING = 8;
  /* Where a name may stand by its sign, the best place first; a leading one also further off, joined to it by a line. */
  const SIDES = [[0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1], [0.4, 1], [-0.4, 1], [0.4, -1], [-0.4, -1], [1, 0.4], [-1, 0.4], [1, -0.4], [-1, -0.4]];
  const STEPS = [0, 6, 12, 20, 30, 42, 56, 74, 96, 124, 160];
  /* Names keep clear of what lies over the drawing: the buttons. */
  const above = [document.querySelector(".zoom"), document.getElementById("trail")];
  const wrapped = new Map();
  let drawn = [];

  /** The names that are drawn: each entity's number and its box on the screen. */
  kg.names = () => drawn;

  /** The entity whose name is under a point of the screen. */
  kg.labelAt = ({ x, y }) => drawn.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3])?.number;

  /** A headline in lines of some 22 letters, three at most. */
  const folded = (text) => {
    const rows = [""];
    for (const word of kg.shorten(text.replace(/\s+/g, " "), 66).split(" ")) {
      const row = rows.at(-1);
      if (row && row.length + word.length > 21 && rows.length < 3) rows.push(word);
      else rows[rows.length - 1] = row ? `${row} ${word}` : word;
    }
    return rows.map((row) => kg.shorten(row, 26));
  };

  /** A name on one line, or on two where it is longer than `most` letters; a story's headline on three. */
  const lines = (number, most) => {
    const key = `${number} ${most}`;
    if (!wrapped.has(key) && kg.storyNodes.has(number)) wrapped.set(key, folded(kg.nameOf(number)));
    if (!wrapped.has(key)) {
      const name = kg.shorten(kg.nameOf(number).replace(/\s+/g, " "), 38);
      const spaces = [...name.matchAll(/ /g)].map((match) => match.index);
      const middle = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
      wrapped.set(key, name.length > most && middle ? [name.slice(0, middle), name.slice(middle + 1)] : [name]);
    }
    return wrapped.get(key);
  };

  const apart = (a, b) => a[2] < b[0] || a[0] > b[2] || a[3] < b[1] || a[1] > b[3];
  /** Boxes on the screen, kept by the squares that they reach into: those that a box meets are found among few. */
  const SQUARE = 48;
  const taking = () => {
    const squares = new Map();
    const reach = ([left, top, right, bottom], act) => {
      for (let x = Math.floor(left / SQUARE); x <= right / SQUARE; x += 1) for (let y = Math.floor(top / SQUARE); y <= bottom / SQUARE; y += 1) act(x * 1e4 + y);
    };
    const add = (box) => reach(box, (square) => squares.set(square, [...(squares.get(square) ?? []), box]));
    const met = (box) => {
      const found = new Set();
      reach(box, (square) => squares.get(square)?.forEach((other) => apart(box, other) || found.add(other)));
      return [...found];
    };
    return { add, met };
  };
  /** The line between two points, and the box around it. */
  const line = (a, b) => ({ a, b, box: [Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y)] });
  /** How far a box is from a sign's middle. */
  const away = ({ x, y }, box) => Math.hypot(Math.max(box[0] - x, 0, x - box[2]), Math.max(box[1] - y, 0, y - box[3]));
  /** The line from a sign's rim to a box. */
  const joint = ({ x, y, r }, box) => {
    const end = { x: Math.min(box[2], Math.max(box[0], x)), y: Math.min(box[3], Math.max(box[1], y)) };
    const start = r / Math.hypot(end.x - x, end.y - y);
    return line({ x: x + (end.x - x) * start, y: y + (end.y - y) * start }, end);
  };
  const crosses = ({ a, b, box: around }, box) => {
    if (apart(around, box)) return false;
    const side = (x, y) => (b.x - a.x) * (y - a.y) > (b.y - a.y) * (x - a.x);
    const first = side(box[0], box[1]);
    return side(box[2], box[1]) !== first || side(box[0], box[3]) !== first || side(box[2], box[3]) !== first;
  };

  /* The communities of three and more, each named in its colour by its most important members, above its middle. */
  const communities = (points, placed, text, context, font, taken) => {
    context.font = `italic 600 12px ${font}`;
    for (const [group, members] of kg.communitiesOf([...points.keys()]).slice(0, 12)) {
      if (members.length < 3) continue;
      const spots = members.map((each) => points.get(each));
      const x = spots.reduce((sum, spot) => sum + spot.x, 0) / spots.length;
      const y = Math.min(...spots.map((spot) => spot.y));
      const words = kg.shorten(`${kg.nameOf(members[0])} and ${members.length - 1} more`, 44);
      const place = placed({ x, y, r: 8 }, context.measureText(words).width, 15, [0, 14, 30, 50]);
      if (!place) continue;
      taken.add(place.box);
      text(words, place.anchor, place.top + 7.5, kg.communityColour(group), place.align);
    }
  };

  network.on("afterDrawing", (context) => {
    const scale = network.getScale();
    const shown = kg.drawn();
    const lit = kg.lit();
    const [ink, quiet, ground] = [kg.colour("--ink"), kg.colour("--quiet"), kg.colour("--ground")];
    const font = getComputedStyle(document.body).fontFamily;
    const { clientWidth: width, clientHeight: height } = context.canvas;
    const narrow = width < 500;
    const places = network.getPositions(shown.entities);
    const points = new Map();
    for (const number of shown.entities) {
      /* The engine may draw while it is being given other entities. */
      if (!places[number]) continue;
      const { x, y } = network.canvasToDOM(places[number]);
      /* Triangles and stars reach further than their size. */
      const r = kg.size(number) * scale * 1.15 + 1;
      points.set(number, { x, y, r, box: [x - r, y - r, x + r, y + r] });
    }
    const on = (number) => !lit || lit.entities.has(number);
    const inSight = ({ x, y }) => x > 0 && y > 0 && x < width && y < height;
    const view = [0, 0, width, height];
    const clear = (box) => box[0] >= 0 && box[1] >= 0 && box[2] <= width && box[3] <= height && !taken.met(box).length;
    const first = (number) => (kg.storyNodes.has(number) ? 0 : 1);
    const order = [...points.keys()].filter((number) => on(number) && inSight(points.get(number))).sort((a, b) => first(a) - first(b) || a - b).slice(0, 400);
    const [signs, faint] = [true, false].map((strong) => [...points].filter(([number, { box }]) => on(number) === strong && !apart(box, view)).map(([, { box }]) => box));
    const joins = shown.edges
      .filter((each) => (!lit || lit.edges.has(each)) && points.has(drawing.edges[each].from) && points.has(drawing.edges[each].to))
      .map((number) => ({ number, ...line(points.get(drawing.edges[number].from), points.get(drawing.edges[number].to)) }))
      .filter(({ box }) => !apart(box, view));
    const strokes = [...joins];
    const taken = taking();
    for (const box of signs) taken.add(box);
    for (const each of above) if (each.offsetWidth) taken.add([each.offsetLeft, each.offsetTop, each.offsetLeft + each.offsetWidth, each.offsetTop + each.offsetHeight]);

    context.save();
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.lineJoin = "round";
    context.textBaseline = "middle";
    const text = (words, x, y, colour, align, haloed = true) => {
      context.textAlign = align;
      context.strokeStyle = ground;
      context.lineWidth = 4;
      if (haloed) context.strokeText(words, x, y);
      context.fillStyle = colour;
      context.fillText(words, x, y);
    };
    /* Of the free places the one that hides the fewest lines and faint signs, near its sign if it can be. */
    const placed = (point, wide, high, steps, sides = SIDES) => {
      const { x, y, r } = point;
      let [best, least] = [null, Infinity];
      for (const step of steps) {
        for (const [across, down] of sides) {
          const gap = (r + 2 + step) * (Math.abs(across * down) === 1 ? 0.75 : 1);
          const left = x + across * gap - (wide * (1 - across)) / 2;
          const top = y + down * gap - (high * (1 - down)) / 2;
          const box = [left - 2, top - 1, left + wide + 2, top + high + 1];
          if (!clear(box)) continue;
          const join = step ? joint(point, box) : null;
          /* A name further off is not to stand by another's sign. */
          const astray = step && [...points.values()].some((other) => other !== point && away(other, box) < away(point, box));
          const far = step ? (astray ? 15 : 3) + step / 8 + 20 * taken.met(join.box).filter((other) => other !== point.box && crosses(join, other)).length : 0;
          const cost = far + strokes.filter((each) => crosses(each, box)).length + 2 * faint.filter((sign) => !apart(sign, box)).length;
          const [align, anchor] = across === 1 ? ["left", left] : across === -1 ? ["right", left + wide] : ["center", left + wide / 2];
          if (cost < least) [best, least] = [{ box, top, align, anchor, join }, cost];
        }
      }
      return best;
    };
    /* A headline stands over or under all that its story is joined to, so that it heads them. */
    const headline = (number, wide, high, put) => {
      const { x, y } = points.get(number);
      const star = joins.filter((each) => drawing.edges[each.number].from === number).map((each) => points.get(drawing.edges[each.number].to));
      const reach = (sign) => Math.max(...[points.get(number), ...star.filter((each) => Math.abs(each.x - x) < wide / 2 + each.r)].map((each) => sign * (each.y - y) + each.r)) + 3;
      for (const sign of [-1, 1]) {
        const found = put({ x, y, r: reach(sign), box: points.get(number).box }, wide, high, [0, 5, 10], [[0, sign], [0.25, sign], [-0.25, sign], [0.5, sign], [-0.5, sign]]);
        if (found) return { ...found, join: null };
      }
      return put(points.get(number), wide, high, STEPS);
    };
    drawn = [];
    if (kg.state.colour === "group" && !kg.storyNodes.has(shown.entities.at(-1))) communities(points, placed, text, context, font, taken);
    const stories = order.filter((number) => kg.storyNodes.has(number)).length;
    order.forEach((number, rank) => {
      const story = kg.storyNodes.has(number);
      const strong = lit ? lit.first === number || lit.edges.size === 1 : story || (!stories && number < LEADING);
      const size = strong ? (narrow ? 13 : 14) : number < 40 ? 12.5 : 11.5;
      context.font = `${strong ? 600 : 400} ${size}px ${font}`;
      const own = lines(number, narrow ? 12 : 17);
      const wide = Math.max(...own.map((words) => context.measureText(words).width));
      const high = own.length * size * 1.15;
      const place = story ? headline(number, wide, high, placed) : placed(points.get(number), wide, high, rank < Math.max(LEADING, stories) ? STEPS : [0]);
      if (!place) return;
      taken.add(place.box);
      drawn.push({ number, box: place.box });
      if (place.join) {
        strokes.push(place.join);
        context.strokeStyle = quiet;
        context.lineWidth = 1;
        context.beginPath();
        context.moveTo(place.join.a.x, place.join.a.y);
        context.lineTo(place.join.b.x, place.join.b.y);
        context.stroke();
      }
      own.forEach((words, index) => text(words, place.anchor, place.top + (index + 0.5) * size * 1.15, strong || number < 40 ? ink : quiet, place.align));
    });

    context.font = `600 11px ${font}`;
    for (const number of points.keys()) if (kg.storyNodes.has(number) && points.get(number).r > 8) text(String(kg.storyNodes.get(number).documents.length), points.get(number).x, points.get(number).y, kg.colour("--accent"), "center", false);

    context.font = `400 10.5px ${font}`;
    const named = new Set(drawn.map(({ number }) => number));
    joins.sort((one, other) => drawing.edges[one.number].from + drawing.edges[one.number].to - drawing.edges[other.number].from - drawing.edges[other.number].to);
    /* Where there is no room for the words, an edge of several facts still says how many they are. */
    let room = lit ? 80 : Math.round(18 * Math.max(1, kg.near()) ** 2);
    for (const { number, a, b } of joins.slice(0, 400)) {
      if (kg.storyNodes.has(drawing.edges[number].from)) continue;
      const own = kg.distinct(kg.edgeFacts(number));
      if (own.length === 0) continue; // what it says is filtered out, and it is drawn until the next layout
      const said = own.reduce((sum, [, times]) => sum + times, 0);
      const put = (label) => {
        const wide = context.measureText(label).width;
        if (Math.hypot(a.x - b.x, a.y - b.y) - a.r - b.r < wide * 0.85) return false;
        for (const part of [0.5, 0.4, 0.6]) {
          const [x, y] = [a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part];
          const box = [x - wide / 2 - 3, y - 8, x + wide / 2 + 3, y + 8];
          if (!clear(box)) continue;
          taken.add(box);
          text(label, x, y, quiet, "center");
          return true;
        }
        return false;
      };
      const worded = room > 0 && named.has(drawing.edges[number].from) && named.has(drawing.edges[number].to);
      const [[best, times]] = own;
      if (worded && put(relations[best.p].label + (times > 1 ? ` ×${times}` : "") + (own.length > 1 ? ` +${own.length - 1}` : ""))) room -= 1;
      else if (said > 1) put(`×${said}`);
    }
    context.restore();
  });
}
