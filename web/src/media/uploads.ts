import type { RoomMessageEventContent } from "matrix-js-sdk/lib/@types/events.js";
import { MsgType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { createStore, useStore } from "../live/store.ts";

/** A file on its way to the server. */
export interface Upload {
  id: string;
  roomId: string;
  file: File;
  state: "waiting" | "uploading" | "failed" | "too-large";
  /** How much has gone, from 0 to 1. */
  share: number;
}

const uploads = createStore<readonly Upload[]>([]);
const running = new Map<string, AbortController>();
let made = 0;

/** The files on their way to a chat, in the order in which they will stand there. */
export function useUploads(roomId: string): Upload[] {
  return useStore(uploads).filter((upload) => upload.roomId === roomId);
}

/** Sends files, one after the other. */
export function send(client: MatrixClient, roomId: string, files: readonly File[]): void {
  const added = files.map((file): Upload => ({ id: `upload ${++made}`, roomId, file, state: "waiting", share: 0 }));
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
    const { content_uri } = await client.uploadContent(file, {
      abortController,
      progressHandler: ({ loaded, total }) => change(id, { share: total > 0 ? loaded / total : 0 }),
    });
    const content = await contentFor(file, content_uri);
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

async function contentFor(file: File, url: string): Promise<RoomMessageEventContent> {
  const base = { body: file.name, filename: file.name, url };
  const info = { mimetype: file.type || "application/octet-stream", size: file.size };
  if (file.type.startsWith("image/")) {
    const sides = await sidesOf(file);
    // What the browser cannot draw is a file like any other.
    if (sides) return { ...base, msgtype: MsgType.Image, info: { ...info, ...sides } };
  }
  if (file.type.startsWith("video/")) return { ...base, msgtype: MsgType.Video, info };
  if (file.type.startsWith("audio/")) return { ...base, msgtype: MsgType.Audio, info };
  return { ...base, msgtype: MsgType.File, info };
}

async function sidesOf(file: File): Promise<{ w: number; h: number } | undefined> {
  try {
    const bitmap = await createImageBitmap(file);
    const sides = { w: bitmap.width, h: bitmap.height };
    bitmap.close();
    return sides;
  } catch {
    return undefined;
  }
}
