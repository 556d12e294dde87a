import { beforeEach, expect, test, vi } from "vitest";
import { rememberStatusPage, statusIn, statusPage } from "./statusPage.ts";

const NOW = Date.parse("2022-10-15T06:29:12Z");

const answer = {
  as_of: "2022-10-15T06:29:02Z",
  state: "down",
  headline: { ko: "지금은 사진·파일을 이용할 수 없습니다", en: "Not working: photos and files" },
  incidents: [
    {
      id: "20221015-062717-w1",
      began: "2022-10-15T06:27:17Z",
      entries: [
        { at: "2022-10-15T06:28:27Z", kind: "words", text: { ko: "<b>화재</b> 경보", en: "A fire alarm" } },
        { at: "2022-10-15T06:27:17Z", kind: "disturbed", text: { ko: "", en: "" } },
      ],
    },
  ],
};

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

test("what the page says is taken as text", () => {
  const said = statusIn(answer, "ko", NOW);
  expect(said).toMatchObject({
    state: "down",
    headline: "지금은 사진·파일을 이용할 수 없습니다",
    words: "<b>화재</b> 경보",
    incident: "20221015-062717-w1",
    isOld: false,
  });
  expect(statusIn(answer, "en", NOW + 121_000)).toMatchObject({ words: "A fire alarm", isOld: true });
});

test("an incident that has ended says nothing about now", () => {
  const ended = { ...answer, incidents: [{ ...answer.incidents[0], ended: "2022-10-15T06:29:00Z" }] };
  expect(statusIn(ended, "ko", NOW)).toMatchObject({ words: "", incident: "" });
});

test("what is no answer is none", () => {
  for (const wrong of [undefined, null, 3, "x", [], {}, { ...answer, state: "fine" }, { ...answer, as_of: "soon" }]) {
    expect(statusIn(wrong, "ko", NOW)).toBeUndefined();
  }
  const odd = { ...answer, incidents: [null, { entries: [null, { kind: "words", text: 7 }] }] };
  expect(statusIn(odd, "ko", NOW)).toMatchObject({ words: "", incident: "" });
});

test("the address is kept, and forgotten when the server names none", () => {
  rememberStatusPage({ url: "https://status.example/chat" });
  expect(statusPage()).toBe("https://status.example/chat/");
  rememberStatusPage({ url: "javascript:alert(1)" });
  expect(statusPage()).toBeUndefined();
  rememberStatusPage({ url: "https://status.example/" });
  rememberStatusPage(undefined);
  expect(statusPage()).toBeUndefined();
});
