/* The one polite voice of the page. Of several messages at once the last is spoken. */
let waiting;

export const announce = (message) => {
  const region = document.getElementById("siaran");
  if (!region || !message) return;
  region.textContent = "";
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    region.textContent = message;
  }, 150);
};
