import { stripBoxMetadata } from "./stripBoxMetadata.ts";
import { stripJpegMetadata } from "./stripJpegMetadata.ts";

/*
 * The metadata of photos and videos says where they were made. The server removes that from uploads; it cannot look into
 * encrypted ones, so it is done here, before encryption, without decoding the picture. Unlike the server, this drops all
 * metadata that the picture does not need.
 */

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Cleaned {
  bytes: Bytes;
  /** Whether it is certain that no location is left in it. */
  isClean: boolean;
}

const JPEG = "\xff\xd8\xff";
const PNG = "\x89PNG\r\n\x1a\n";
/** Matroska and WebM. */
const EBML = "\x1aE\xdf\xa3";
/** What the ISO base media format begins with, after its first length; the last three are older QuickTime. */
const ISO_BEGINNINGS = ["ftyp", "styp", "moov", "mdat", "wide"];
/** The same, where that length is small: a text can begin with these letters. "JXL " is a JPEG XL in boxes. */
const ISO_FILLERS = ["JXL ", "free", "skip", "pnot", "PICT", "pict", "udta", "uuid", "meta", "moof", "sidx"];
/** TIFF and DNG, BigTIFF, and raw formats of Olympus, Panasonic, Fujifilm, Sigma and Minolta: not cleaned here. */
const RAW = ["II*\0", "MM\0*", "II+\0", "MM\0+", "IIRO", "IIRS", "MMOR", "IIU\0", "FUJI", "FOVb", "\0MRM"];
/** Names of tags in which Matroska has a place. */
const EBML_PLACES = ["LOCATION", "location", "GPS", "LATITUDE", "LONGITUDE"];

/** PNG's parts that the picture needs, besides those that any reader must know (in capitals). */
const PNG_NEEDED = "tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT".split(" ");
/** WebP's. */
const WEBP_NEEDED = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"];

/** Formats that have no room for a place; drawings are made and not taken. */
const PLACELESS_TYPES = ["image/bmp", "image/svg+xml", "image/x-icon", "image/vnd.microsoft.icon"];

/** The same file without its metadata, if its format is known; a photo keeps its orientation. */
export async function stripFileMetadata(file: File): Promise<{ file: File; isClean: boolean }> {
  const { bytes, isClean } = stripMetadata(new Uint8Array(await file.arrayBuffer()), file.type);
  return { file: new File([bytes], file.name, { type: file.type }), isClean };
}

/** @param type the declared type: a declared photo or video whose format is unknown counts as not clean */
export function stripMetadata(bytes: Bytes, type: string): Cleaned {
  try {
    if (latin(bytes, 0, 3) === JPEG) return { bytes: stripJpegMetadata(bytes), isClean: true };
    if (latin(bytes, 0, 8) === PNG) return { bytes: joined(pngParts(bytes)), isClean: true };
    if (latin(bytes, 0, 4) === "RIFF" && latin(bytes, 8, 4) === "WEBP") return { bytes: webp(bytes), isClean: true };
    const box = latin(bytes, 4, 4);
    if (ISO_BEGINNINGS.includes(box) || (bytes[0] === 0 && ISO_FILLERS.includes(box))) return stripBoxMetadata(bytes);
    if (RAW.includes(latin(bytes, 0, 4))) return { bytes, isClean: false };
    if (latin(bytes, 0, 4) === "GIF8") return { bytes, isClean: !has(bytes, "XMP DataXMP") };
    if (latin(bytes, 0, 4) === EBML) return { bytes, isClean: !EBML_PLACES.some((name) => has(bytes, name)) };
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    return { bytes, isClean: false };
  }
  const isMade = /^(image|video)\//.test(type) && !PLACELESS_TYPES.includes(type);
  return { bytes, isClean: !isMade };
}

function pngParts(bytes: Bytes): Bytes[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, PNG.length)];
  for (let place = PNG.length; place < bytes.length;) {
    const name = latin(bytes, place + 4, 4);
    const end = place + 12 + view.getUint32(place);
    if (/^[A-Z]/.test(name) || PNG_NEEDED.includes(name)) parts.push(bytes.subarray(place, end));
    if (name === "IEND") break;
    place = end;
  }
  return parts;
}

function webp(bytes: Bytes): Bytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts = [bytes.subarray(0, 12)];
  for (let place = 12; place + 8 <= bytes.length;) {
    const length = view.getUint32(place + 4, true);
    const end = place + 8 + length + (length % 2);
    if (WEBP_NEEDED.includes(latin(bytes, place, 4))) parts.push(bytes.subarray(place, end));
    place = end;
  }
  const whole = joined(parts);
  const changed = new DataView(whole.buffer);
  changed.setUint32(4, whole.length - 8, true);
  // Its flags say no more that there are Exif (8) and XMP (4).
  if (latin(whole, 12, 4) === "VP8X") whole[20] = (whole[20] ?? 0) & ~0x0c;
  return whole;
}

export function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** So many bytes as text, a character each; fewer at the end. */
export function latin(bytes: Bytes, place: number, count: number): string {
  return String.fromCharCode(...bytes.subarray(place, place + count));
}

function has(bytes: Bytes, word: string): boolean {
  const first = word.charCodeAt(0);
  for (let place = bytes.indexOf(first); place >= 0; place = bytes.indexOf(first, place + 1)) {
    if (latin(bytes, place, word.length) === word) return true;
  }
  return false;
}
