import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { picture } from "../../e2e/picture.ts";
import { isTooLargeToDraw, pixelsIn } from "./pictureSize.ts";

/** Of the server's tests. */
const sample = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../media/src/test/resources/org/bongsu/media/${name}`, import.meta.url)));

test.each(["gps.jpg", "gps.png", "p.webp", "p.avif", "p.heic"])("%s says how many points it has", (name) => {
  expect(pixelsIn(sample(name))).toBeGreaterThan(0);
  expect(pixelsIn(sample(name))).toBeLessThan(1_000_000);
});

test("a picture that says to be huge is not drawn, whatever its sender says", async () => {
  const bomb = new Uint8Array(picture(7));
  const small = new Blob([bomb], { type: "image/png" });
  expect(await isTooLargeToDraw(small)).toBe(false);
  new DataView(bomb.buffer).setUint32(16, 30_000);
  new DataView(bomb.buffer).setUint32(20, 30_000);
  expect(await isTooLargeToDraw(new Blob([bomb], { type: "image/png" }))).toBe(true);
  expect(await isTooLargeToDraw(new Blob([bomb], { type: "video/mp4" }))).toBe(false);
});

test("what says nothing of the kind has no points", () => {
  for (const bytes of [[], [0xff, 0xd8, 0xff], [0x89, 0x50, 0x4e, 0x47, 0]]) {
    expect(pixelsIn(new Uint8Array(bytes))).toBe(0);
  }
});
