// The pad: the PIN that the kiosk waits for, or a staff number and then its PIN.
import { fit } from './screen-fit.js';

const mostDigits = 12;
const patience = 30000;

export class Pad {
  #text;
  #camera;
  #speak;
  #pad = document.getElementById('pad');
  #line = document.getElementById('pad-line');
  #words = document.getElementById('pad-words');
  #digits = document.getElementById('digits');
  #typed = '';
  #number = null;
  #step = null; // 'number', 'own-pin' or 'pin'
  #said = null;
  #asked = null;
  #isBusy = false;
  #timer = 0;
  #before = null;

  constructor(text, camera, speak) {
    [this.#text, this.#camera, this.#speak] = [text, camera, speak];
    for (const key of this.#pad.querySelectorAll('[data-digit]'))
      key.addEventListener('click', () => this.#type(key.dataset.digit));
    document.getElementById('pad-delete').addEventListener('click', () => this.#delete());
    document.getElementById('pad-ok').addEventListener('click', () => this.#confirm());
    document.getElementById('pad-cancel').addEventListener('click', () => this.#close());
    addEventListener('keydown', event => this.#key(event));
  }

  get isOpen() {
    return this.#step !== null;
  }

  /** For people without a face. */
  openForNumber() {
    this.#open('number');
  }

  /** Opens when a PIN is awaited, closes when it is not any more; called with every state. */
  follow(state) {
    if (state.phase === 'pin' && state.result !== this.#asked) {
      this.#asked = state.result;
      this.#open('pin');
    } else if (this.#step === 'pin' && state.phase !== 'pin') {
      this.#close();
    } else if (this.#step !== null && ['granted', 'denied', 'fault', 'offline', 'enrolling'].includes(state.phase)) {
      this.#close();
    }
    this.#show();
  }

  #open(step) {
    if (this.#step === null)
      this.#before = document.activeElement;
    [this.#step, this.#typed, this.#number, this.#said] = [step, '', null, null];
    this.#pad.hidden = false;
    this.#pad.focus();
    this.#wait();
    this.#show();
  }

  #close() {
    clearTimeout(this.#timer);
    [this.#step, this.#typed, this.#number, this.#said, this.#pad.hidden] = [null, '', null, null, true];
    this.#before?.focus?.();
    this.#before = null;
  }

  // Nobody finds another's half-typed digits.
  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#close(), patience);
  }

  #type(digit) {
    if (this.#isBusy || this.#typed.length === mostDigits)
      return;
    [this.#typed, this.#said] = [this.#typed + digit, null];
    this.#wait();
    this.#show();
  }

  #delete() {
    this.#typed = this.#typed.slice(0, -1);
    this.#wait();
    this.#show();
  }

  async #confirm() {
    if (this.#isBusy || this.#typed === '')
      return;
    if (this.#step === 'number') {
      [this.#number, this.#typed, this.#step] = [this.#typed, '', 'own-pin'];
      this.#show();
      return;
    }

    const [what, digits] = this.#step === 'pin'
      ? ['pin', { pin: this.#typed }]
      : ['badge', { number: this.#number, pin: this.#typed }];
    [this.#isBusy, this.#typed] = [true, ''];
    this.#show();
    try {
      const answer = await fetch(`/screen/${this.#camera}/${what}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(digits) });
      const result = answer.ok ? (await answer.json()).result : null;
      if (answer.status === 429)
        this.#said = 'pin.limit';
      else if (result === 'again')
        this.#said = 'pin.again';
      else if (result === null)
        this.#said = 'pin.failed';
      else
        this.#close(); // The screen's own state says the rest.
    } catch {
      this.#said = 'pin.failed';
    } finally {
      this.#isBusy = false;
      this.#show();
    }
  }

  #key(event) {
    if (this.#step === null || event.ctrlKey || event.altKey || event.metaKey)
      return;
    if (/^[0-9]$/.test(event.key))
      this.#type(event.key);
    else if (event.key === 'Backspace')
      this.#delete();
    else if (event.key === 'Escape')
      this.#close();
    else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement))
      this.#confirm();
  }

  #show() {
    if (this.#step === null)
      return;
    const line = this.#text(this.#isBusy ? 'pin.wait' : this.#said ?? (this.#step === 'number' ? 'pin.number' : 'pin.enter'));
    if (this.#line.textContent !== line)
      this.#line.textContent = line;
    fit(this.#words);
    this.#speak(line);
    // A staff number is no secret; a PIN is seen by nobody, and how long it is only by its typist.
    this.#digits.textContent = this.#step === 'number' ? this.#typed : '●'.repeat(this.#typed.length);
  }
}
