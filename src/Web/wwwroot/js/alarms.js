// The alarms' page: what was picked stays picked when the list is renewed, and a new alarm is heard where that is wanted.
// A silent alarm is never heard.
import { play, unlockSound } from './screen-sound.js';

const list = document.getElementById('alarms');
const sound = document.getElementById('sound');
const picked = new Set();
const audible = () => Number(list.querySelector('[data-audible]')?.dataset.audible ?? 0);
let heard = audible();

sound.checked = localStorage.getItem('alarm-sound') === 'on';
sound.addEventListener('change', () => localStorage.setItem('alarm-sound', sound.checked ? 'on' : 'off'));
for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, () => { if (sound.checked) unlockSound(); });

list.addEventListener('change', change => {
  if (change.target.checked) picked.add(change.target.value); else picked.delete(change.target.value);
});

new MutationObserver(() => {
  for (const box of list.querySelectorAll('[name=seen]')) box.checked = picked.has(box.value);
  if (audible() > heard && sound.checked) play('denied');
  heard = audible();
}).observe(list, { childList: true });
