"use strict";
/* Names on the drawing: always of one size on the screen, the most important first, none over another. */
{
  const { entities, drawing, relations } = kg.data;
  const { network } = kg;
  let drawn = [];
  const wrapped = new Map();
  const over = [document.querySelector(".zoom"), ...document.querySelectorAll("#key")];

  /** The names that are drawn: each entity's number and its box on the screen. */
  kg.names = () => drawn;

  /** The entity whose name is under a point of the screen. */
  kg.labelAt = ({ x, y }) => drawn.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3])?.number;

  /** A name on one line or two. */
  const lines = (number) => {
    if (!wrapped.has(number)) {
      const name = kg.shorten(entities[number].label.replace(/\s+/g, " "), 38);
      const spaces = [...name.matchAll(/ /g)].map((match) => match.index);
      const middle = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2))[0];
      wrapped.set(number, name.length > 17 && middle ? [name.slice(0, middle), name.slice(middle + 1)] : [name]);
    }
    return wrapped.get(number);
  };

  const free = (box, taken) => taken.every((other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3]);

  network.on("afterDrawing", (context) => {
    const scale = network.getScale();
    const shown = kg.shown();
    const lit = kg.lit();
    const [ink, quiet, ground] = [kg.colour("--ink"), kg.colour("--quiet"), kg.colour("--ground")];
    const font = getComputedStyle(document.body).fontFamily;
    const width = context.canvas.clientWidth;
    const height = context.canvas.clientHeight;
    const places = network.getPositions(shown.entities);
    const points = new Map();
    for (const number of shown.entities) {
      /* The engine may draw while it is being given other entities. */
      if (!places[number]) continue;
      const { x, y } = network.canvasToDOM(places[number]);
      if (x > -80 && y > -40 && x < width + 80 && y < height + 40) points.set(number, { x, y, r: kg.size(number) * scale });
    }
    const order = [...points.keys()].sort((a, b) => (lit ? lit.entities.has(b) - lit.entities.has(a) : 0) || a - b).filter((number) => !lit || lit.entities.has(number)).slice(0, 400);
    const bodies = [...points].filter(([number]) => !lit || lit.entities.has(number)).map(([number, { x, y, r }]) => ({ number, box: [x - r, y - r, x + r, y + r] }));
    /* Names keep clear of what lies over the drawing: the key and the buttons. */
    const taken = over.filter((each) => each.offsetWidth).map((each) => [each.offsetLeft, each.offsetTop, each.offsetLeft + each.offsetWidth, each.offsetTop + each.offsetHeight]);
    drawn = [];
    context.save();
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.lineJoin = "round";
    context.textBaseline = "middle";
    const text = (line, x, y, colour, align) => {
      context.textAlign = align;
      context.strokeStyle = ground;
      context.lineWidth = 4;
      context.strokeText(line, x, y);
      context.fillStyle = colour;
      context.fillText(line, x, y);
    };
    for (const number of order) {
      const { x, y, r } = points.get(number);
      const strong = lit ? lit.first === number || lit.edges.size === 1 : number < (width < 500 ? 4 : 8);
      const size = strong ? 14 : number < 40 ? 12.5 : 11.5;
      context.font = `${strong ? 600 : 400} ${size}px ${font}`;
      const own = lines(number);
      const wide = Math.max(...own.map((line) => context.measureText(line).width));
      const high = own.length * size * 1.15;
      const gap = r + 4;
      const ways = [
        [x - wide / 2, y + gap, "center"],
        [x - wide / 2, y - gap - high, "center"],
        [x + gap, y - high / 2, "left"],
        [x - gap - wide, y - high / 2, "right"],
      ];
      const clear = ([left, top, right, bottom]) => bodies.every(({ number: other, box }) => other === number || right < box[0] || left > box[2] || bottom < box[1] || top > box[3]);
      const boxes = ways.map(([left, top, align]) => ({ left, top, align, box: [left - 2, top - 1, left + wide + 2, top + high + 1] })).filter(({ box }) => free(box, taken));
      const inside = ({ box }) => box[0] > 0 && box[2] < width && box[1] > 0 && box[3] < height;
      /* The most important names are written even over another entity's sign. */
      const best = boxes.find((way) => inside(way) && clear(way.box)) ?? (strong ? boxes.find(inside) : undefined);
      if (!best) continue;
      taken.push(best.box);
      drawn.push({ number, box: best.box });
      const anchor = best.align === "center" ? best.left + wide / 2 : best.align === "left" ? best.left : best.left + wide;
      own.forEach((line, index) => text(line, anchor, best.top + (index + 0.5) * size * 1.15, strong || number < 40 ? ink : quiet, best.align));
    }
    context.font = `400 10.5px ${font}`;
    const named = new Set(drawn.map(({ number }) => number));
    const blocked = [...taken, ...bodies.map((body) => body.box)];
    const ranked = shown.edges.filter((each) => !lit || lit.edges.has(each)).sort((a, b) => drawing.edges[a].from + drawing.edges[a].to - drawing.edges[b].from - drawing.edges[b].to);
    /* Where there is no room for the words, an edge of several facts still says how many they are. */
    let room = lit ? 80 : Math.round(18 * Math.max(1, kg.near()) ** 2);
    for (const number of ranked.slice(0, 400)) {
      const { from, to } = drawing.edges[number];
      const [a, b] = [points.get(from), points.get(to)];
      if (!a || !b) continue;
      const own = kg.edgeFacts(number);
      const put = (label) => {
        const wide = context.measureText(label).width;
        if (Math.hypot(a.x - b.x, a.y - b.y) - a.r - b.r < wide * 0.85) return false;
        for (const part of [0.5, 0.4, 0.6]) {
          const [x, y] = [a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part];
          const box = [x - wide / 2 - 3, y - 8, x + wide / 2 + 3, y + 8];
          if (!free(box, blocked)) continue;
          blocked.push(box);
          text(label, x, y, quiet, "center");
          return true;
        }
        return false;
      };
      const words = room > 0 && named.has(from) && named.has(to);
      if (words && put(relations[own[0].p].label + (own.length > 1 ? ` +${own.length - 1}` : ""))) room -= 1;
      else if (own.length > 1) put(`×${own.length}`);
    }
    context.restore();
  });
}
