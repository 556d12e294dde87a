import { expect, test } from "vitest";
import { headingOf, inNameOrder, isFoundBy } from "./hangul.ts";

test("initial consonants find a name, alone and mixed with syllables", () => {
  expect(isFoundBy("김수", "ㄱㅅ")).toBe(true);
  expect(isFoundBy("남궁 하늘", "ㄱㅎㄴ")).toBe(true);
  expect(isFoundBy("김수현", "김ㅅ")).toBe(true);
  expect(isFoundBy("까치", "ㄲㅊ")).toBe(true);
  expect(isFoundBy("김수", "ㅅㄱ")).toBe(false);
  expect(isFoundBy("까치", "ㄱㅊ")).toBe(false);
  expect(isFoundBy("김", "ㄱㅅ")).toBe(false);
});

test("a syllable that is being typed finds what it may become", () => {
  expect(isFoundBy("김수", "기")).toBe(true);
  expect(isFoundBy("김수", "김스")).toBe(false);
  expect(isFoundBy("기민", "김")).toBe(false);
});

test("other letters are found whatever their case, and decomposed ones", () => {
  expect(isFoundBy("Alex Turner", "ext")).toBe(true);
  expect(isFoundBy("김민지".normalize("NFD"), "민지")).toBe(true);
  expect(isFoundBy("아무나", "")).toBe(true);
  expect(isFoundBy("a.b", "a+b")).toBe(false);
});

test("names stand from ㄱ to ㅎ", () => {
  expect(["하늘", "나리", "까치", "강"].sort(inNameOrder)).toEqual(["강", "까치", "나리", "하늘"]);
});

test("names stand under their first consonant or letter", () => {
  const names = ["김수", "까치", "남궁", "ㅎㅎ", "alex", "Ärni", "3반", "👩‍👧 가족", "@jun:b", ""];
  expect(names.map(headingOf)).toEqual(["ㄱ", "ㄱ", "ㄴ", "ㅎ", "A", "A", "#", "#", "J", "#"]);
});
