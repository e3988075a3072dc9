/* Calling people and units by `@name`: names to choose from stand under the field while typing. */
const BEGUN = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .'-]{1,40}|[\p{L}\p{N}])$/u;
const PAUSE = 250;

const begun = (area) => BEGUN.exec(area.value.slice(0, area.selectionStart))?.[1] ?? null;

const suggest = (area) => {
  const list = document.createElement("ul");
  list.className = "chips";
  list.setAttribute("role", "list");
  list.setAttribute("aria-label", area.dataset.callLabel);
  list.hidden = true;
  area.after(list);
  let timer;
  let asked = "";

  const choose = (name) => {
    const at = area.selectionStart;
    const start = at - asked.length;
    area.value = `${area.value.slice(0, start)}${name} ${area.value.slice(at)}`;
    const end = start + name.length + 1;
    area.focus();
    area.setSelectionRange(end, end);
    list.hidden = true;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const show = (names) => {
    list.replaceChildren(
      ...names.map(({ name }) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "tag";
        button.textContent = `@${name}`;
        button.addEventListener("click", () => choose(name));
        item.append(button);
        return item;
      }),
    );
    list.hidden = !names.length;
    if (names.length) window.betang.announce(area.dataset.calledLabel.replace("{n}", names.length));
  };

  const ask = async () => {
    const wanted = begun(area);
    if (wanted === null) {
      list.hidden = true;
      return;
    }
    asked = wanted;
    try {
      const answer = await fetch(`${area.dataset.mentions}?q=${encodeURIComponent(wanted)}`);
      if (!answer.ok) return;
      const { names } = await answer.json();
      if (begun(area) === wanted) show(names);
    } catch {
      list.hidden = true; // names can be typed, too
    }
  };

  area.addEventListener("input", () => {
    clearTimeout(timer);
    if (begun(area) === null) list.hidden = true;
    else timer = setTimeout(ask, PAUSE);
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) list.hidden = true;
  });
};

const done = new WeakSet();

const look = (root) => {
  for (const area of root.querySelectorAll("textarea[data-mentions]")) {
    if (done.has(area)) continue;
    done.add(area);
    suggest(area);
  }
};

export const start = () => {
  document.addEventListener("betang:enhanced", () => look(document));
  look(document);
};
