// Speaks the words of the screen with the display's own voice; a browser without one says nothing, and is no fault.
const settle = 700;
const atOnce = new Set(['granted', 'denied', 'pin', 'challenge']);
const silent = new Set(['idle', 'starting', 'offline']);

// Voices that are computed elsewhere would carry names out of the house.
function voiceOf(language) {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find(voice => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language) ?? null;
}

export class Speech {
  #said = '';
  #timer = 0;

  // The list is loaded by the first question.
  constructor() {
    voiceOf('');
  }

  /** Takes what the screen shows; says it once, unless it is over before it could be heard. */
  follow(phase, words, language) {
    const key = `${language} ${words}`;
    if (key === this.#said)
      return;
    clearTimeout(this.#timer);
    this.#said = key;
    if (silent.has(phase))
      globalThis.speechSynthesis?.cancel();
    else if (atOnce.has(phase))
      this.#say(words, language);
    else
      this.#timer = setTimeout(() => this.#say(words, language), settle);
  }

  #say(words, language) {
    const voice = voiceOf(language);
    if (voice === null)
      return;
    speechSynthesis.cancel();
    const utterance = new SpeechSynthesisUtterance(words);
    [utterance.voice, utterance.lang] = [voice, voice.lang];
    speechSynthesis.speak(utterance);
  }
}
