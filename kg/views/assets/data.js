"use strict";
/* The graph: entities in the order of their importance, facts, as each text states them, in its order, and how they are joined. */
{
  const { entities, facts, claims, drawing, documents } = kg.data;

  entities.forEach((entity) => {
    entity.facts = [];
    entity.told = [];
    entity.claims = [];
    entity.edges = [];
  });
  facts.forEach((fact, number) => {
    fact.number = number;
    for (const end of new Set([fact.s, fact.o])) if (end >= 0) entities[end].facts.push(number);
    if (fact.source !== undefined) entities[fact.source].told.push(number);
  });
  claims.forEach((claim, number) => {
    claim.number = number;
    claim.text = documents[claim.doc].text.slice(...claim.at);
    if (claim.source >= 0) entities[claim.source].claims.push(number);
  });
  drawing.edges.forEach((edge, number) => {
    edge.id = number;
    entities[edge.from].edges.push(number);
    entities[edge.to].edges.push(number);
    for (const fact of edge.facts) facts[fact].edge = number;
  });
  for (const document_ of documents) document_.facts = [];
  for (const fact of facts) documents[fact.doc].facts.push(fact.number);

  /* A story is drawn as a node of its own, numbered after the entities, and joined to who and what it is about. */
  const bySupport = new Map();
  for (const fact of facts) {
    if (!bySupport.has(fact.support)) bySupport.set(fact.support, []);
    bySupport.get(fact.support).push(fact);
  }
  /** The statements on the page of a fact, by its number in the whole graph. */
  kg.statementsOf = (support) => bySupport.get(support) ?? [];
  kg.data.stories.forEach((story, number) => {
    story.number = number;
    story.node = entities.length + number;
    story.edges = [...new Set([...story.who, ...story.where])].map((entity) => {
      drawing.edges.push({ id: drawing.edges.length, from: story.node, to: entity, facts: [] });
      return drawing.edges.length - 1;
    });
    for (const each of story.documents) documents[each].story = number;
  });

  kg.documentName = (number) => documents[number].name;

  const isNamed = (end) => end === undefined || end < 0 || !entities[end].unnamed;
  /** What some statements and claims hold, in words, as kg counts it everywhere: what has a name, and the rest apart. */
  kg.figures = (list, claims_, inside) => {
    const own = list.filter((fact) => isNamed(fact.s) && isNamed(fact.o));
    const ends = new Set([...own.flatMap((fact) => [fact.s, fact.o]), ...inside].filter((end) => end >= 0 && isNamed(end)));
    const rest = new Set(list.map((fact) => fact.support)).size - new Set(own.map((fact) => fact.support)).size;
    return [kg.plural(ends.size, "entity", "entities"), kg.counted(own), rest ? `${rest.toLocaleString("en")} more about unnamed people and things` : null, kg.plural(claims_.filter((claim) => isNamed(claim.source)).length, "claim")].filter(Boolean);
  };

  /** How many facts these statements make, in words, and how many they are where that is more. */
  kg.counted = (list) => {
    const different = new Set(list.map((fact) => fact.support)).size;
    return kg.plural(different, "fact") + (different < list.length ? `, ${kg.plural(list.length, "statement")}` : "");
  };

  /* What is asserted and what is reported is both stated. */
  const saying = (fact) => fact.support * kg.data.factualities.length + Math.max(1, fact.factuality);
  /** Statements by the fact that they state and how: the first of each, with how many they are. */
  kg.distinct = (list) => {
    const found = new Map();
    for (const fact of list) {
      const key = saying(fact);
      found.set(key, [found.get(key)?.[0] ?? fact, (found.get(key)?.[1] ?? 0) + 1]);
    }
    return [...found.values()];
  };

  const said = new Map();
  for (const fact of facts) said.set(saying(fact), (said.get(saying(fact)) ?? 0) + 1);
  /** How many statements on the page say a fact as this one does. */
  kg.times = (fact) => said.get(saying(fact));

  /** Whether a statement is rather right than wrong. */
  kg.likely = (fact) => fact.confidence >= 0.5;

  kg.factuality = (fact) => kg.data.factualities[fact.factuality];

  /** How much a statement tells: the news value of its fact, less where this one merely supposes it or is far down. */
  const weigh = (fact) => {
    const kind = [1, 0.9, 0.7, 0.2, 0.45][fact.factuality];
    return kg.data.support[fact.support].worth * kind * (1 - fact.at[0] / (documents[fact.doc].text.length + 1) / 4);
  };

  for (const fact of facts) fact.weight = weigh(fact);
  for (const edge of drawing.edges) edge.weight = Math.max(0, ...edge.facts.map((fact) => facts[fact].weight));
  kg.byWeight = (a, b) => b.weight - a.weight || a.number - b.number;

  /** A text's words around a place: its sentence, or the paragraph where no sentence is known. */
  kg.context = (fact) => {
    const text = documents[fact.doc].text;
    if (fact.sentence) return fact.sentence;
    const begin = text.lastIndexOf("\n", fact.at[0] - 1) + 1;
    const end = text.indexOf("\n", fact.at[1]);
    return [begin, end < 0 ? text.length : end];
  };

  /** An entity's mentions in a document as [begin, end] pairs. */
  kg.mentions = (number, document_) => {
    const flat = entities[number].mentions ?? [];
    const found = [];
    for (let at = 0; at < flat.length; at += 3) if (flat[at] === document_) found.push([flat[at + 1], flat[at + 2]]);
    return found;
  };
}
