import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { boxesIn } from "./boxes.ts";
import { stripMetadata } from "./stripMetadata.ts";

const words = (text: string) => [...new TextEncoder().encode(text)];
/** Each character of the text is a byte. (What TextDecoder calls latin1 is windows-1252.) */
const contains = (bytes: Uint8Array, text: string) => Buffer.from(bytes).toString("latin1").includes(text);

/** Exif as phones write it, in their byte order: turned, and made in Seoul. */
function exif(turned: number): number[] {
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0];
  const entries = [
    [0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0],
    [0x12, 0x01, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0],
  ].flat();
  const body = [...words("Exif"), 0, 0, ...tiff, 2, 0, ...entries, 0, 0, 0, 0, ...words("GPS 37.55N 126.99E")];
  return [0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255, ...body];
}

const cleaned = (bytes: number[] | Uint8Array<ArrayBuffer>, type = "image/jpeg") =>
  stripMetadata(new Uint8Array(bytes), type);

const PICTURE = [0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 9, 9, 0xff, 0, 9, 0xff, 0xd1, 9, 0xff, 0xd9];

test("a JPEG loses where it was taken, and stays turned as it was", () => {
  const bytes = new Uint8Array([0xff, 0xd8, ...exif(6), ...PICTURE]);
  const { bytes: told, isClean } = cleaned(bytes);
  expect(isClean).toBe(true);
  expect(contains(bytes, "GPS")).toBe(true);
  expect(contains(told, "GPS")).toBe(false);
  expect([...told.subarray(-PICTURE.length)]).toEqual(PICTURE);
  // Once more it says the same: what is left of the metadata reads.
  expect([...cleaned(told).bytes]).toEqual([...told]);
  expect(contains(told, "Exif")).toBe(true);
  expect(contains(cleaned([0xff, 0xd8, ...exif(1), ...PICTURE]).bytes, "Exif")).toBe(false);
});

test("of a JPEG with several scans, further pictures, a motion photo's video and comments, the picture alone stays", () => {
  const jfif = [0xff, 0xe0, 0, 7, ...words("JFIF"), 0];
  const more = [0xff, 0xe2, 0, 6, ...words("MPF"), 0, 0xff, 0xfe, 0, 6, ...words("GPS!")];
  const scans = [...PICTURE.slice(0, -2), 0xff, 0xc4, 0, 3, 7, ...PICTURE.slice(6)];
  const behind = [0xff, 0xd8, ...exif(1), ...PICTURE, ...words("ftypmp42 GPS")];
  const { bytes, isClean } = cleaned([0xff, 0xd8, ...jfif, ...more, ...scans, ...behind]);
  expect([...bytes]).toEqual([0xff, 0xd8, ...jfif, ...scans]);
  expect(isClean).toBe(true);
});

test("a PNG and a WebP lose what stands beside the picture", () => {
  const part = (name: string, body: number[]) => [0, 0, 0, body.length, ...words(name), ...body, 0, 0, 0, 0];
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const picture = [...part("IHDR", [1]), ...part("gAMA", [2])];
  const told = [...part("eXIf", words("GPS")), ...part("zxIf", words("GPS"))];
  const whole = [...png, ...picture, ...told, ...part("IEND", []), ...words("GPS behind it")];
  expect([...cleaned(whole).bytes]).toEqual([...png, ...picture, ...part("IEND", [])]);

  const riff = (name: string, body: number[]) => [
    ...words(name),
    body.length,
    0,
    0,
    0,
    ...body,
    ...(body.length % 2 ? [0] : []),
  ];
  const inner = (parts: number[]) => [...words("RIFF"), parts.length + 4, 0, 0, 0, ...words("WEBP"), ...parts];
  const vp8 = riff("VP8 ", [1, 2, 3]);
  const webp = inner([...riff("VP8X", [0x0c, 0, 0, 0, 0]), ...vp8, ...riff("EXIF", words("GPS"))]);
  expect([...cleaned(webp).bytes]).toEqual(inner([...riff("VP8X", [0, 0, 0, 0, 0]), ...vp8]));
});

/** Of the server's tests: photos that programs have made, with a place in Exif and XMP. */
const sample = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../media/src/test/resources/org/bongsu/media/${name}`, import.meta.url)));

test.each(["gps.jpg", "gps.png", "gps.webp", "gps.heic", "gps.avif"])("%s says no more where it was taken", (name) => {
  const before = sample(name);
  const { bytes, isClean } = cleaned(before, `image/${name.slice(4)}`);
  expect(isClean).toBe(true);
  expect(contains(before, "GPS") || contains(before, "eXIf")).toBe(true);
  expect(contains(bytes, "GPS") || contains(bytes, "eXIf")).toBe(false);
  expect(contains(bytes, "xmpmeta")).toBe(false);
});

/** The server's corpus: a line for each file with its name, type, what the server does, the place, and its bytes. */
const corpus = new TextDecoder()
  .decode(sample("places.txt"))
  .trim()
  .split("\n")
  .map((line) => {
    const [name = "", type = "", , place = "", content = ""] = line.split(" ");
    return {
      name,
      type,
      place: [...Buffer.from(place, "hex")],
      before: new Uint8Array(Buffer.from(content, "base64")),
    };
  });

test.each(corpus)("$name loses its place or is in doubt", ({ type, place, before }) => {
  const { bytes, isClean } = cleaned(before, type);
  expect(!isClean || !contains(bytes, String.fromCharCode(...place))).toBe(true);
});

test("a raw photo is in doubt whatever it says it is", () => {
  const raw = corpus.find(({ name }) => name === "xmp.dng");
  expect(cleaned(raw?.before ?? [], "").isClean).toBe(false);
});

const box = (type: string, ...body: (number[] | string)[]) => {
  const bytes = body.flatMap((part) => (typeof part === "string" ? words(part) : part));
  const size = bytes.length + 8;
  return [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255, ...words(type), ...bytes];
};
const latin1 = (text: string) => Array.from(text, (char) => char.charCodeAt(0));
const track = (handler: string) =>
  box("trak", box("mdia", box("hdlr", [0, 0, 0, 0, 0, 0, 0, 0], handler)), box("udta", "GPS"));
const film = (...inside: number[][]) =>
  new Uint8Array([...box("ftyp", "isom"), ...box("moov", box("mvhd", "films"), ...inside), ...box("mdat", "pixels")]);

test("a video loses where it was taken, and nothing in it moves", () => {
  const xyz = [0, 0, 0, 20, ...latin1("\u00a9xyz"), ...words("+37.55+126.99")].slice(0, 20);
  const told = [box("udta", xyz), box("meta", box("keys", "com.apple.quicktime.location"), box("ilst", "+37.55"))];
  const before = film(track("vide"), track("soun"), ...told);
  const { bytes, isClean } = cleaned(before, "video/mp4");
  expect(isClean).toBe(true);
  expect(bytes.length).toBe(before.length);
  for (const word of ["GPS", "+37.55", "location"]) {
    expect(contains(before, word)).toBe(true);
    expect(contains(bytes, word)).toBe(false);
  }
  expect(contains(bytes, "films") && contains(bytes, "pixels")).toBe(true);
  expect(boxesIn(bytes, 0, bytes.length).map(({ type }) => type)).toEqual(["ftyp", "moov", "mdat"]);
});

test("a film with a record of where the camera was is in doubt, and so is what is broken or of no known format", () => {
  expect(cleaned(film(track("vide"), track("meta")), "video/mp4").isClean).toBe(false);
  expect(cleaned(film(track("vide"), box("gps ", [0, 0, 0, 1])), "video/mp4").isClean).toBe(false);
  const tooLong = [...box("ftyp", "isom"), 0, 0, 0, 4, ...words("moov")];
  for (const bytes of [
    [0xff, 0xd8, 0xff, 0xe1, 0xff],
    [0xff, 0xd8, 0xff, 0xe1, 0, 2, 7],
    tooLong,
    [0x49, 0x49, 42, 0],
  ]) {
    expect(cleaned(bytes, "image/tiff")).toEqual({ bytes: new Uint8Array(bytes), isClean: false });
  }
  const [gif, webm] = [words("GIF89a"), [0x1a, ...words("E"), 0xdf, 0xa3]];
  expect(cleaned([...gif, ...words(" pixels")], "image/gif").isClean).toBe(true);
  expect(cleaned([...gif, ...words("XMP DataXMP")], "image/gif").isClean).toBe(false);
  expect(cleaned([...webm, ...words("pixels")], "video/webm").isClean).toBe(true);
  expect(cleaned([...webm, ...words("LOCATION")], "video/webm").isClean).toBe(false);
});

test("what is neither a photo nor a video goes as it is", () => {
  expect(cleaned(words("회의록"), "text/plain")).toEqual({ bytes: new Uint8Array(words("회의록")), isClean: true });
  expect(cleaned([], "image/svg+xml").isClean).toBe(true);
});
