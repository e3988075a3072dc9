// Buttons of the page-level form `#aksi` act without a reload. The news comes by the room;
// a refusal comes back as a fragment and is shown in `#pesan`.

const strings = () => JSON.parse(document.querySelector('meta[name="betang-strings"]')?.content || '{}');

const ask = (sentence) => {
  const dialog = document.createElement('dialog');
  if (!dialog.showModal) return Promise.resolve(window.confirm(sentence));
  return new Promise((resolve) => {
    const words = strings();
    const text = document.createElement('p');
    text.textContent = sentence;
    const row = document.createElement('form');
    row.method = 'dialog';
    row.className = 'row';
    for (const [value, label, look] of [['yes', words.yes || 'Ya', 'btn'], ['no', words.no || 'Batal', 'btn btn--line']]) {
      const button = document.createElement('button');
      button.value = value;
      button.className = look;
      button.textContent = label;
      row.append(button);
    }
    dialog.className = 'panel';
    dialog.append(text, row);
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes');
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
};

const show = (html) => {
  const place = document.getElementById('pesan');
  if (!place) return;
  place.innerHTML = html;
  if (html) place.scrollIntoView({ block: 'nearest' });
};

const send = async (button) => {
  const body = new FormData(button.form);
  if (button.name) body.set(button.name, button.value);
  button.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(button.formAction, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: {
        'X-Fragment': '1',
        'X-CSRFToken': document.querySelector('meta[name="csrf-token"]')?.content || '',
      },
    });
    if (answer.type === 'opaqueredirect') return window.location.reload();
    show(answer.status === 204 ? '' : await answer.text());
    document.dispatchEvent(
      new CustomEvent('betang:action', { detail: { button, ok: answer.ok, status: answer.status } }),
    );
  } catch {
    const words = strings();
    show('');
    const place = document.getElementById('pesan');
    if (place) place.textContent = words.offline || '';
  } finally {
    button.removeAttribute('aria-busy');
  }
};

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('button[form="aksi"]');
  if (!button || !button.form || button.form.method !== 'post' || event.defaultPrevented) return;
  event.preventDefault();
  if (button.getAttribute('aria-busy') === 'true') return;
  if (button.dataset.confirm && !(await ask(button.dataset.confirm))) return;
  send(button);
});
