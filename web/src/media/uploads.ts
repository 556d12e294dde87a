import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { createStore, useStore } from "../live/store.ts";
import { uploadedContent, type Voice } from "./uploadedContent.ts";

/** A file on its way to the server. */
export interface Upload {
  id: string;
  roomId: string;
  file: File;
  state: "waiting" | "uploading" | "failed" | "too-large";
  /** How much has gone, from 0 to 1. */
  share: number;
  /** Where it is a voice message. */
  voice?: Voice | undefined;
}

const uploads = createStore<readonly Upload[]>([]);
const running = new Map<string, AbortController>();
let made = 0;

/** The files on their way to a chat, in the order in which they will stand there. */
export function useUploads(roomId: string): Upload[] {
  return useStore(uploads).filter((upload) => upload.roomId === roomId);
}

/** Sends files, one after the other. */
export function send(client: MatrixClient, roomId: string, files: readonly File[], voice?: Voice): void {
  const added = files.map((file): Upload => ({
    id: `upload ${++made}`,
    roomId,
    file,
    state: "waiting",
    share: 0,
    voice,
  }));
  uploads.set([...uploads.get(), ...added]);
  void next(client);
}

export function retry(client: MatrixClient, id: string): void {
  change(id, { state: "waiting", share: 0 });
  void next(client);
}

export function cancel(client: MatrixClient, id: string): void {
  uploads.set(uploads.get().filter((upload) => upload.id !== id));
  running.get(id)?.abort();
  void next(client);
}

/** Gives all up: whoever has left this device sends no more from it. */
export function forgetUploads(): void {
  uploads.set([]);
  for (const controller of running.values()) controller.abort();
}

/** Whether something would be lost with this page: files are kept nowhere until the server has them. */
export function areFilesOnTheirWay(): boolean {
  return uploads.get().some(({ state }) => state === "waiting" || state === "uploading");
}

function change(id: string, to: Partial<Upload>): void {
  uploads.set(uploads.get().map((upload) => (upload.id === id ? { ...upload, ...to } : upload)));
}

async function next(client: MatrixClient): Promise<void> {
  const upload = uploads.get().find(({ state }) => state === "waiting");
  if (!upload || running.size > 0) return;
  const { id, file, roomId } = upload;
  const abortController = new AbortController();
  running.set(id, abortController);
  change(id, { state: "uploading" });
  try {
    const most = await mostBytes(client);
    if (file.size > most) {
      change(id, { state: "too-large" });
      return;
    }
    const content = await uploadedContent(client, upload, abortController, (share) => change(id, { share }));
    // Given up meanwhile.
    if (!uploads.get().some((other) => other.id === id)) return;
    uploads.set(uploads.get().filter((other) => other.id !== id));
    client.sendMessage(roomId, content).catch((e: unknown) => console.warn("not sent", e));
  } catch (e) {
    console.warn("not uploaded", e);
    change(id, { state: "failed" });
  } finally {
    running.delete(id);
    void next(client);
  }
}

/** What the server takes at most; anything where it does not say. */
async function mostBytes(client: MatrixClient): Promise<number> {
  const config = await client.getMediaConfig(true).catch(() => undefined);
  return config?.["m.upload.size"] ?? Infinity;
}
