/* A question that must be answered before something is done. */

const button = (label, look) => {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `btn ${look}`.trim();
  element.textContent = label;
  return element;
};

/** Ask; true for yes. The safe answer comes first and has the focus. */
export const ask = (sentence, { yes, no, danger = false }) => {
  const dialog = document.createElement("dialog");
  if (!dialog.showModal) return Promise.resolve(window.confirm(sentence));
  const question = document.createElement("p");
  question.id = "pertanyaan";
  question.textContent = sentence;
  const row = document.createElement("div");
  row.className = "row";
  const stay = button(no, danger ? "" : "btn--line");
  const go = button(yes, danger ? "btn--danger" : "");
  row.append(stay, go);
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", question.id);
  dialog.append(question, row);
  document.body.append(dialog);
  return new Promise((answer) => {
    stay.addEventListener("click", () => dialog.close());
    go.addEventListener("click", () => dialog.close("yes"));
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    dialog.showModal();
  });
};
