/* Words for people come from the page, translated by the server; `{name}` is filled in. */
let words;

const load = () => {
  const meta = document.querySelector('meta[name="betang-strings"]');
  return meta ? JSON.parse(meta.content) : {};
};

export const text = (key, values = {}) => {
  words ??= load();
  return (words[key] ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
};
