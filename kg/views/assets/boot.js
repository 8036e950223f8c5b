"use strict";
/* Unpacks the page's data, and then runs the parts of the page in their order: unpacking is asynchronous in browsers. */
{
  /** Rows as objects again: what a row lacks has null in its column. */
  const rows = ({ length, columns }) => {
    const named = Object.entries(columns);
    return Array.from({ length }, (_, place) => {
      const row = {};
      for (const [name, values] of named) if (values[place] !== null) row[name] = values[place];
      return row;
    });
  };
  const unpacked = (value) => (value?.columns && "length" in value ? rows(value) : value);

  const bytes = Uint8Array.from(atob(document.getElementById("data").textContent), (character) => character.charCodeAt(0));
  const text = () => new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();

  const start = async () => {
    const data = JSON.parse(await text());
    for (const [name, value] of Object.entries(data)) data[name] = unpacked(value);
    data.drawing = Object.fromEntries(Object.entries(data.drawing).map(([name, value]) => [name, unpacked(value)]));
    kg.data = data;
    for (const part of kg.parts) part();
  };
  if (typeof DecompressionStream === "undefined")
    document.body.textContent = "This page needs a browser from 2023 or later.";
  else start();
}
