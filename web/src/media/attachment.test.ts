import { expect, test } from "vitest";
import { attachmentIn, shownSize, sizeInWords } from "./attachment.ts";

test("whatever a sender has put there, only what can be shown comes out", () => {
  expect(attachmentIn({ url: "https://evil.example/x.png", body: "x" })).toBeUndefined();
  expect(attachmentIn({ url: "mxc://a/../../b" })).toBeUndefined();
  expect(attachmentIn({ url: 7 })).toBeUndefined();
  expect(attachmentIn({ url: "mxc://a.org/B-_c", info: { w: -1, h: "2", size: Infinity }, body: 3 })).toEqual({
    name: "",
    mxc: "mxc://a.org/B-_c",
    type: "",
    bytes: undefined,
    width: undefined,
    height: undefined,
  });
  expect(attachmentIn({ url: "mxc://a/b", body: "설명", filename: "사진.jpg" })?.name).toBe("사진.jpg");
});

test("a picture keeps its proportion and stays within bounds", () => {
  expect(shownSize({ width: 4000, height: 3000 }, 280)).toEqual({ width: 280, height: 210 });
  expect(shownSize({ width: 100_000, height: 1 }, 280)).toEqual({ width: 280, height: 48 });
  expect(shownSize({ width: 60, height: 50 }, 280)).toEqual({ width: 60, height: 50 });
});

test("sizes are said briefly", () => {
  expect([0, 823, 12_600, 4_718_592, 2 ** 40].map(sizeInWords)).toEqual([
    "0 B",
    "823 B",
    "12.3 KB",
    "4.5 MB",
    "1024 GB",
  ]);
});
