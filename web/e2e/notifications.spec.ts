import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import { openMore } from "./more.ts";
import { Person } from "./person.ts";

/** What the device shows now, the newest last; Chromium itself names them in the order of their tags. */
const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    // TypeScript does not know the time yet.
    const all = (await registration.getNotifications()) as (Notification & { timestamp: number })[];
    return all.sort((one, other) => one.timestamp - other.timestamp).map(({ title, body }) => `${title}: ${body}`);
  });

/** A browser that notifies of what comes from now on; what its first sync brings is only counted as unread. */
async function openWithNotifications(person: Person, browser: Parameters<Person["open"]>[0]): Promise<Page> {
  const page = await person.open(browser, { serviceWorkers: "allow", permissions: ["notifications"] });
  await expect(page.getByRole("link", { name: /이준호/ })).toBeVisible();
  await openMore(page, "알림");
  await page.getByRole("switch", { name: "이 기기에서 알림 받기" }).check();
  await page.evaluate(() => navigator.serviceWorker.ready);
  return page;
}

test("one is told of messages and requests, but not of a muted chat or the one that one looks at", async ({
  browser,
  url,
}) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const seoyeon = await Person.register(url, "seoyeon", "박서연");
  const direct = await junho.directChatWith(minji);
  const group = await junho.chatWith([minji, seoyeon], { name: "등산 모임" });
  const muted = await junho.chatWith([minji, seoyeon], { name: "광고방" });
  await minji.ask("PUT", `/pushrules/global/room/${encodeURIComponent(muted)}`, { actions: [] });
  const page = await openWithNotifications(minji, browser);

  await junho.say(muted, "오늘만 반값");
  await junho.say(direct, "지금 어디야?");
  // Chats that come with one answer of the server come in no order.
  await expect.poll(() => shown(page)).toEqual(["이준호: 지금 어디야?"]);
  await seoyeon.say(group, "토요일 어때요?");
  await expect.poll(() => shown(page)).toEqual(["이준호: 지금 어디야?", "등산 모임: 박서연: 토요일 어때요?"]);
  await expect(page).toHaveTitle("(2) 봉수");
  await expect(page.getByRole("navigation").getByRole("link", { name: /채팅/ })).toContainText("2");

  // Read here, it needs no notification any more; and while one looks at it, none comes.
  await page.getByRole("navigation").getByRole("link", { name: /채팅/ }).click();
  await page.getByRole("link", { name: /이준호/ }).click();
  await expect.poll(() => shown(page)).toEqual(["등산 모임: 박서연: 토요일 어때요?"]);
  await junho.say(direct, "보고 있지?");
  await expect(page.getByRole("log").getByText("보고 있지?")).toBeVisible();
  await seoyeon.say(group, "열 시에 봐요");
  await expect.poll(() => shown(page)).toEqual(["등산 모임: 박서연: 열 시에 봐요"]);

  await seoyeon.ask("POST", "/createRoom", { is_direct: true, invite: [minji.id] });
  await expect.poll(() => shown(page)).toContain("봉수: 박서연님이 친구 신청을 보냈습니다.");
  await expect(page.getByRole("link", { name: /친구/ }).first()).toContainText("1");
});

test("a tap on a notification leads to its chat", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  const page = await openWithNotifications(minji, browser);
  await junho.say(room, "눌러 봐");
  await expect.poll(() => shown(page)).toEqual(["이준호: 눌러 봐"]);
  const [worker] = page.context().serviceWorkers();
  await worker?.evaluate(async () => {
    const { registration } = self as unknown as { registration: ServiceWorkerRegistration };
    const [notification] = await registration.getNotifications();
    const Tap = (self as unknown as { NotificationEvent: new (type: string, of: object) => Event }).NotificationEvent;
    self.dispatchEvent(new Tap("notificationclick", { notification }));
  });
  await expect(page).toHaveURL(new RegExp(`/chats/${encodeURIComponent(room)}$`));
  await expect(page.getByRole("log").getByText("눌러 봐")).toBeVisible();
});

test("a message that the push rules want heard sounds, unless the sound is off", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const junho = await Person.register(url, "junho", "이준호");
  const room = await junho.directChatWith(minji);
  const page = await openWithNotifications(minji, browser);
  await page.evaluate(() => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its node below
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      document.body.dataset.notes = String(Number(document.body.dataset.notes ?? 0) + 1);
      start.call(this, when);
    };
  });
  await junho.say(room, "들려?");
  await expect(page.locator("body")).toHaveAttribute("data-notes", "2");
  await page.getByRole("switch", { name: "알림 소리" }).uncheck();
  // Longer than messages have to be apart to sound each.
  await page.waitForTimeout(2_000);
  await junho.say(room, "이제는?");
  await expect.poll(() => shown(page)).toEqual(["이준호: 이제는?"]);
  await expect(page.locator("body")).toHaveAttribute("data-notes", "2");
});

test("where the browser forbids notifications, it is said how to allow them", async ({ browser, url }) => {
  const minji = await Person.register(url, "minji", "김민지");
  const page = await minji.open(browser);
  await page.evaluate(() => {
    Notification.requestPermission = () => Promise.resolve("denied");
  });
  await openMore(page, "알림");
  await page.getByRole("switch", { name: "이 기기에서 알림 받기" }).click();
  await expect(page.getByRole("alert")).toContainText("브라우저가 알림을 막고 있습니다.");
  await expect(page.getByRole("switch", { name: "이 기기에서 알림 받기" })).not.toBeChecked();
});
