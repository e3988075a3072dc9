/* Photos and documents in a form: made small on the device, sent at once, each with its progress.
 *
 * A file that was taken is a row from the server, with fields that go along with the form; what
 * was cut off can be sent again. Without this script the form brings its files itself. */

const LONGEST_SIDE = 1600; // pixels
const SMALL_ENOUGH = 300 * 1024; // bytes: smaller photos are sent as they are
const QUALITY = 0.8;
const LIMIT = 5 * 1024 * 1024; // of the server
const PATIENCE = 120000;
const AT_ONCE = 2;
const FIELDS = "[data-files]";

const { announce, csrf, enhance } = window.betang;
const pending = new WeakMap(); // row → { file, state, xhr }

const words = (field) => JSON.parse(field.querySelector("[data-words]").dataset.words);
const say = (field, key, values = {}) =>
  (words(field)[key] ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const listOf = (field) => field.querySelector("[data-files-list]");
const rowsOf = (field) => [...listOf(field).children];
const stateOf = (row) => pending.get(row)?.state ?? "taken";

/* ---- smaller ---- */

const blobOf = (canvas, type) =>
  new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));

const decoded = async (file) => {
  if (window.createImageBitmap) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      // an older browser, or a format that it only shows in pages
    }
  }
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
};

/** The photo at most 1600 pixels long, if the browser can and it gets smaller by that. */
const shrunk = async (file) => {
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml") return file;
  if (file.size <= SMALL_ENOUGH) return file;
  try {
    const image = await decoded(file);
    const [wide, high] = [image.naturalWidth ?? image.width, image.naturalHeight ?? image.height];
    const part = Math.min(1, LONGEST_SIDE / Math.max(wide, high));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(wide * part));
    canvas.height = Math.max(1, Math.round(high * part));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close?.();
    let blob = await blobOf(canvas, "image/webp");
    let ending = "webp";
    if (blob?.type !== "image/webp") {
      blob = await blobOf(canvas, "image/jpeg");
      ending = "jpg";
    }
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], `${file.name.replace(/\.\w{1,5}$/, "")}.${ending}`, { type: blob.type });
  } catch {
    return file; // the server says what is wrong with it
  }
};

/* ---- sending ---- */

const show = (field, row, state, text) => {
  pending.get(row).state = state;
  const wrong = state === "cut" || state === "refused";
  row.classList.toggle("file--wrong", wrong);
  row.querySelector("[data-state]").textContent = text;
  row.querySelector("[data-again]").hidden = state !== "cut";
  row.querySelector("progress").hidden = wrong;
  if (wrong) announce(text);
};

const reasonIn = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("[data-refusal] p")?.lastChild?.textContent.trim();
};

const taken = (field, row, html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const fresh = document.importNode(page.querySelector(".file"), true);
  const had = row.contains(document.activeElement);
  pending.delete(row);
  row.replaceWith(fresh);
  enhance(fresh);
  if (had) fresh.querySelector("input:not([data-keep]), [data-remove]")?.focus();
  announce(say(field, "done", { name: fresh.querySelector(".file__name b").textContent }));
};

const post = (field, row, file) =>
  new Promise((resolve) => {
    const body = new FormData();
    body.set("berkas", file, file.name);
    const xhr = new XMLHttpRequest();
    pending.get(row).xhr = xhr;
    xhr.open("POST", field.dataset.url);
    xhr.timeout = PATIENCE;
    xhr.setRequestHeader("X-Fragment", "1");
    xhr.setRequestHeader("X-CSRFToken", csrf() ?? "");
    xhr.upload.addEventListener("progress", ({ loaded, total }) => {
      row.querySelector("progress").value = total ? (100 * loaded) / total : 0;
    });
    xhr.addEventListener("load", () => resolve({ status: xhr.status, html: xhr.responseText }));
    for (const kind of ["error", "timeout", "abort"]) xhr.addEventListener(kind, () => resolve(null));
    xhr.send(body);
  });

const send = async (field, row) => {
  const waiting = pending.get(row);
  show(field, row, "busy", say(field, "shrinking"));
  waiting.small ??= await shrunk(waiting.file);
  if (!pending.has(row)) return; // removed meanwhile
  if (waiting.small.size > LIMIT) return show(field, row, "refused", say(field, "big"));
  show(field, row, "busy", say(field, "sending"));
  const answer = await post(field, row, waiting.small);
  if (!pending.has(row)) return;
  if (answer?.status === 200) taken(field, row, answer.html);
  else if (!answer) show(field, row, "cut", say(field, "offline"));
  else {
    const reason = reasonIn(answer.html);
    const again = answer.status >= 500 || answer.status === 429 || !reason;
    show(field, row, again ? "cut" : "refused", reason ?? say(field, "broken"));
  }
};

/* Two at a time: a thin line is not divided among ten. */
const work = async (field) => {
  if ((field.running ?? 0) >= AT_ONCE) return;
  const next = rowsOf(field).find((row) => stateOf(row) === "waiting");
  if (!next) return settled(field);
  field.running = (field.running ?? 0) + 1;
  const done = send(field, next);
  work(field);
  await done;
  field.running -= 1;
  work(field);
};

/* ---- adding and removing ---- */

const rowFor = (field, file) => {
  const template = field.querySelector("[data-files-row]");
  const row = template.content.firstElementChild.cloneNode(true);
  row.querySelectorAll("[data-name]").forEach((each) => (each.textContent = ` ${file.name}`));
  pending.set(row, { file, state: "waiting" });
  return row;
};

const add = (field, files) => {
  for (const file of files) {
    if (rowsOf(field).length >= Number(field.dataset.most)) {
      tell(field, say(field, "many"));
      break;
    }
    listOf(field).append(rowFor(field, file));
  }
  work(field);
};

const remove = (field, row) => {
  const name = row.querySelector("b").textContent.trim();
  const { xhr } = pending.get(row) ?? {};
  pending.delete(row);
  xhr?.abort();
  if (row.dataset.file) {
    const headers = { "X-Fragment": "1", "X-CSRFToken": csrf() ?? "" };
    const url = `${field.dataset.url}/${row.dataset.file}/hapus`;
    fetch(url, { method: "POST", headers }).catch(() => {}); // it expires by itself
  }
  const beside = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  (beside?.querySelector("[data-remove]") ?? field.querySelector("[data-files-input]")).focus();
  announce(say(field, "gone", { name }));
  tell(field, "");
  work(field);
};

/* ---- the form waits for its files ---- */

const leaving = new WeakMap(); // form → the button that was pressed

const tell = (field, text) => {
  let line = field.querySelector("[data-files-said]");
  if (!line) {
    line = document.createElement("p");
    line.className = "error";
    line.dataset.filesSaid = "";
    field.append(line);
  }
  line.textContent = text;
  line.hidden = !text;
  if (text) announce(text);
};

const settled = (field) => {
  const { form } = field;
  if (!leaving.has(form) || rowsOf(field).some((row) => stateOf(row) === "busy")) return;
  const button = leaving.get(form);
  leaving.delete(form);
  tell(field, "");
  if (form.requestSubmit) form.requestSubmit(button);
  else button?.click();
};

const hold = (event) => {
  const field = event.target.querySelector?.(FIELDS);
  if (!field) return;
  const rows = rowsOf(field).filter((row) => pending.has(row));
  if (!rows.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const wrong = rows.find((row) => ["cut", "refused"].includes(stateOf(row)));
  if (wrong) {
    tell(field, say(field, "unsent"));
    wrong.querySelector("button:not([hidden])").focus();
  } else {
    leaving.set(event.target, event.submitter);
    tell(field, say(field, "wait"));
  }
};

const fieldAt = (target) => target?.closest?.("form")?.querySelector(FIELDS);

const start = (field) => {
  if (field.classList.contains("files--script")) return;
  field.classList.add("files--script");
  field.querySelectorAll("[data-js][hidden]").forEach((each) => (each.hidden = false));
};

document.addEventListener("change", ({ target }) => {
  const field = target.closest?.(FIELDS);
  if (!field || !target.matches("[data-files-input]")) return;
  add(field, [...target.files]);
  target.value = ""; // the form itself brings no file
});
document.addEventListener("click", ({ target }) => {
  const field = target.closest?.(FIELDS);
  const row = target.closest?.(".file");
  if (!field || !row) return;
  if (target.closest("[data-remove]")) remove(field, row);
  if (target.closest("[data-again]")) {
    pending.get(row).state = "waiting";
    work(field);
  }
});
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])];
  const field = fieldAt(event.target);
  if (!field || !files.length || event.clipboardData.types.includes("text/plain")) return;
  event.preventDefault();
  add(field, files);
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const field = fieldAt(event.target);
    if (!field || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    field.classList.toggle("files--over", kind === "dragover");
    if (kind === "drop") add(field, [...event.dataTransfer.files]);
  });
}
window.addEventListener("online", () => {
  for (const field of document.querySelectorAll(FIELDS)) {
    for (const row of rowsOf(field)) if (stateOf(row) === "cut") pending.get(row).state = "waiting";
    work(field);
  }
});
document.addEventListener("submit", hold, true);
document.addEventListener("betang:enhanced", ({ detail }) => {
  if (detail.node.matches?.(FIELDS)) start(detail.node);
  detail.node.querySelectorAll?.(FIELDS).forEach(start);
});
document.querySelectorAll(FIELDS).forEach(start);
