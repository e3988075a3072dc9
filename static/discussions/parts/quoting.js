/* Quoting: the whole post by "Kutip", or what is selected in it by the button that appears. */

const composer = () => document.getElementById("tulis");
const field = () => composer()?.querySelector("textarea");

const quoted = (name, words) =>
  `> **${name}**:\n${words
    .trim()
    .split(/\n+/)
    .map((line) => `> ${line}`)
    .join("\n")}\n\n`;

const insert = (words) => {
  const area = field();
  const before = area.value.trim() ? `${area.value.replace(/\s+$/, "")}\n\n` : "";
  area.value = before + words;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  area.scrollIntoView({ block: "center" });
};

const wordsOf = (post) => document.querySelector(`[data-words="${post}"]`);
const linkOf = (post) => document.querySelector(`a[data-kutip="${post}"]`);

/* Without what the post quotes itself. */
const own = (element) =>
  [...element.children]
    .filter((each) => !each.matches("blockquote"))
    .map((each) => each.innerText)
    .join("\n");

export const start = (answer) => {
  const quote = (post, words) => {
    const link = linkOf(post);
    if (!link || !field() || !words.trim()) return;
    const isOpening = !document.querySelector(`a[data-balas="${post}"]`);
    answer(isOpening ? "" : post, link.dataset.nama);
    insert(quoted(link.dataset.nama, words.slice(0, 600)));
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-kutip]");
    if (!link || !field()) return;
    const words = wordsOf(link.dataset.kutip);
    if (!words) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    quote(link.dataset.kutip, own(words));
  });

  if (!field()) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn quote-this";
  button.textContent = composer().dataset.quoteLabel;
  button.hidden = true;
  document.body.append(button);

  const selected = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const around = range.commonAncestorContainer;
    const words = (around.nodeType === 1 ? around : around.parentElement)?.closest("[data-words]");
    return words ? { post: words.dataset.words, words: selection.toString(), range } : null;
  };

  document.addEventListener("selectionchange", () => {
    const found = selected();
    button.hidden = !found?.words.trim();
    if (button.hidden) return;
    const box = found.range.getBoundingClientRect();
    const below = box.bottom + 8;
    button.style.insetBlockStart = `${Math.min(below, innerHeight - 60)}px`;
    button.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - 110))}px`;
  });
  // Pressing the button must not take the selection away before it is read.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const found = selected();
    document.getSelection()?.removeAllRanges();
    button.hidden = true;
    if (found) quote(found.post, found.words);
  });
};
