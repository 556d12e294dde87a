import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";

const card = (page: Page, question: string) => page.getByRole("log").locator("[data-key]", { hasText: question });

async function ask(page: Page, question: string, answers: string[], hidden = false): Promise<void> {
  await page.getByRole("button", { name: "첨부" }).click();
  await page.getByRole("button", { name: "투표 만들기" }).click();
  const dialog = page.getByRole("dialog", { name: "투표 만들기" });
  await dialog.getByLabel("질문").fill(question);
  await expect(dialog.getByRole("button", { name: "투표 시작" })).toBeDisabled();
  for (const [place, answer] of answers.entries()) {
    if (place >= 2) await dialog.getByRole("button", { name: "항목 추가" }).click();
    await dialog.getByLabel(`항목 ${place + 1}`, { exact: true }).fill(answer);
  }
  if (hidden) await dialog.getByLabel("종료 후 결과 공개").check();
  await dialog.getByRole("button", { name: "투표 시작" }).click();
}

test("a poll is made, voted in, voted otherwise, and ended", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.chatWith([junho], { name: "동아리", preset: "private_chat" });
  const page = await minji.open(browser);
  const other = await junho.open(browser);
  for (const one of [page, other]) await one.goto(`/chats/${encodeURIComponent(room)}`);
  await ask(page, "언제 볼까요?", ["토요일", "일요일", "다음 주"]);
  await expect(other.getByRole("link", { name: /동아리/ })).toContainText("투표: 언제 볼까요?");

  const theirs = card(other, "언제 볼까요?");
  await theirs.getByRole("button", { name: "토요일" }).click();
  await expect(theirs.getByRole("button", { name: /토요일/ })).toContainText("1표");
  const own = card(page, "언제 볼까요?");
  await expect(own.getByRole("button", { name: /토요일/ })).toContainText("1표");
  await own.getByRole("button", { name: /일요일/ }).click();
  await theirs.getByRole("button", { name: /일요일/ }).click();
  for (const one of [own, theirs]) {
    await expect(one.getByRole("button", { name: /토요일/ })).toContainText("0표");
    await expect(one.getByRole("button", { name: /일요일/ })).toContainText("2표");
    await expect(one.getByRole("status")).toContainText("2명 참여");
  }

  // Only whoever has asked may end it; afterwards nobody votes any more.
  await expect(theirs.getByRole("button", { name: "투표 종료" })).toBeHidden();
  await own.getByRole("button", { name: "투표 종료" }).click();
  await expect(theirs.getByRole("status")).toContainText("투표가 종료되었습니다.");
  await expect(theirs.getByRole("button", { name: /일요일/ })).toBeDisabled();
  await expect(theirs.getByRole("button", { name: /일요일/ })).toContainText("최다");
  await other.reload();
  await expect(theirs.getByRole("button", { name: /일요일/ })).toContainText("2표");
  await expect(theirs.getByRole("status")).toContainText("투표가 종료되었습니다.");
});

test("votes stay hidden until the end where that was wanted, and one answer too many is taken for none", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await minji.chatWith([junho], { name: "동아리", preset: "private_chat" });
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  await ask(page, "누가 회장을 할까요?", ["민지", "준호"], true);
  const own = card(page, "누가 회장을 할까요?");
  await expect(own.getByRole("button", { name: "투표 종료" })).toBeVisible();
  const { chunk } = await junho.ask<{ chunk: { event_id: string; type: string }[] }>(
    "GET",
    `/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=1`,
  );
  expect(chunk[0]?.type).toBe("org.matrix.msc3381.poll.start");
  const path = `/rooms/${encodeURIComponent(room)}/send/org.matrix.msc3381.poll.response/`;
  await junho.ask("PUT", `${path}1`, {
    "m.relates_to": { rel_type: "m.reference", event_id: chunk[0]?.event_id },
    "org.matrix.msc3381.poll.response": { answers: ["answer-1", "answer-2", "<b>"] },
  });
  await expect(own.getByRole("status")).toContainText("1명 참여");
  await expect(own).toContainText("결과는 종료 후 공개됩니다");
  await expect(own).not.toContainText("1표");
  await own.getByRole("button", { name: "투표 종료" }).click();
  await expect(own.getByRole("button", { name: /민지/ })).toContainText("1표");
  await expect(own.getByRole("button", { name: /준호/ })).toContainText("0표");
});
