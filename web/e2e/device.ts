import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** What a browser has in its databases, as far as the app looks at it without a network. */
interface OnDevice {
  /** The chats and account data that syncs have brought, as JSON. */
  chats: string;
  /** How many photos and files have been seen. */
  files: number;
}

function onDevice(page: Page): Promise<OnDevice> {
  return page.evaluate(async () => {
    const rowsOf = async (database: string, store: string): Promise<unknown[]> => {
      const opening = indexedDB.open(database);
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(`${database} does not open`));
      });
      try {
        if (!db.objectStoreNames.contains(store)) return [];
        const asking = db.transaction(store).objectStore(store).getAll() as IDBRequest<unknown[]>;
        return await new Promise((resolve, reject) => {
          asking.onsuccess = () => resolve(asking.result);
          asking.onerror = () => reject(new Error(`${store} cannot be read`));
        });
      } finally {
        db.close();
      }
    };
    const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
    const chats: unknown[] = [];
    let files = 0;
    for (const name of names) {
      if (name.startsWith("matrix-js-sdk:bongsu:"))
        for (const store of ["sync", "accountData"]) chats.push(await rowsOf(name, store));
      if (name.startsWith("bongsu:seen:")) files += (await rowsOf(name, "files")).length;
    }
    return { chats: JSON.stringify(chats), files };
  });
}

/** Waits until words of chats and account data are on the device, from where a start without a network takes them. */
export async function untilKept(page: Page, ...words: string[]): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const missing = async () => {
    const { chats } = await onDevice(page);
    return words.filter((word) => !chats.includes(word));
  };
  await expect.poll(missing).toEqual([]);
}

/** Waits until so many photos and files that have been seen are on the device. */
export async function untilFilesKept(page: Page, count: number): Promise<void> {
  await expect.poll(async () => (await onDevice(page)).files).toBeGreaterThanOrEqual(count);
}
