"use strict";
/* What a node looks like: its size by a measure, its colour by class or by community, its sign by class. */
{
  const { entities, classes } = kg.data;
  /* Shapes of one size in the engine look unlike large: what makes them even. */
  const EVEN = { square: 0.86, dot: 0.95, triangle: 1.05, triangleDown: 1.05, star: 1.15 };

  const values = {
    rank: (entity) => entity.rank,
    facts: (entity) => new Set(entity.facts.map((each) => kg.data.facts[each].support)).size,
    documents: (entity) => entity.documents.length,
    neighbours: (entity) => entity.edges.length,
  };
  /** The measures by which entities are sized, with what they are called. */
  kg.measures = { rank: "importance", facts: "facts", documents: "articles", neighbours: "neighbours" };

  const sizes = new Map();
  const sized = (measure) => {
    if (!sizes.has(measure)) {
      const all = entities.map(values[measure]);
      const most = Math.max(...all, 1e-9);
      sizes.set(measure, all.map((value, number) => (4.5 + 12 * Math.sqrt(value / most)) * (EVEN[classes[entities[number].cls].shape] ?? 1)));
    }
    return sizes.get(measure);
  };
  /** The size of a node's sign, before it is scaled to the room there is. */
  kg.sign = (number) => kg.storyNodes.has(number) ? 9 + 5 * Math.sqrt(kg.storyNodes.get(number).documents.length) : sized(kg.state.size)[number];

  /** What a node is called. */
  kg.nameOf = (number) => kg.storyNodes.get(number)?.headline ?? entities[number].label;

  /* Communities by their number, the most important members first. */
  const members = new Map();
  entities.forEach((entity, number) => {
    if (!members.has(entity.group)) members.set(entity.group, []);
    members.get(entity.group).push(number);
  });
  kg.members = (group) => members.get(group) ?? [];
  /** A community by the names of its most important members. */
  kg.communityName = (group) => kg.members(group).slice(0, 3).map((each) => kg.shorten(entities[each].label, 24)).join(", ");
  const hues = new Map([...members.keys()].sort((a, b) => a - b).map((group, index) => [group, Math.round((index * 137.508 + 205) % 360)]));
  kg.communityColour = (group) => kg.colour(kg.dark() ? `hsl(${hues.get(group)} 46% 68%)` : `hsl(${hues.get(group)} 55% 37%)`);

  /** The colour of a node's sign in the present theme. */
  kg.fill = (number) => {
    if (kg.storyNodes.has(number)) return kg.colour("--accent-soft");
    if (kg.state.colour === "group") return kg.communityColour(entities[number].group);
    const cls = classes[entities[number].cls];
    return kg.dark() ? cls.dark : cls.light;
  };

  /** The communities among some entities, the one with the most of them first, each with those of its members. */
  kg.communitiesOf = (numbers) => {
    const found = new Map();
    for (const number of numbers) if (!kg.storyNodes.has(number)) found.set(entities[number].group, [...(found.get(entities[number].group) ?? []), number]);
    return [...found].sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  };

}
