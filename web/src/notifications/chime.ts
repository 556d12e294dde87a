/** Two short notes, a fifth apart: low enough for the ear of somebody who works beside it. */
const NOTES_HERTZ = [587.33, 880];
const NOTE_SECONDS = 0.12;
const LOUDNESS = 0.08;
/** Messages that come together sound once. */
const APART_MILLIS = 1_500;

let context: AudioContext | undefined;
let soundedAt = -APART_MILLIS;

/** Sounds, unless it has just done so. Silent until somebody has touched the page, as browsers want it. */
export function chime(): void {
  const now = performance.now();
  if (now - soundedAt < APART_MILLIS) return;
  soundedAt = now;
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  void context.resume().catch((e: unknown) => console.info("no sound", e));
  const gain = context.createGain();
  gain.connect(destination);
  gain.gain.setValueAtTime(LOUDNESS, currentTime);
  gain.gain.exponentialRampToValueAtTime(0.001, currentTime + NOTES_HERTZ.length * NOTE_SECONDS + 0.2);
  NOTES_HERTZ.forEach((hertz, place) => {
    const note = new OscillatorNode(context as AudioContext, { frequency: hertz });
    note.connect(gain);
    note.start(currentTime + place * NOTE_SECONDS);
    note.stop(currentTime + (place + 1) * NOTE_SECONDS + 0.15);
  });
}
