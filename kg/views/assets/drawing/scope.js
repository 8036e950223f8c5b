"use strict";
/* What is drawn: the stories with who and where, what is around an entity, or what passes the filters. */
{
  const { entities, facts, stories, drawing } = kg.data;
  const AREA = 160_000; /* the room of the window for each story, in square pixels */
  const MOST = 40; /* nodes of the drawing of the stories */
  const CAST = 4; /* so many of a story's people, organizations and places are drawn by it */

  /** Whether the drawing is of the stories: where there are some, and nothing is chosen. */
  kg.overview = () => kg.state.around === null && kg.state.path === null && !kg.state.all && stories.length > 1 && !kg.filtered();

  const overview = () => {
    const room = Math.min(stories.length, 40, Math.max(6, Math.round((innerWidth * innerHeight) / AREA)));
    const nodes = new Set();
    const edges = [];
    for (const story of stories.slice(0, room)) {
      if (nodes.size + CAST >= MOST) break;
      nodes.add(story.node);
      for (const edge of story.edges.slice(0, CAST)) {
        edges.push(edge);
        nodes.add(drawing.edges[edge].to);
      }
    }
    return { nodes, edges };
  };

  const around = (centre, open) => {
    const across = new Set([centre]);
    for (const edge of entities[centre].edges) if (open.has(edge)) across.add(drawing.edges[edge].from).add(drawing.edges[edge].to);
    const others = [...across].filter((each) => each !== centre).sort((a, b) => a - b);
    return new Set([centre, ...others.slice(0, Math.max(1, kg.state.limit - 1))]);
  };

  /* The ends of what is most worth telling, the more important ones first: a drawing has no node without a line. */
  const central = (open, limit) => {
    const chosen = new Set();
    const weight = (edge) => drawing.edges[edge].weight * (entities[drawing.edges[edge].from].rank + entities[drawing.edges[edge].to].rank);
    for (const edge of [...open].sort((a, b) => weight(b) - weight(a) || a - b)) {
      const { from, to } = drawing.edges[edge];
      if (chosen.size + !chosen.has(from) + !chosen.has(to) > limit) continue;
      chosen.add(from).add(to);
      if (chosen.size >= limit) break;
    }
    return chosen;
  };

  const lines = (own) => new Set(own.map((fact) => fact.edge).filter((edge) => edge !== undefined));
  const ends = (edges) => new Set([...edges].flatMap((edge) => [drawing.edges[edge].from, drawing.edges[edge].to]));

  /** The facts that pass the filters, the entities and edges that are drawn, those that could be, and all that are joined. */
  kg.visible = () => {
    const passing = facts.filter((fact) => kg.passes(fact));
    const open = lines(passing);
    const joined = ends(open);
    const { state } = kg;
    /* The whole is drawn of what is rather right than wrong; what was chosen has all its lines. */
    const worth = state.around === null && !kg.filtered(["doc", "story"]) ? lines(passing.filter(kg.likely)) : open;
    const able = ends(worth);
    const whole = kg.overview() ? overview() : null;
    const shown = whole?.nodes ?? (state.around === null ? (able.size <= state.limit ? new Set(able) : central(worth, state.limit)) : around(state.around, open));
    const chosen = [...state.extra];
    if (state.entity !== null) chosen.push(state.entity);
    if (state.edge !== null) chosen.push(drawing.edges[state.edge].from, drawing.edges[state.edge].to);
    if (state.fact !== null) chosen.push(...[facts[state.fact].s, facts[state.fact].o].filter((end) => end >= 0));
    for (const edge of kg.routes.flat()) chosen.push(drawing.edges[edge].from, drawing.edges[edge].to);
    for (const entity of chosen) shown.add(entity);
    for (const edge of [state.edge, facts[state.fact]?.edge, ...kg.routes.flat()]) if (open.has(edge)) worth.add(edge);
    const drawn = whole ? new Set(chosen) : shown;
    const edges = [...worth].filter((edge) => drawn.has(drawing.edges[edge].from) && drawn.has(drawing.edges[edge].to));
    return { facts: passing, entities: [...shown].sort((a, b) => a - b), edges: [...(whole?.edges ?? []), ...edges], able, joined };
  };

  /** Entities of the articles that pass the filters for articles and stories. */
  kg.inside = () => {
    const { doc, story } = kg.state;
    const passes = (entity) => (!doc.size || entity.documents.some((each) => doc.has(each))) && (!story.size || entity.documents.some((each) => story.has(kg.data.documents[each].story)));
    return [...entities.keys()].filter((number) => passes(entities[number]));
  };
  /** Those of them that are called by a name, and that no fact that passes the filters joins to another. */
  kg.alone = () => kg.inside().filter((number) => entities[number].group !== undefined && !kg.shown().joined.has(number));
}
