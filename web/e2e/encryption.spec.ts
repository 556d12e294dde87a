import type { Browser, Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { picture } from "./picture.ts";

const bubble = (page: Page, text: string) => page.getByRole("log").locator("[data-key]", { hasText: text });
const write = async (page: Page, text: string) => {
  await page.getByPlaceholder("메시지 입력").fill(text);
  await page.keyboard.press("Enter");
};

/** Makes the recovery key among the settings; it takes effect only when it is said to be kept. */
async function makeRecoveryKey(page: Page): Promise<string> {
  await page.goto("/more/privacy");
  const start = page.getByRole("button", { name: "암호화 켜기" });
  const make = page.getByRole("button", { name: "복구 키 만들기" });
  await expect(start.or(make)).toBeVisible();
  if (await start.isVisible()) await start.click();
  await make.click();
  await page.getByRole("dialog").getByRole("button", { name: "만들기" }).click();
  const key = (await page.getByTestId("recovery-key").textContent()) ?? "";
  const done = page.getByRole("button", { name: "완료" });
  await expect(done).toBeDisabled();
  await page.getByRole("button", { name: "파일로 저장" }).click();
  await page.getByLabel("저장한 파일을 안전한 곳에 보관했습니다.").check();
  await done.click();
  await expect(page.getByText("대화의 키가 백업되어 있습니다.")).toBeVisible();
  return key;
}

/** An encrypted chat of two, which the one has begun and the other accepted. */
async function encryptedChat(page: Page, other: Page, whom: Person): Promise<string> {
  await page.goto("/chats");
  await page.getByRole("button", { name: "새 채팅" }).click();
  await page.getByLabel("상대의 아이디").fill(whom.localpart);
  await page.getByLabel("종단간 암호화 대화").check();
  await page.getByRole("button", { name: "대화 시작" }).click();
  await expect(page.getByRole("heading", { level: 1 }).last()).toContainText(whom.name);
  await other.goto("/chats");
  await other.getByRole("link", { name: /대화 초대/ }).click();
  await other.getByRole("button", { name: "수락" }).click();
  await expect(other.getByPlaceholder("메시지 입력")).toBeVisible();
  return decodeURIComponent(page.url().split("/").at(-1) ?? "");
}

async function pair(browser: Browser, url: string) {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  return { minji, junho, page: await minji.open(browser), other: await junho.open(browser) };
}

test("two people talk encrypted, send a photo, make sure of each other, and a new device reads it all from the backup", async ({
  browser,
  url,
}) => {
  test.setTimeout(120_000);
  const { minji, junho, page, other } = await pair(browser, url);
  const recoveryKey = await makeRecoveryKey(page);
  await makeRecoveryKey(other);
  const room = await encryptedChat(page, other, junho);
  await write(page, "이건 우리만 압니다");
  await expect(bubble(other, "이건 우리만 압니다")).toBeVisible();
  await write(other, "비밀은 지킬게");
  await expect(bubble(page, "비밀은 지킬게")).toBeVisible();
  const photo = { name: "비밀 사진.png", mimeType: "image/png", buffer: picture(7) };
  await page.getByTestId("files").setInputFiles(photo);
  await expect(page.getByRole("log").locator("button img")).toBeVisible();
  await expect(other.getByRole("log").locator("button img")).toBeVisible();

  // The server has none of it in the clear: neither words nor the file's name.
  const { chunk } = await minji.ask<{ chunk: { type: string }[] }>(
    "GET",
    `/rooms/${encodeURIComponent(room)}/messages?dir=b&limit=50`,
  );
  expect(JSON.stringify(chunk)).not.toMatch(/우리만|지킬게|비밀 사진/);
  expect(chunk.filter(({ type }) => type === "m.room.encrypted").length).toBeGreaterThanOrEqual(3);

  // Both compare the same seven signs.
  await page.getByRole("button", { name: "채팅방 정보" }).click();
  await page
    .getByRole("region", { name: "채팅방 정보" })
    .getByRole("button", { name: /이준호/ })
    .click();
  await page.getByRole("button", { name: "본인 확인하기" }).click();
  await other.getByRole("button", { name: "비교하기" }).click();
  await expect(other.getByRole("log")).toContainText("김민지님이 본인 확인을 요청했습니다.");
  const signs = (one: Page) => one.getByRole("list", { name: "비교할 그림" });
  await expect(signs(page).getByRole("listitem")).toHaveCount(7);
  await expect(signs(other)).toHaveText((await signs(page).textContent()) ?? "");
  for (const one of [page, other]) await one.getByRole("button", { name: "같습니다" }).click();
  for (const one of [page, other])
    await expect(one.getByRole("status").filter({ hasText: "확인했습니다" })).toBeVisible();

  // On a new device nothing can be read, and it says why; the recovery key opens it all.
  const device = await minji.open(browser);
  await device.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(device.getByText("내 기기인지 아직 확인하지 않았습니다.")).toBeVisible();
  await expect(bubble(device, "복구 키를 입력하면 읽을 수 있습니다.").first()).toBeVisible();
  await expect(bubble(device, "비밀은 지킬게")).toHaveCount(0);
  await device.getByRole("link", { name: "설정 열기" }).click();
  await device.getByRole("button", { name: "복구 키 입력" }).click();
  await device.getByRole("textbox", { name: "복구 키" }).fill("EsTc 1234 not a key");
  await device.getByRole("button", { name: "이전 메시지 읽기" }).click();
  await expect(device.getByRole("alert")).toContainText("복구 키가 맞지 않습니다.");
  await device.getByRole("textbox", { name: "복구 키" }).fill(recoveryKey);
  await device.getByRole("button", { name: "이전 메시지 읽기" }).click();
  await expect(device.getByRole("status").filter({ hasText: "이 기기를 확인했고" })).toBeVisible();
  await device.getByRole("button", { name: "완료" }).click();
  await expect(device.getByText("대화의 키가 백업되어 있습니다.")).toBeVisible();
  await device.goto(`/chats/${encodeURIComponent(room)}`);
  await expect(bubble(device, "이건 우리만 압니다")).toBeVisible();
  await expect(bubble(device, "비밀은 지킬게")).toBeVisible();
  await expect(device.getByRole("log").locator("button img")).toBeVisible();
  await write(device, "새 기기예요");
  await expect(bubble(other, "새 기기예요")).toBeVisible();
  await expect(bubble(other, "새 기기예요")).not.toContainText("확인하지 않은 기기");
});

test("in an encrypted chat words are found on this device, and what may say where it was taken is asked about", async ({
  browser,
  url,
}) => {
  test.setTimeout(120_000);
  const { minji, junho, page, other } = await pair(browser, url);
  await makeRecoveryKey(page);
  await makeRecoveryKey(other);
  const room = await encryptedChat(page, other, junho);
  await write(page, "토요일에 북한산 등산 가자");
  await expect(bubble(other, "토요일에 북한산 등산 가자")).toBeVisible();
  for (let n = 1; n <= 3; n++) await write(other, `잡담 ${n}.`);
  await expect(bubble(page, "잡담 3.")).toBeVisible();

  await page.getByRole("button", { name: "대화 검색" }).click();
  const pane = page.getByRole("region", { name: "대화 검색" });
  await pane.getByLabel("검색어").fill("등산");
  await page.keyboard.press("Enter");
  await expect(pane.getByRole("status")).toHaveText("메시지 1개를 찾았습니다.");
  await expect(pane).toContainText("메시지 4개를 모두 살펴보았습니다.");
  await expect(pane.locator("mark")).toHaveText("등산");
  await pane.getByRole("button", { name: /북한산/ }).click();
  await expect(bubble(page, "토요일에 북한산 등산 가자")).toBeInViewport();
  await page.getByPlaceholder("채팅방·메시지 검색").fill("등산");
  await page.keyboard.press("Enter");
  await expect(page.getByText("암호화된 대화는 빠져 있습니다.")).toBeVisible();

  const raw = { name: "원본.tif", mimeType: "image/tiff", buffer: Buffer.from("II*\0GPS 37.55N 126.99E") };
  await page.getByTestId("files").setInputFiles([raw, { name: "사진.png", mimeType: "image/png", buffer: picture(7) }]);
  await expect(page.getByRole("alert")).toContainText("촬영 위치가 들어 있을 수 있는데");
  await expect(page.getByRole("log").locator("button img")).toBeVisible();
  const asks = page.getByRole("button", { name: "그래도 보내기" });
  await asks.click();
  await expect(asks).toBeHidden();
  await expect(page.getByRole("button", { name: "저장: 원본.tif" })).toBeVisible();
  await expect(other.getByRole("button", { name: "저장: 원본.tif" })).toBeVisible();
  expect(JSON.stringify(await minji.messagesIn(room))).not.toContain("원본");
});

test("what is damaged, in the clear, or cannot be read says so and shows nothing else", async ({ browser, url }) => {
  const { minji, page, other } = await pair(browser, url);
  await makeRecoveryKey(page);
  await makeRecoveryKey(other);
  const room = await encryptedChat(other, page, minji);
  await write(other, "첫마디");
  await expect(bubble(page, "첫마디")).toBeVisible();
  const send = (type: string, content: object) => minji.emit(room, type, content);
  const megolm = { algorithm: "m.megolm.v1.aes-sha2", sender_key: "x", device_id: "X" };
  await send("m.room.encrypted", {
    ...megolm,
    session_id: "none",
    ciphertext: "AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg",
  });
  await send("m.room.encrypted", { algorithm: "m.unheard-of", ciphertext: ["<script>"] });
  await send("m.room.encrypted", {});
  await minji.say(room, "이것은 암호화되지 않았다");
  await expect(bubble(page, "이것은 암호화되지 않았다")).toContainText("암호화되지 않은 메시지입니다");
  await expect(page.getByRole("log").locator("[data-key]", { hasText: "암호화된 메시지" })).toHaveCount(3);

  // Another device of hers that is not confirmed: the details of what it sends say so, and nothing else does.
  const device = await minji.open(browser);
  await device.goto(`/chats/${encodeURIComponent(room)}`);
  await write(device, "모르는 기기에서");
  const unconfirmed = "보낸 사람이 자기 것이라고 확인하지 않은 기기에서 보냈습니다";
  await expect(bubble(other, "모르는 기기에서")).toBeVisible();
  await bubble(other, "모르는 기기에서").getByText("모르는 기기에서").click({ button: "right" });
  await other.getByRole("button", { name: "자세히" }).click();
  await expect(other.getByRole("dialog")).toContainText(unconfirmed);
  await other.keyboard.press("Escape");
  await expect(bubble(other, "모르는 기기에서")).not.toContainText("기기에서 보냈습니다");
});

test("an encrypted chat is chosen, never given; the chat that there is stays as it is", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const open = await minji.directChatWith(junho);
  const page = await minji.open(browser);
  await page.getByRole("button", { name: "새 채팅" }).click();
  await page.getByLabel("상대의 아이디").fill(junho.localpart);
  await expect(page.getByLabel("종단간 암호화 대화")).not.toBeChecked();
  await page.getByRole("button", { name: "대화 시작" }).click();
  await expect(page).toHaveURL(new RegExp(encodeURIComponent(open)));
  await page.getByRole("button", { name: "새 채팅" }).click();
  await page.getByLabel("상대의 아이디").fill(junho.localpart);
  await page.getByLabel("종단간 암호화 대화").check();
  await expect(page.getByText("나중에 되돌릴 수 없습니다.")).toBeVisible();
  await page.getByRole("button", { name: "대화 시작" }).click();
  await expect(page).not.toHaveURL(new RegExp(encodeURIComponent(open)));
  await expect(page.getByText("종단간 암호화", { exact: true })).toBeAttached();
  await page.getByRole("button", { name: "대화 검색" }).click();
  await expect(page.getByText("서버는 이 대화를 읽지 못하므로")).toBeVisible();
});

test("two windows of one browser do not use the same keys at once", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  await makeRecoveryKey(page);
  const second = await page.context().newPage();
  await second.goto("/chats");
  await expect(second.getByText("다른 창에서 봉수를 사용하고 있습니다.")).toBeVisible();
  await second.getByRole("button", { name: "이 창에서 사용하기" }).click();
  await expect(second.getByRole("navigation")).toBeVisible();
  await expect(page.getByText("다른 창에서 봉수를 사용하고 있습니다.")).toBeVisible();
  await second.reload();
  await expect(second.getByRole("navigation")).toBeVisible();
});
