import { joined, latin, type Bytes } from "./stripMetadata.ts";

const START_OF_SCAN = 0xda;
const END = 0xd9;
const EXIF = 0xe1;

/** Segments that programs add (APP0 to APP15), and comments. */
const isAdded = (marker: number) => (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe;

/** How such a segment begins where the picture needs it: its density, its colours. */
const NEEDED = ["JFIF\0", "ICC_PROFILE\0", "Adobe"];

/**
 * A JPEG without Exif, XMP and whatever else stands beside the picture, and without what lies behind it: further
 * pictures, which have an Exif of their own, and a motion photo's video. How it is turned stays.
 *
 * @throws RangeError where it is not built as it should be
 */
export function stripJpegMetadata(bytes: Bytes): Bytes {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Bytes[] = [];
  let turned = 1;
  let place = 2;
  while (place < bytes.length) {
    if (view.getUint8(place) !== 0xff) throw new RangeError(`no segment begins at ${place}`);
    const marker = view.getUint8(place + 1);
    // A segment may begin with as many of them as somebody likes.
    if (marker === 0xff) {
      place++;
      continue;
    }
    if (marker === END) {
      parts.push(bytes.subarray(place, place + 2));
      break;
    }
    const bodyEnd = place + 2 + view.getUint16(place + 2);
    const end = marker === START_OF_SCAN ? endOfScan(bytes, bodyEnd) : bodyEnd;
    const segment = bytes.subarray(place, end);
    if (marker === EXIF) turned = orientationIn(segment.subarray(4)) ?? turned;
    if (!isAdded(marker) || NEEDED.some((name) => latin(segment, 4, name.length) === name)) parts.push(segment);
    place = end;
  }
  return joined([bytes.subarray(0, 2), ...(turned === 1 ? [] : [exifWith(turned)]), ...parts]);
}

/** Where the picture's own bits end: at the next marker that is neither an escaped byte nor a restart. */
function endOfScan(bytes: Bytes, from: number): number {
  for (let place = bytes.indexOf(0xff, from); place >= 0; place = bytes.indexOf(0xff, place + 1)) {
    const next = bytes[place + 1] ?? 0;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return place;
  }
  // It was cut off, and is shown as far as it goes.
  return bytes.length;
}

const ORIENTATION = 0x0112;

function orientationIn(exif: Bytes): number | undefined {
  if (latin(exif, 0, 4) !== "Exif") return undefined;
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
