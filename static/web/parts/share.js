/* `a[data-share]` leads to WhatsApp; where the device has its own share sheet, that opens. */
export const start = () =>
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-share]");
    if (!link || !navigator.share) return;
    event.preventDefault();
    const { shareTitle, shareText, shareUrl } = link.dataset;
    try {
      await navigator.share({
        title: shareTitle || document.title,
        ...(shareText && { text: shareText }),
        url: new URL(shareUrl || location.href, location.href).href,
      });
    } catch (error) {
      if (error.name !== "AbortError") location.href = link.href;
    }
  });
