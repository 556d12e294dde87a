/*
 * What waits on this device for a site to take it: messages, and files that are to become one.
 */

export const MESSAGES = "messages";
export const FILES = "files";

const VERSION = 2;

/** Somebody's own; signing out erases it. */
export async function openOutbox(userId: string): Promise<IDBDatabase> {
  const opening = indexedDB.open(`bongsu:outbox:${userId}`, VERSION);
  opening.onupgradeneeded = ({ oldVersion }) => {
    const db = opening.result;
    const make = (store: string, by: string) =>
      db.createObjectStore(store, { keyPath: "place", autoIncrement: true }).createIndex(by, by);
    if (oldVersion < 1) make(MESSAGES, "txnId");
    if (oldVersion < 2) make(FILES, "id");
  };
  const db = await done(opening);
  // Another window erases it, or opens it in a newer form.
  db.onversionchange = () => db.close();
  return db;
}

export async function eraseOutbox(db: IDBDatabase): Promise<void> {
  db.close();
  await done(indexedDB.deleteDatabase(db.name));
}

/** Takes out what an index finds. */
export async function takeOut(from: IDBObjectStore, index: string, value: string): Promise<void> {
  for (const key of await done(from.index(index).getAllKeys(value))) from.delete(key);
}

export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("not kept"));
  });
}

export function ended(change: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error ?? new Error("not kept"));
  });
}
