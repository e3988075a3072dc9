/* `button[data-copy="#id"]` puts the lines of a list on the clipboard and says that it did. */
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const items = [...document.querySelector(button.dataset.copy).querySelectorAll("li")];
    try {
      await navigator.clipboard.writeText(items.map((item) => item.textContent.trim()).join("\n"));
    } catch {
      return; // not allowed here: the list can still be marked by hand
    }
    window.betang?.announce(button.dataset.done);
    button.textContent = button.dataset.done;
  });
}
