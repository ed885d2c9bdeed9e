// The screen at the door: shows what the kiosk says, picture by picture, and takes digits from the pad.
import { fit, keepFitting } from './screen-fit.js';
import { Pad } from './screen-pad.js';
import { play, unlockSound } from './screen-sound.js';
import { Speech } from './screen-speech.js';

const $ = id => document.getElementById(id);
const screen = $('screen');
const setting = screen.dataset;
const canvas = $('picture');
const context = canvas.getContext('2d', { alpha: false });
const languages = [...document.querySelectorAll('#languages button')];
const texts = {};
const pictured = ['watch', 'challenge', 'enrolling'];

const silence = 6000;
const shortestPause = 500;
const longestPause = 8000;

let language = setting.language;
let state = { phase: 'starting', text: 'starting' };
let heard = performance.now();
let touched = -Infinity;
let pause = shortestPause;
let sounded = null;
let socket = null;

const signs = { idle: 'look', granted: 'yes', denied: 'no', fault: 'fault', offline: 'fault' };
const waiting = new Set(['starting', 'advice.done', 'challenge.idle', 'challenge.backed-off']);
const icons = {
  enrolling: 'face', 'advice.none': 'look', 'advice.look-at-camera': 'look', 'advice.come-closer': 'closer', 'advice.move-into-view': 'closer', 'advice.more-light': 'light', 'advice.less-light': 'light',
  'advice.one-at-a-time': 'one', 'challenge.passed': 'check',
};

const text = (key, values = {}) =>
  (texts[language]?.[key] ?? texts.en?.[key] ?? '').replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');

const speech = setting.speech === 'on' ? new Speech() : null;
const pad = new Pad(text, setting.camera, words => speech?.follow('pin', words, language));

// A browser breaks lines after a hyphen as well.
function whole(word) {
  const span = document.createElement('span');
  [span.className, span.textContent] = ['whole', word];
  return span;
}

function put(element, words) {
  // Written only when it differs: a screen reader repeats what is written.
  if (element.textContent !== words)
    element.replaceChildren(...words.split(/(\S+-\S+)/).map((part, at) => at % 2 ? whole(part) : part));
  element.hidden = words === '';
}

// The contact is in a script of its own: set apart, so that a number keeps its order in another.
function ask(whom, nobody) {
  return setting.contact ? text(whom, { contact: `\u2068${setting.contact}\u2069` }) : text(nobody);
}

function more() {
  switch (state.phase) {
    case 'denied': return state.text === 'no-match' ? ask('no-match.ask', 'fault.nobody') : ask('denied.ask', 'denied.more');
    case 'enrolling': return text(state.more ?? 'enrolling.more');
    case 'fault':
    case 'offline': return ask('fault.call', 'fault.nobody');
    default: return '';
  }
}

function show() {
  screen.dataset.phase = state.phase;
  screen.dataset.pose = state.pose ?? '';
  const isWait = waiting.has(state.text);
  screen.dataset.tone = isWait ? 'wait' : '';
  draws($('icon'), `#i-${isWait ? 'wait' : icons[state.text] ?? 'face'}`);
  draws($('sign'), `#s-${isWait ? 'wait' : signs[state.phase] ?? 'look'}`);
  $('ring').style.setProperty('--done', state.progress ?? 0);
  $('left').style.setProperty('--left', state.left ?? 0);
  put($('line'), text(state.text));
  put($('name'), state.name ?? '');
  put($('more'), more());
  $('steps').hidden = !state.steps;
  put($('step'), state.steps ? text('step', state) : '');
  put($('dots'), state.steps ? '●'.repeat(state.step) + '○'.repeat(state.steps - state.step) : '');
  $('pin-open').hidden = !state.pinOnly;
  if (!pictured.includes(state.phase))
    context.clearRect(0, 0, canvas.width, canvas.height);
  pad.follow(state);
  fit($('words'));
  // While the pad is open its own line is what is to be read.
  if (!pad.isOpen)
    speech?.follow(state.phase, [text(state.text), state.name, more()].filter(Boolean).join('. ').replaceAll(/[\u2068\u2069]/g, ''), language);
}

function draws(svg, symbol) {
  const use = svg.firstElementChild;
  if (use.getAttribute('href') !== symbol)
    use.setAttribute('href', symbol);
}

function take(next) {
  // Made by other settings than those of now.
  if (next.look !== undefined && next.look !== Number(setting.look)) {
    location.reload();
    return;
  }
  state = next;
  if (next.result && next.result !== sounded) {
    sounded = next.result;
    if (setting.sound === 'on')
      play(next.phase);
  }
  show();
}

async function draw(blob) {
  try {
    const bitmap = await createImageBitmap(blob);
    if (canvas.width !== bitmap.width || canvas.height !== bitmap.height)
      [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    if (pictured.includes(state.phase))
      context.drawImage(bitmap, 0, 0);
    bitmap.close();
  } finally {
    if (socket?.readyState === WebSocket.OPEN)
      socket.send('');
  }
}

// A display whose credential was revoked shows the way to be paired again.
async function leaveWhenRevoked() {
  const answer = await fetch(`/screen/${setting.camera}/socket`).catch(() => null);
  if (answer?.status === 403)
    location.reload();
}

function connect() {
  const mine = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/screen/${setting.camera}/socket`);
  mine.binaryType = 'blob';
  socket = mine;
  mine.onopen = () => mine.send('');
  mine.onmessage = message => {
    heard = performance.now();
    pause = shortestPause;
    if (message.data instanceof Blob)
      draw(message.data);
    else
      take(JSON.parse(message.data));
  };
  mine.onclose = () => {
    if (socket !== mine)
      return;
    leaveWhenRevoked();
    setTimeout(connect, pause * (0.75 + Math.random() / 2));
    pause = Math.min(pause * 2, longestPause);
  };
}

async function speak(tag) {
  texts[tag] ??= await (await fetch(`/screen/${tag}.json`)).json();
  language = tag;
  document.documentElement.lang = tag;
  document.documentElement.dir = tag === 'ar' ? 'rtl' : 'ltr';
  for (const button of languages)
    button.setAttribute('aria-pressed', String(button.dataset.code === tag));
  $('languages').setAttribute('aria-label', text('language'));
  for (const element of screen.querySelectorAll('[data-text]'))
    element.textContent = text(element.dataset.text);
  for (const element of screen.querySelectorAll('[data-label]'))
    element.setAttribute('aria-label', text(element.dataset.label));
  tellTime();
  show();
}

function tellTime() {
  $('clock').textContent = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { hour: '2-digit', minute: '2-digit' }).format(new Date());
}

function everySecond() {
  tellTime();
  if (performance.now() - heard > silence && state.phase !== 'offline') {
    take({ phase: 'offline', text: 'offline' });
    socket?.close();
  }
  // Whoever chose another language has gone.
  if (state.phase === 'idle' && language !== setting.language && performance.now() - touched > Number(setting.idle))
    speak(setting.language);
}

for (const button of languages)
  button.addEventListener('click', () => speak(button.dataset.code));
addEventListener('pointerdown', () => {
  touched = performance.now();
  if (setting.sound === 'on')
    unlockSound();
});
$('pin-open').addEventListener('click', () => pad.openForNumber());

screen.style.setProperty('--reach', setting.reach);
// All at once: a tap must work when the kiosk does not answer.
await Promise.all(languages.map(async button => {
  texts[button.dataset.code] = await (await fetch(`/screen/${button.dataset.code}.json`)).json();
}));
await speak(language);
keepFitting(document.querySelectorAll('.fit'));
setInterval(everySecond, 1000);
if (setting.sound === 'on')
  unlockSound();
connect();
