// The alarms' page: a new alarm is heard where that is wanted. A silent alarm is never heard.
import { play, unlockSound } from './screen-sound.js';

const list = document.getElementById('alarms');
const sound = document.getElementById('sound');
const audible = () => Number(list.querySelector('[data-audible]')?.dataset.audible ?? 0);
let heard = audible();

sound.checked = localStorage.getItem('alarm-sound') === 'on';
sound.addEventListener('change', () => localStorage.setItem('alarm-sound', sound.checked ? 'on' : 'off'));
for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, () => { if (sound.checked) unlockSound(); });

new MutationObserver(() => {
  if (audible() > heard && sound.checked) play('denied');
  heard = audible();
}).observe(list, { childList: true });
