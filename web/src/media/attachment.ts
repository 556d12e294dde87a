/** A photo or file that a message carries. */
export interface Attachment {
  name: string;
  /** As Matrix names it (mxc://…). */
  mxc: string;
  /** As the sender says, like all that follows: only to show. */
  type: string;
  bytes: number | undefined;
  width: number | undefined;
  height: number | undefined;
}

const MXC = /^mxc:\/\/[^/?#\s]+\/[\w.~-]+$/;

const NAME_CHARS_MAX = 200;

/** Larger than any picture is. */
const SIDE_PIXELS_MAX = 100_000;

/** Reads what a message carries; nothing where that is not to be had, as with files that are encrypted. */
export function attachmentIn(content: Record<string, unknown>): Attachment | undefined {
  if (typeof content.url !== "string" || !MXC.test(content.url)) return undefined;
  const info = (typeof content.info === "object" && content.info !== null ? content.info : {}) as Record<
    string,
    unknown
  >;
  const name = typeof content.filename === "string" && content.filename !== "" ? content.filename : content.body;
  return {
    name: typeof name === "string" ? name.slice(0, NAME_CHARS_MAX) : "",
    mxc: content.url,
    type: typeof info.mimetype === "string" ? info.mimetype : "",
    bytes: numberIn(info.size, Number.MAX_SAFE_INTEGER),
    width: numberIn(info.w, SIDE_PIXELS_MAX),
    height: numberIn(info.h, SIDE_PIXELS_MAX),
  };
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
