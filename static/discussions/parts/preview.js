/* What a reply will look like, without leaving the page. */
import { posting, request } from "../../web/parts/request.js";

export const start = () =>
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-preview]");
    const form = button?.form;
    const area = form?.querySelector("textarea");
    const into = form?.querySelector("[data-preview-in]");
    if (!area || !into || !area.value.trim()) return;
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    const answer = await request(
      button.dataset.preview,
      posting(new URLSearchParams({ isi: area.value })),
    );
    button.removeAttribute("aria-busy");
    if (!answer?.response.ok) return;
    into.innerHTML = answer.html; // cleaned by the server, as posts are
    const section = into.closest("section");
    section.hidden = false;
    section.focus();
  });
