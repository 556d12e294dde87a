import { expect, test } from "vitest";
import { partsOf } from "./words.ts";

const shape = (text: string, names: string[] = []) =>
  partsOf(text, names).map((part) => (part.kind === "words" ? part.text : `<${part.kind} ${part.text}>`));

test("an address becomes a link, without what ends the sentence", () => {
  expect(shape("보세요 https://example.org/가?x=1. 끝")).toEqual([
    "보세요 ",
    "<link https://example.org/가?x=1>",
    ". 끝",
  ]);
  expect(shape("(https://a.org/b_(c))")).toEqual(["(", "<link https://a.org/b_(c)>", ")"]);
  expect(shape("http://a.org,http://b.org")).toEqual(["<link http://a.org,http://b.org>"]);
});

test("nothing that could run becomes a link", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "https://", "ftp://a.org"]) {
    expect(shape(text)).toEqual([text]);
  }
});

test("only those who are mentioned are marked, the longer name first", () => {
  expect(shape("@민지수 @민지 @준호", ["민지", "민지수"])).toEqual([
    "<mention @민지수>",
    " ",
    "<mention @민지>",
    " @준호",
  ]);
  expect(shape("a@b", [])).toEqual(["a@b"]);
});

test("much that looks like an address takes no long time and loses nothing", () => {
  const text = "https://a.org ".repeat(1_000) + "@".repeat(10_000);
  expect(
    partsOf(text, ["x"])
      .map((part) => part.text)
      .join(""),
  ).toBe(text);
});
