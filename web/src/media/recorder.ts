/** A recording longer than this ends by itself. */
export const RECORDING_MILLIS_MAX = 15 * 60_000;

/** Speech is clear at this rate: a minute takes some 240 KB. */
const BITS_PER_SECOND = 32_000;

const LEVEL_EVERY_MILLIS = 60;

/** What browsers record; the first that this one can. */
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

/** Why nothing can be recorded, as far as the browser says. */
export type RecordingProblem = "denied" | "none" | "insecure" | "failed";

export interface Recording {
  file: File;
  durationMillis: number;
  /** How loud it was, from 0 to 1, evenly over its time. */
  levels: number[];
}

/** A voice message that is being recorded. */
export class Recorder {
  private readonly chunks: Blob[] = [];
  private readonly began = performance.now();
  private readonly levels: number[] = [];
  private readonly timer: number;

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    private readonly sound: AudioContext,
    private readonly analyser: AnalyserNode,
  ) {
    recorder.addEventListener("dataavailable", ({ data }) => this.chunks.push(data));
    recorder.start(1_000);
    this.timer = window.setInterval(() => this.levels.push(this.level()), LEVEL_EVERY_MILLIS);
  }

  /** Asks for the microphone, and begins. */
  static async start(): Promise<Recorder> {
    // Pages that did not come by https have none of it, whatever the types say.
    const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
    if (mediaDevices === undefined) throw new DOMException("no secure context", "SecurityError");
    const stream = await mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const recorder = new MediaRecorder(stream, {
      audioBitsPerSecond: BITS_PER_SECOND,
      ...(mimeType !== undefined && { mimeType }),
    });
    const sound = new AudioContext();
    const analyser = sound.createAnalyser();
    sound.createMediaStreamSource(stream).connect(analyser);
    return new Recorder(stream, recorder, sound, analyser);
  }

  elapsedMillis(): number {
    return performance.now() - this.began;
  }

  /** How loud it is now, from 0 to 1. */
  level(): number {
    const samples = new Uint8Array(this.analyser.fftSize);
    this.analyser.getByteTimeDomainData(samples);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample - 128)), 0);
    return Math.min(1, peak / 100);
  }

  async finish(name: string): Promise<Recording> {
    const durationMillis = Math.round(this.elapsedMillis());
    const stopped = new Promise((resolve) => this.recorder.addEventListener("stop", resolve, { once: true }));
    this.recorder.stop();
    await stopped;
    this.release();
    const type = this.recorder.mimeType.split(";")[0] ?? "audio/webm";
    const extension = { "audio/mp4": "m4a", "audio/ogg": "ogg" }[type] ?? "webm";
    return {
      file: new File(this.chunks, `${name}.${extension}`, { type }),
      durationMillis,
      levels: evenly(this.levels),
    };
  }

  cancel(): void {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    this.release();
  }

  /** The browser shows that the microphone is on until then. */
  private release(): void {
    window.clearInterval(this.timer);
    this.stream.getTracks().forEach((track) => track.stop());
    this.sound.close().catch((e: unknown) => console.warn("the microphone's meter stays", e));
  }
}

export function recordingProblem(error: unknown): RecordingProblem {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "SecurityError":
      return "insecure";
    default:
      return "failed";
  }
}

/** Bars that a voice message is shown with. */
export const BARS = 40;

/** As many levels as there are bars: of each part of the time, the loudest. */
export function evenly(levels: readonly number[]): number[] {
  if (levels.length === 0) return Array<number>(BARS).fill(0);
  return Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / BARS);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / BARS));
    return Math.max(...levels.slice(from, to));
  });
}
