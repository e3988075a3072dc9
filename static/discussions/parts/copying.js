/* Copying the address of a post, or the whole discussion as text. Without a clipboard the links
 * lead to what would have been copied. */
const tell = (link) => {
  const before = link.textContent;
  link.textContent = link.dataset.copied;
  window.betang.announce(link.dataset.copied);
  setTimeout(() => {
    link.textContent = before;
  }, 2000);
};

export const start = () =>
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-copy-link], a[data-copy-text]");
    if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    try {
      const words = link.matches("[data-copy-text]")
        ? await (await fetch(link.href)).text()
        : link.href;
      await navigator.clipboard.writeText(words);
      tell(link);
    } catch {
      location.assign(link.href);
    }
  });
