import { secretIn, type Secret } from "./encrypted.ts";

/** A file that lies at the server. */
export interface StoredFile {
  /** As Matrix names it (mxc://…). */
  mxc: string;
  /** What opens it, where it was encrypted on the sender's device. */
  secret?: Secret | undefined;
  /** As the sender says, like all that follows: only to show. */
  type: string;
  bytes: number | undefined;
}

/** A photo or file that a message carries. */
export interface Attachment extends StoredFile {
  name: string;
  width: number | undefined;
  height: number | undefined;
  /** How long it plays. */
  durationMillis?: number | undefined;
  /** How loud a voice message is over its time, from 0 to 1. */
  levels?: number[] | undefined;
  /** A small picture of it. */
  preview?: StoredFile | undefined;
}

type Content = Record<string, unknown>;

const MXC = /^mxc:\/\/[^/?#\s]+\/[\w.~-]+$/;

const NAME_CHARS_MAX = 200;

/** Characters that turn the direction of what follows: with them a program's name can end like a picture's. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Larger than any picture is. */
const SIDE_PIXELS_MAX = 100_000;

const DURATION_MILLIS_MAX = 24 * 3_600_000;

const LEVELS_MAX = 200;

/** The highest level in a message. */
const LOUDEST = 1024;

/** Reads what a message carries; nothing where there is nothing that could be fetched. */
export function attachmentIn(content: Content): Attachment | undefined {
  const info = objectIn(content.info);
  const stored = storedIn(content.url, content.file, info);
  if (!stored) return undefined;
  const name = typeof content.filename === "string" && content.filename !== "" ? content.filename : content.body;
  const audio = objectIn(content["org.matrix.msc1767.audio"]);
  return {
    ...stored,
    name: typeof name === "string" ? name.replace(TURNING, "").slice(0, NAME_CHARS_MAX) : "",
    width: numberIn(info.w, SIDE_PIXELS_MAX),
    height: numberIn(info.h, SIDE_PIXELS_MAX),
    durationMillis: numberIn(info.duration ?? audio.duration, DURATION_MILLIS_MAX),
    levels: levelsIn(audio.waveform),
    preview: storedIn(info.thumbnail_url, info.thumbnail_file, objectIn(info.thumbnail_info)),
  };
}

function storedIn(url: unknown, file: unknown, info: Content): StoredFile | undefined {
  const secret = secretIn(objectIn(file));
  const mxc = secret ? objectIn(file).url : url;
  if (typeof mxc !== "string" || !MXC.test(mxc)) return undefined;
  const type = typeof info.mimetype === "string" ? info.mimetype : "";
  return { mxc, secret, type, bytes: numberIn(info.size, Number.MAX_SAFE_INTEGER) };
}

function levelsIn(waveform: unknown): number[] | undefined {
  if (!Array.isArray(waveform) || waveform.length === 0) return undefined;
  const level = (value: unknown) => Math.min(1, (numberIn(value, Number.MAX_SAFE_INTEGER) ?? 0) / LOUDEST);
  return waveform.slice(0, LEVELS_MAX).map(level);
}

function objectIn(value: unknown): Content {
  return typeof value === "object" && value !== null ? (value as Content) : {};
}

function numberIn(value: unknown, max: number): number | undefined {
  return typeof value === "number" && value > 0 && value <= max ? value : undefined;
}

/** The size at which a picture is shown, in proportion and within bounds; a square where its own is not known. */
export function shownSize(
  { width, height }: Pick<Attachment, "width" | "height">,
  sideMax: number,
): { width: number; height: number } {
  if (width === undefined || height === undefined) return { width: sideMax * 0.75, height: sideMax * 0.75 };
  const scale = Math.min(1, sideMax / width, sideMax / height);
  // A line of one pixel must stay something that one can press.
  const shown = (side: number) => Math.round(Math.max(48, side * scale));
  return { width: shown(width), height: shown(height) };
}

/** 823 B, 12.3 KB, 4.5 MB */
export function sizeInWords(bytes: number): string {
  const units = ["B", "KB", "MB", "GB"];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  const number = bytes / 1024 ** power;
  return `${power === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[power] ?? ""}`;
}
