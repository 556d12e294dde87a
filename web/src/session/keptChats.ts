import { ClientEvent, type MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { IndexedDBStore } from "matrix-js-sdk/lib/store/indexeddb.js";

/** What a sync has brought is on this device this soon, so that it can be read without a network. */
const KEPT_WITHIN_MILLIS = 2_000;
/** Keeping many chats takes a while: it may take this part of the time. */
const SHARE_MAX = 1 / 20;

/** Keeps the chats on this device as they change (the SDK alone does it every five minutes); returns how to stop. */
export function keepChats(client: MatrixClient, store: IndexedDBStore): () => void {
  let timer: number | undefined;
  let waitMillis = KEPT_WITHIN_MILLIS;
  let changes = 0;
  let isStopped = false;
  const keep = async () => {
    const began = performance.now();
    const changesBefore = changes;
    await store.save(true).catch((e: unknown) => console.warn("the chats are not kept", e));
    waitMillis = Math.max(KEPT_WITHIN_MILLIS, (performance.now() - began) / SHARE_MAX);
    timer = undefined;
    // What a sync has brought meanwhile need not be part of what was kept.
    if (changes > changesBefore && !isStopped) changed();
  };
  const changed = () => {
    changes++;
    timer ??= window.setTimeout(() => void keep(), waitMillis);
  };
  client.on(ClientEvent.Sync, changed);
  return () => {
    isStopped = true;
    client.off(ClientEvent.Sync, changed);
    window.clearTimeout(timer);
  };
}
