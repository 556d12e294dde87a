import { boxesIn, childOf, itemsIn, type Box, type Item } from "./boxes.ts";
import { latin, type Bytes, type Cleaned } from "./stripMetadata.ts";

/** Boxes that hold what is said about a film or one of its tracks, and nothing that it needs to play. */
const METADATA = ["udta", "meta", "uuid", "XMP_", "gps ", "free", "skip", "Exif", "xml ", "brob", "jumb"];

/** Kinds of tracks that are seen, heard or read; another may be a record of where the camera was. */
const SHOWN_TRACKS = ["vide", "auxv", "pict", "soun", "text", "sbtl", "subt", "clcp", "tmcd", "hint"];

/** An Exif block that says nothing, behind the distance to it. */
const EMPTY_EXIF = [0, 0, 0, 0, 0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0];

/**
 * HEIC, AVIF, JPEG XL, MP4 and MOV without their metadata. It is overwritten where it stands, so that nothing moves: all
 * offsets in the file hold.
 *
 * @throws RangeError where it is not built as it should be
 */
export function stripBoxMetadata(original: Bytes): Cleaned {
  const bytes = original.slice();
  let isClean = true;
  for (const box of boxesIn(bytes, 0, bytes.length)) {
    const items = box.type === "meta" ? itemsIn(bytes, box) : [];
    if (items.length > 0) isClean = cleanItems(bytes, items) && isClean;
    else if (box.type === "moov") isClean = cleanFilm(bytes, box) && isClean;
    else if (METADATA.includes(box.type)) blank(bytes, box);
  }
  return { bytes, isClean };
}

/** Of a picture, its other items are the picture itself. */
function cleanItems(bytes: Bytes, items: readonly Item[]): boolean {
  let isClean = true;
  for (const { type, contentType, extents } of items) {
    const isExif = type === "Exif";
    if (!isExif && type !== "mime" && type !== "uri ") continue;
    // XML of spaces is empty; anything else is taken for XML.
    for (const { at, length } of extents ?? []) bytes.fill(isExif ? 0 : 0x20, at, at + length);
    const [first] = extents ?? [];
    if (isExif && first && first.length >= EMPTY_EXIF.length) bytes.set(EMPTY_EXIF, first.at);
    isClean &&= extents !== undefined || !/xml|^$/i.test(contentType);
  }
  return isClean;
}

function cleanFilm(bytes: Bytes, film: Box): boolean {
  let isClean = true;
  for (const box of boxesIn(bytes, film.body, film.end)) {
    if (METADATA.includes(box.type)) {
      // What dashboard cameras note here leads to places in the film's data.
      if (box.type === "gps ") isClean = false;
      blank(bytes, box);
    } else if (box.type === "trak") {
      for (const inside of boxesIn(bytes, box.body, box.end)) if (METADATA.includes(inside.type)) blank(bytes, inside);
      isClean &&= isShown(bytes, box);
    }
  }
  return isClean;
}

function isShown(bytes: Bytes, track: Box): boolean {
  const media = childOf(bytes, track, "mdia");
  const handler = media && childOf(bytes, media, "hdlr");
  return handler !== undefined && SHOWN_TRACKS.includes(latin(bytes, handler.body + 8, 4));
}

function blank(bytes: Bytes, { at, body, end }: Box): void {
  bytes.set([0x66, 0x72, 0x65, 0x65], at + 4); // "free"
  bytes.fill(0, body, end);
}
