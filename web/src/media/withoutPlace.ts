/*
 * Where a photo was taken stands in its metadata. The server takes it out on the way in; what is encrypted before it
 * goes the server cannot look into, so that it is done here, without drawing the photo anew.
 */

const JPEG = [0xff, 0xd8];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** PNG's parts that say something about the picture beside the picture. */
const PNG_TOLD = new Set(["eXIf", "tEXt", "zTXt", "iTXt"]);
/** The same in WebP. */
const WEBP_TOLD = new Set(["EXIF", "XMP "]);

/** The same file without its metadata, as far as its format is known; a photo stays turned as it was. */
export async function withoutPlace(file: File): Promise<File> {
  const kinds = ["image/jpeg", "image/png", "image/webp"];
  if (!kinds.includes(file.type)) return file;
  const bytes = new Uint8Array(await file.arrayBuffer());
  return new File([withoutTold(bytes)], file.name, { type: file.type });
}

export function withoutTold(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const begins = (mark: readonly number[]) => mark.every((byte, place) => bytes[place] === byte);
  try {
    if (begins(JPEG)) return joined(jpegParts(bytes));
    if (begins(PNG)) return joined(pngParts(bytes));
    if (ascii(bytes, 0) === "RIFF" && ascii(bytes, 8) === "WEBP") return webp(bytes);
  } catch (e) {
    // A photo that is not built as it should be goes as it is: the browser has drawn it, so it is one.
    console.warn("metadata not understood", e);
  }
  return bytes;
}

type Bytes = Uint8Array<ArrayBuffer>;

/** Without Exif and XMP (APP1) and what programs keep for themselves (APP13), but with how the photo is turned. */
function jpegParts(bytes: Bytes): Bytes[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const parts: Bytes[] = [];
  let turned = 1;
  let place = 2;
  for (;;) {
    const marker = view.getUint16(place);
    // From here on comes the picture itself.
    if (marker === 0xffda || (marker & 0xff00) !== 0xff00) break;
    const end = place + 2 + view.getUint16(place + 2);
    if (marker === 0xffe1) turned = orientationIn(bytes.subarray(place + 4, end)) ?? turned;
    else if (marker !== 0xffed) parts.push(bytes.subarray(place, end));
    place = end;
  }
  const told = turned === 1 ? [] : [exifWith(turned)];
  return [bytes.subarray(0, 2), ...told, ...parts, bytes.subarray(place)];
}

const ORIENTATION = 0x0112;

function orientationIn(exif: Bytes): number | undefined {
  if (ascii(exif, 0) !== "Exif") return undefined;
  const view = new DataView(exif.buffer, exif.byteOffset + 6, exif.byteLength - 6);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  for (let n = 0; n < view.getUint16(directory, little); n++) {
    const entry = directory + 2 + n * 12;
    if (view.getUint16(entry, little) === ORIENTATION) return view.getUint16(entry + 8, little);
  }
  return undefined;
}

/** Metadata that says how the photo is turned, and nothing else. */
function exifWith(turned: number): Bytes {
  const header = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0];
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8];
  const entry = [0, 1, ORIENTATION >> 8, ORIENTATION & 0xff, 0, 3, 0, 0, 0, 1, 0, turned, 0, 0];
  return new Uint8Array([...header, ...tiff, ...entry, 0, 0, 0, 0]);
}

function pngParts(bytes: Bytes): Bytes[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const parts = [bytes.subarray(0, PNG.length)];
  for (let place = PNG.length; place < bytes.length;) {
    const end = place + 12 + view.getUint32(place);
    if (!PNG_TOLD.has(ascii(bytes, place + 4))) parts.push(bytes.subarray(place, end));
    place = end;
  }
  return parts;
}

function webp(bytes: Bytes): Bytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const parts = [bytes.subarray(0, 12)];
  for (let place = 12; place + 8 <= bytes.length;) {
    const length = view.getUint32(place + 4, true);
    const end = place + 8 + length + (length % 2);
    if (!WEBP_TOLD.has(ascii(bytes, place))) parts.push(bytes.subarray(place, end));
    place = end;
  }
  const whole = joined(parts);
  const changed = new DataView(whole.buffer);
  changed.setUint32(4, whole.length - 8, true);
  // Its flags say no more that there are Exif (8) and XMP (4).
  if (ascii(whole, 12) === "VP8X") whole[20] = (whole[20] ?? 0) & ~0x0c;
  return whole;
}

function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

function ascii(bytes: Bytes, place: number): string {
  return String.fromCharCode(...bytes.subarray(place, place + 4));
}
