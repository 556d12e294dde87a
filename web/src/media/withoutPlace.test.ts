import { expect, test } from "vitest";
import { withoutTold } from "./withoutPlace.ts";

const words = (text: string) => [...new TextEncoder().encode(text)];
const contains = (bytes: Uint8Array, text: string) => new TextDecoder("latin1").decode(bytes).includes(text);

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

test("a JPEG loses where it was taken, and stays turned as it was", () => {
  const picture = [0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xda, 0, 2, 9, 9, 0xff, 0xd9];
  const bytes = new Uint8Array([0xff, 0xd8, ...exif(6), ...picture]);
  const told = withoutTold(bytes);
  expect(contains(bytes, "GPS")).toBe(true);
  expect(contains(told, "GPS")).toBe(false);
  expect([...told.subarray(-picture.length)]).toEqual(picture);
  // Once more it says the same: what is left of the metadata reads.
  expect([...withoutTold(told)]).toEqual([...told]);
  expect(contains(told, "Exif")).toBe(true);
  expect(contains(withoutTold(new Uint8Array([0xff, 0xd8, ...exif(1), ...picture])), "Exif")).toBe(false);
});

test("a PNG and a WebP lose what stands beside the picture", () => {
  const part = (name: string, body: number[]) => [0, 0, 0, body.length, ...words(name), ...body, 0, 0, 0, 0];
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const whole = new Uint8Array([...png, ...part("IHDR", [1]), ...part("eXIf", words("GPS")), ...part("IEND", [])]);
  expect([...withoutTold(whole)]).toEqual([...png, ...part("IHDR", [1]), ...part("IEND", [])]);

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
  const picture = riff("VP8 ", [1, 2, 3]);
  const webp = new Uint8Array(inner([...riff("VP8X", [0x0c, 0, 0, 0, 0]), ...picture, ...riff("EXIF", words("GPS"))]));
  expect([...withoutTold(webp)]).toEqual(inner([...riff("VP8X", [0, 0, 0, 0, 0]), ...picture]));
});

test("what is broken goes as it is", () => {
  for (const bytes of [[], [0xff, 0xd8], [0xff, 0xd8, 0xff, 0xe1, 0xff], [0x89, 0x50]]) {
    expect([...withoutTold(new Uint8Array(bytes))]).toEqual(bytes);
  }
});
