"use strict";
/* Find an entity by any of its names: a combobox after the ARIA practice, answered from the page itself. */
{
  const input = document.getElementById("find");
  const list = document.getElementById("found");
  let hits = [];
  let at = -1;

  /** Entities with a name that begins with the words, then with one that has a word so, then with one that holds them. */
  kg.find = (words, most = 12) => {
    const sought = words.trim().toLocaleLowerCase();
    if (!sought) return [];
    const found = [[], [], []];
    kg.data.entities.forEach((entity, number) => {
      let best = 3;
      for (const name of entity.key) {
        const place = name.indexOf(sought);
        if (place === 0) best = 0;
        else if (place > 0) best = Math.min(best, /\s|[-("“]/.test(name[place - 1]) ? 1 : 2);
      }
      if (best < 3) found[best].push(number);
    });
    return found.flat().slice(0, most);
  };

  /** A name with the letters that were sought marked. */
  const lit = (name, sought) => {
    const low = name.toLocaleLowerCase();
    const place = low.length === name.length ? low.indexOf(sought) : -1;
    if (place < 0) return name;
    return [name.slice(0, place), kg.el("mark", {}, name.slice(place, place + sought.length)), name.slice(place + sought.length)];
  };

  /** A name cut to a length, but not before the end of what was sought. */
  const cut = (name, most, sought) => kg.shorten(name, Math.max(most, name.toLocaleLowerCase().indexOf(sought) + sought.length + 1));

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (number) => {
    close();
    input.value = "";
    kg.select({ entity: number, extra: new Set([...kg.state.extra, number]) });
    document.getElementById("view").focus({ preventScroll: true });
  };
  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", index === at));
    if (at >= 0 && list.children[at]?.id) {
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }
  };

  input.addEventListener("input", () => {
    hits = kg.find(input.value);
    if (!input.value.trim()) return close();
    const items = hits.map((number, index) => {
      const entity = kg.data.entities[number];
      const sought = input.value.trim().toLocaleLowerCase();
      const alias = entity.key[0].includes(sought) ? null : (entity.aliases ?? []).find((name) => name.toLocaleLowerCase().includes(sought));
      return kg.el(
        "li",
        { id: `hit-${index}`, role: "option", "aria-selected": "false", onmousedown: (event) => event.preventDefault(), onclick: () => choose(number) },
        kg.swatch(kg.data.classes[entity.cls]),
        kg.words(lit(cut(entity.label, 60, sought), sought), "name"),
        alias ? kg.el("span", { class: "alias" }, "also ", kg.words(lit(cut(alias, 40, sought), sought))) : null,
        kg.el("span", { class: "quiet" }, kg.data.classes[entity.cls].label),
      );
    });
    list.replaceChildren(...(items.length ? items : [kg.el("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No entity has this name")]));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    mark(hits.length ? 0 : -1);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && hits.length) mark((at + 1) % hits.length);
    else if (event.key === "ArrowUp" && hits.length) mark((at - 1 + hits.length) % hits.length);
    else if (event.key === "Enter" && at >= 0) choose(hits[at]);
    else if (event.key === "Escape") {
      input.value = "";
      close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  input.addEventListener("blur", close);
}
