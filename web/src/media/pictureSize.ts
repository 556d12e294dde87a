/** A larger picture is not drawn: it would take the device's memory, four bytes for each of its points. */
export const DRAWN_PIXELS_MAX = 120_000_000;

/** Where a picture says how large it is. */
const HEAD_BYTES = 64 * 1024;

/** By what the picture itself says: what its sender says of it may be a lie. */
export async function isTooLargeToDraw(picture: Blob): Promise<boolean> {
  if (!picture.type.startsWith("image/")) return false;
  return pixelsIn(new Uint8Array(await picture.slice(0, HEAD_BYTES).arrayBuffer())) > DRAWN_PIXELS_MAX;
}

/** How many points a picture has, by its first bytes; 0 where they do not say. */
export function pixelsIn(head: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const name = (place: number, count: number) => String.fromCharCode(...head.subarray(place, place + count));
  const u24 = (place: number) => view.getUint16(place, true) + view.getUint8(place + 2) * 65_536;
  try {
    if (name(1, 3) === "PNG") return view.getUint32(16) * view.getUint32(20);
    if (name(0, 4) === "GIF8") return view.getUint16(6, true) * view.getUint16(8, true);
    if (name(0, 2) === "BM") return Math.abs(view.getInt32(18, true) * view.getInt32(22, true));
    if (name(8, 8) === "WEBPVP8X") return (u24(24) + 1) * (u24(27) + 1);
    if (view.getUint16(0) === 0xffd8) return jpegPixels(view);
    if (name(4, 4) === "ftyp") return isoPixels(view, name);
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
  }
  // The other WebPs have at most 16,384 points a side, and the rest is drawn by no browser.
  return 0;
}

function jpegPixels(view: DataView): number {
  for (let place = 2; ; place += 2 + view.getUint16(place + 2)) {
    const marker = view.getUint16(place);
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return view.getUint16(place + 5) * view.getUint16(place + 7);
  }
}

/** AVIF and HEIC say it of each of their pictures; the largest counts. */
function isoPixels(view: DataView, name: (place: number, count: number) => string): number {
  let most = 0;
  for (let place = 0; place + 16 <= view.byteLength; place++) {
    if (view.getUint8(place) !== 0x69 || name(place, 4) !== "ispe") continue;
    most = Math.max(most, view.getUint32(place + 8) * view.getUint32(place + 12));
  }
  return most;
}
