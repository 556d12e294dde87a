import { latin, type Bytes } from "./stripMetadata.ts";

/** A box of the ISO base media file format (HEIC, AVIF, MP4, MOV). */
export interface Box {
  type: string;
  /** Where its header begins. */
  at: number;
  /** Where its content begins. */
  body: number;
  end: number;
}

/** An item of a picture file. */
export interface Item {
  type: string;
  /** Of a `mime` item, else empty. */
  contentType: string;
  /** Where its bytes lie; nothing where that cannot be said. */
  extents: { at: number; length: number }[] | undefined;
}

/** A long video in fragments has thousands; a large picture is made of some hundreds of tiles. */
const BOXES_MAX = 65_536;
const ITEMS_MAX = 16_384;
const EXTENTS_MAX = 65_536;
const TEXT_BYTES_MAX = 256;

/** @throws RangeError where lengths make no sense */
export function boxesIn(bytes: Bytes, from: number, to: number): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const short = view.getUint32(at);
    const isLong = short === 1;
    const size = isLong ? Number(view.getBigUint64(at + 8)) : short === 0 ? to - at : short;
    const body = at + (isLong ? 16 : 8);
    if (size < body - at || boxes.length === BOXES_MAX) throw new RangeError(`no box at ${at}`);
    // The last one of a file that was cut off is looked into as well.
    const end = Math.min(at + size, to);
    boxes.push({ type: latin(bytes, at + 4, 4), at, body: Math.min(body, end), end });
    at = end;
  }
  return boxes;
}

export function childOf(bytes: Bytes, parent: Box, type: string): Box | undefined {
  return boxesIn(bytes, parent.body, parent.end).find((box) => box.type === type);
}

/** All items that a picture's metadata box names; none where it is a film's. */
export function itemsIn(bytes: Bytes, meta: Box): Item[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Its version stands before its boxes.
  const inside = boxesIn(bytes, meta.body + 4, meta.end);
  const info = inside.find(({ type }) => type === "iinf");
  if (!info) return [];
  const extents = extentsIn(view, inside);
  const entries = info.body + 4 + (view.getUint8(info.body) === 0 ? 2 : 4);
  return boxesIn(bytes, entries, info.end).flatMap((entry): Item[] => {
    const version = view.getUint8(entry.body);
    // Before version 2 items have no kinds, and pictures use none of them.
    if (entry.type !== "infe" || version < 2) return [];
    const isShort = version === 2;
    const id = isShort ? view.getUint16(entry.body + 4) : view.getUint32(entry.body + 4);
    const typeAt = entry.body + (isShort ? 8 : 10);
    const type = latin(bytes, typeAt, 4);
    const texts = latin(bytes, typeAt + 4, Math.min(entry.end - typeAt - 4, 2 * TEXT_BYTES_MAX)).split("\0");
    return [{ type, contentType: type === "mime" ? (texts[1] ?? "") : "", extents: extents.get(id) }];
  });
}

/** By an item's number. One that is made of other items, or has no end, is left out. */
function extentsIn(view: DataView, inside: readonly Box[]): Map<number, { at: number; length: number }[]> {
  const found = new Map<number, { at: number; length: number }[]>();
  const box = inside.find(({ type }) => type === "iloc");
  const data = inside.find(({ type }) => type === "idat");
  if (!box) return found;
  let at = box.body;
  const number = (bytes: number): number => {
    const value =
      bytes === 0 ? 0 : bytes === 2 ? view.getUint16(at) : bytes === 4 ? view.getUint32(at) : long(view, at, bytes);
    at += bytes;
    return value;
  };
  const version = view.getUint8(at);
  at += 4;
  const sizes = number(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  const idBytes = version < 2 ? 2 : 4;
  const items = number(idBytes);
  if (items > ITEMS_MAX) throw new RangeError("too many items");
  let extentsLeft = EXTENTS_MAX;
  for (let n = 0; n < items; n++) {
    const id = number(idBytes);
    const method = version === 0 ? 0 : number(2) & 15;
    number(2);
    const base = number(baseBytes);
    const count = number(2);
    extentsLeft -= count;
    if (extentsLeft < 0) throw new RangeError("too many parts");
    const origin = method === 0 ? 0 : method === 1 ? data?.body : undefined;
    const extents = Array.from({ length: count }, () => {
      number(indexBytes);
      const offset = base + number(offsetBytes);
      const length = number(lengthBytes);
      return { at: (origin ?? 0) + offset, length };
    });
    // Without a length, an item would go on to the end of the file, the picture included.
    if (origin !== undefined && extents.every(({ length }) => length > 0)) found.set(id, extents);
  }
  return found;
}

function long(view: DataView, at: number, bytes: number): number {
  if (bytes !== 8) throw new RangeError(`a number of ${bytes} bytes`);
  return Number(view.getBigUint64(at));
}
