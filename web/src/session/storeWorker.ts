import { IndexedDBStoreWorker } from "matrix-js-sdk/lib/indexeddb-worker.js";

/*
 * Runs beside the page: the SDK's store of chats. Keeping thousands of chats takes a third of a second, in which the
 * page would stand still.
 */

/** The part of a worker's world that is used; TypeScript has it only instead of the page's. */
interface Scope {
  postMessage(message: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

const scope = self as unknown as Scope;
const worker = new IndexedDBStoreWorker((message) => scope.postMessage(message));
scope.onmessage = worker.onMessage;
