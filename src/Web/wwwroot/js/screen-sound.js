// Two short sounds, made here; a browser that plays none is no fault.
const tones = { granted: [[660, 0], [880, 0.13]], denied: [[233, 0]] };
const seconds = 0.18;
const loudness = 0.2;
let audio = null;

/** Browsers play nothing before the first touch, unless the display's browser is told otherwise: asked at the start and at each touch. */
export function unlockSound() {
  try {
    audio ??= new AudioContext();
    audio.resume().catch(() => {});
  } catch {
    audio = null;
  }
}

/** Plays what goes with a result; while sound is blocked nothing waits, or the next touch would play what is long over. */
export function play(result) {
  if (audio?.state !== 'running')
    return;
  for (const [frequency, after] of tones[result] ?? []) {
    const [tone, volume, start] = [audio.createOscillator(), audio.createGain(), audio.currentTime + after];
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(loudness, start + 0.02);
    volume.gain.linearRampToValueAtTime(0, start + seconds);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + seconds);
  }
}
