import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { createStore, useStore } from "../live/store.ts";
import type { KeptFile, Voice } from "../outbox/keptFiles.ts";
import type { Outbox } from "../outbox/outbox.ts";
import { TellsPlace, uploadedContent } from "./uploadedContent.ts";

/** A file on its way to the server. */
export interface Upload extends KeptFile {
  state: "waiting" | "uploading" | "failed" | "too-large" | "asks-about-place";
  /** Whether somebody wants it sent although it may say where it was made. */
  mayTellPlace?: boolean;
  /** How much has gone, from 0 to 1. */
  share: number;
  /** Whether it would still be sent after the end of this page. */
  isKept: boolean;
}

const uploads = createStore<readonly Upload[]>([]);
const running = new Map<string, AbortController>();

/** Who sends, while somebody is signed in. */
let sender: { client: MatrixClient; outbox: Outbox } | undefined;

/**
 * Takes up what was on its way when the app ended; returns how to give all up: whoever has left this device sends no
 * more from it.
 *
 * @param chatsRead resolves when it is known of each chat whether it is encrypted
 */
export function startUploads(client: MatrixClient, outbox: Outbox, chatsRead: Promise<unknown>): () => void {
  const own = { client, outbox };
  sender = own;
  const takeUp = async () => {
    await chatsRead;
    const files = await outbox.files.all();
    if (sender !== own) return;
    const here = new Set(uploads.get().map(({ id }) => id));
    const left = files.filter(({ id }) => !here.has(id));
    const isIn = ({ roomId }: KeptFile) => client.getRoom(roomId)?.getMyMembership() === "join";
    left.filter((file) => !isIn(file)).forEach(({ id }) => forget(id));
    uploads.set([...left.filter(isIn).map((file) => ({ ...waiting(file), isKept: true })), ...uploads.get()]);
    void next();
  };
  takeUp().catch((e: unknown) => console.warn("files on their way are not taken up", e));
  return () => {
    sender = undefined;
    uploads.set([]);
    for (const controller of running.values()) controller.abort();
  };
}

/** The files on their way to a chat, in the order in which they will stand there. */
export function useUploads(roomId: string): Upload[] {
  return useStore(uploads).filter((upload) => upload.roomId === roomId);
}

/** Sends files, one after the other. */
export function send(roomId: string, files: readonly File[], voice?: Voice): void {
  const added = files.map((file) => waiting({ id: crypto.randomUUID(), roomId, file, voice }));
  uploads.set([...uploads.get(), ...added]);
  for (const upload of added) void keep(upload);
  void next();
}

export function retry(id: string): void {
  change(id, { state: "waiting", share: 0 });
  void next();
}

/** Sends a file that may say where it was made, because somebody wants it to go all the same. */
export function sendWithPlace(id: string): void {
  change(id, { mayTellPlace: true });
  retry(id);
}

export function cancel(id: string): void {
  drop(id);
  running.get(id)?.abort();
  void next();
}

/** Whether something would be lost with this page. */
export function wouldFilesBeLost(): boolean {
  const unsent = ["waiting", "uploading", "asks-about-place"];
  return uploads.get().some(({ state, isKept }) => !isKept && unsent.includes(state));
}

function waiting(file: KeptFile): Upload {
  return { ...file, state: "waiting", share: 0, isKept: false };
}

async function keep({ id, roomId, file, voice }: Upload): Promise<void> {
  const isKept = (await sender?.outbox.files.keep({ id, roomId, file, voice })) ?? false;
  change(id, { isKept });
}

function drop(id: string): void {
  uploads.set(uploads.get().filter((upload) => upload.id !== id));
  forget(id);
}

function forget(id: string): void {
  sender?.outbox.files.forget(id).catch((e: unknown) => console.warn("a file is still kept", e));
}

function change(id: string, to: Partial<Upload>): void {
  uploads.set(uploads.get().map((upload) => (upload.id === id ? { ...upload, ...to } : upload)));
}

async function next(): Promise<void> {
  const upload = uploads.get().find(({ state }) => state === "waiting");
  if (!upload || !sender || running.size > 0) return;
  const { client, outbox } = sender;
  const { id, file } = upload;
  const abortController = new AbortController();
  running.set(id, abortController);
  change(id, { state: "uploading" });
  try {
    const most = await mostBytes(client);
    if (file.size > most) {
      change(id, { state: "too-large" });
      forget(id);
      return;
    }
    const content = await uploadedContent(client, upload, abortController.signal, (share) => change(id, { share }));
    // Given up meanwhile.
    if (!uploads.get().some((other) => other.id === id)) return;
    uploads.set(uploads.get().filter((other) => other.id !== id));
    const sent = outbox.send({ roomId: upload.roomId, type: EventType.RoomMessage, content }, id);
    sent.then(() => forget(id)).catch((e: unknown) => console.warn("not sent", e));
  } catch (e) {
    const isQuestion = e instanceof TellsPlace;
    if (!isQuestion) console.warn("not uploaded", e);
    change(id, { state: isQuestion ? "asks-about-place" : "failed" });
  } finally {
    running.delete(id);
    void next();
  }
}

/** What the server takes at most; anything where it does not say. */
async function mostBytes(client: MatrixClient): Promise<number> {
  const config = await client.getMediaConfig(true).catch(() => undefined);
  return config?.["m.upload.size"] ?? Infinity;
}
