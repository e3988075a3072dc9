/* While an issue is being written: what is there already appears below the text, a moment after
 * the last letter. Without this script the same is shown once before publishing. */
import { announce } from "../web/parts/announce.js";
import { posting, request } from "../web/parts/request.js";

const PAUSE = 700;
const FIELDS = ["title", "text", "area_id", "category_id"];
const form = document.querySelector("[data-similar]");

if (form) {
  let timer;
  let asking;
  let asked = "";

  const typed = () => {
    const fields = new FormData(form);
    const body = new URLSearchParams();
    for (const name of FIELDS) body.set(name, fields.get(name) ?? "");
    return body;
  };

  const look = async () => {
    const body = typed();
    if (String(body) === asked || body.get("title").trim().length < 6) return;
    asked = String(body);
    asking?.abort();
    asking = new AbortController();
    const mine = asking;
    const answer = await request(form.dataset.similar, posting(body), mine);
    if (!answer?.response.ok || mine !== asking) return;
    const page = new DOMParser().parseFromString(answer.html, "text/html");
    const found = page.getElementById("serupa");
    const old = document.getElementById("serupa");
    if (!found || !old || old.contains(document.activeElement)) return;
    const before = old.querySelector("input").value;
    old.replaceWith(document.importNode(found, true));
    const now = document.getElementById("serupa");
    if (now.querySelector("input").value !== before) announce(now.querySelector("h2")?.textContent);
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  if (form.elements.title.value) soon();
}
