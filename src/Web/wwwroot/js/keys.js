// Single keys for what has data-key: links and buttons are pressed, fields are focused, dialogs are opened.
// They can be switched off (WCAG 2.1.4); the choice is kept on this machine.
const choice = 'accesskiosk.keys';
const on = () => localStorage.getItem(choice) !== 'off';

const typing = element => element.matches?.('textarea, select, input:not([type="checkbox"]):not([type="radio"])');

addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (typing(event.target)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  if (!on() || document.querySelector('dialog[open]')) return;
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (typing(target)) target.focus(); else target.click();
});

for (const opener of document.querySelectorAll('[data-opens]')) {
  const dialog = document.getElementById(opener.dataset.opens);
  opener.addEventListener('click', () => dialog.showModal());
  for (const closer of dialog.querySelectorAll('[data-closes]')) closer.addEventListener('click', () => dialog.close());
}

const box = document.querySelector('[data-keys-choice]');
if (box) {
  box.checked = on();
  box.addEventListener('change', () => localStorage.setItem(choice, box.checked ? 'on' : 'off'));
}
