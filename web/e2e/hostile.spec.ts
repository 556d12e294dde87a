import { expect, test } from "./fixtures.ts";
import { Person } from "./person.ts";
import { bomb } from "./picture.ts";

/** Turns the direction of what follows. */
const OVERRIDE = "\u202e";
const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=1</script>';

test("markup, enormous names and turned words break neither the screen nor what stands beside them", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const pest = await Person.register(url, "pest", `${MARKUP}${OVERRIDE}${"힣".repeat(60)}`);
  const room = await pest.chatWith([minji], { name: `${OVERRIDE}${MARKUP}${"긴".repeat(150)}` });
  await pest.say(room, "ㅋ".repeat(15_000));
  await pest.say(room, "Z\u0351\u036b\u0343".repeat(500));
  await pest.say(room, `${OVERRIDE}txet denruT ${MARKUP}`);
  await pest.say(room, "굵게", { format: "org.matrix.custom.html", formatted_body: MARKUP });
  await pest.say(room, "그림", { msgtype: "m.file", url: "mxc://localhost/none", filename: `${OVERRIDE}gnp.exe` });
  await minji.say(room, "끝");
  for (const width of [360, 1280]) {
    const page = await minji.open(browser, { viewport: { width, height: 740 } });
    await page.getByRole("listitem").getByRole("link").first().click();
    const log = page.getByRole("log");
    await expect(log).toContainText("끝");
    await expect(log).toContainText("<script>document.title=1</script>");
    // A program does not pass for a picture.
    await expect(log.getByRole("button", { name: "저장: gnp.exe" })).toBeAttached();
    expect(await log.locator("script, [onerror]").count()).toBe(0);
    await expect(page).toHaveTitle(/봉수/);
    await page.getByRole("button", { name: "채팅방 정보" }).click();
    await expect(page.getByRole("region", { name: "채팅방 정보" })).toBeVisible();
    const across = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(across).toBeLessThanOrEqual(width);
  }
});

test("a picture that is a bomb is not opened, however small its sender says it is", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const room = await minji.chatWith([], { name: "메모장" });
  const file = { name: "폭탄.png", type: "image/png", content: bomb(30_000) };
  await minji.send(room, file, { w: 40, h: 30 });
  await minji.say(room, "끝");
  const page = await minji.open(browser);
  await page.goto(`/chats/${encodeURIComponent(room)}`);
  const shown = page.getByRole("log").getByRole("button", { name: "사진 크게 보기: 폭탄.png" });
  await expect(shown).toBeVisible();
  await expect(shown.locator("img")).toHaveCount(0);
  await shown.click();
  await expect(page.getByRole("dialog")).toContainText("너무 커서 여기에서 볼 수 없습니다.");
});
