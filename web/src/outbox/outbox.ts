import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { MatrixError, safeGetRetryAfterMs } from "matrix-js-sdk/lib/http-api/errors.js";
import { EventStatus, type MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { RoomEvent } from "matrix-js-sdk/lib/models/room.js";
import { MatrixScheduler } from "matrix-js-sdk/lib/scheduler.js";
import { eraseOutbox, openOutbox } from "./database.ts";
import { KeptFiles } from "./keptFiles.ts";
import { KeptMessages } from "./keptMessages.ts";
import { retryMillis } from "./retry.ts";

/** Sends the messages of each chat one after the other, and again until a site has taken or refused them. */
export function patientScheduler(): MatrixScheduler {
  return new MatrixScheduler(
    (_event, attempts, error: unknown) => againInMillis(error, attempts),
    (event) => event.getRoomId() ?? null,
  );
}

/** How long to wait before something is sent again, by the error of the last of the attempts; −1 where it was refused. */
export function againInMillis(error: unknown, attempts: number): number {
  const httpStatus = error instanceof MatrixError ? error.httpStatus : undefined;
  const retryAfterMillis = safeGetRetryAfterMs(error, 0);
  return retryMillis({ ...(httpStatus !== undefined && { httpStatus }), retryAfterMillis }, attempts, Math.random());
}

type Send = (
  roomId: string,
  threadId: string | null,
  type: string,
  content: object,
  txnId: string,
) => Promise<{ event_id: string }>;

/**
 * Everything that is sent into a chat goes through here: it is kept on this device, with its transaction id, before it
 * is shown as waiting, and is forgotten when a site has it. What is left when the app ends is sent when it starts again,
 * under the same transaction id, so that the server takes it once.
 */
export class Outbox {
  private keeping: Promise<unknown> = Promise.resolve();
  /** Transaction ids of what this run of the app has begun to send. */
  private readonly begun = new Set<string>();
  private readonly kept: KeptMessages;
  /** What is to become a message when the server has it. */
  readonly files: KeptFiles;

  private constructor(
    private readonly client: MatrixClient,
    private readonly db: IDBDatabase,
    private readonly send: Send,
  ) {
    this.kept = new KeptMessages(db);
    this.files = new KeptFiles(db);
  }

  /** Puts itself between the client and its sending of events. */
  static async before(client: MatrixClient, userId: string): Promise<Outbox> {
    const outbox = new Outbox(client, await openOutbox(userId), client.sendEvent.bind(client));
    client.sendEvent = (...args: unknown[]) => outbox.sendEvent(...args);
    client.on(RoomEvent.LocalEchoUpdated, (event) => outbox.updated(event));
    return outbox;
  }

  /** Takes up what was waiting when the app ended; to be called when the chats have been read from this device. */
  restore(): Promise<void> {
    const restored = this.keeping.then(async () => {
      for (const { roomId, type, content, txnId } of await this.kept.all()) {
        if (this.hasArrived(roomId, txnId)) this.forget(txnId);
        else if (!this.begun.has(txnId)) {
          this.deliver(roomId, type, content, txnId).catch((e: unknown) => console.warn("not sent", e));
        }
      }
    });
    // What is written meanwhile comes after it.
    this.keeping = restored.catch(() => undefined);
    return restored;
  }

  async erase(): Promise<void> {
    await this.keeping;
    await eraseOutbox(this.db);
  }

  /** In the SDK's two forms: with the event's thread after the room, and without. */
  private sendEvent(...args: unknown[]): Promise<{ event_id: string }> {
    const [roomId, second] = args as [string, unknown];
    const hasThread = second === null || (typeof second === "string" && second.startsWith("$"));
    const [type, content, given] = (hasThread ? args.slice(2) : args.slice(1)) as [string, object, string | undefined];
    const thread = typeof second === "string" && hasThread ? second : null;
    const txnId = given ?? crypto.randomUUID();
    const whole =
      thread === null ? content : { "m.relates_to": { rel_type: "m.thread", event_id: thread }, ...content };
    const kept = this.keeping.then(() => this.kept.keep({ roomId, type, content: whole, txnId }));
    // One after the other, so that what was written first is shown and sent first; also where it cannot be kept.
    const shown = kept
      .catch((e: unknown) => console.warn("a message is not kept on this device", e))
      .then(() => ({ sent: this.deliver(roomId, type, whole, txnId) }));
    this.keeping = shown;
    return shown.then(({ sent }) => sent);
  }

  private async deliver(roomId: string, type: string, content: object, txnId: string): Promise<{ event_id: string }> {
    this.begun.add(txnId);
    const answer = await this.send(roomId, null, type, content, txnId);
    this.forget(txnId);
    return answer;
  }

  /** A message that the SDK has sent again, or that was given up, is not waiting any more. */
  private updated(event: MatrixEvent): void {
    const txnId = event.getTxnId() ?? event.getUnsigned().transaction_id;
    const isOver = [null, EventStatus.SENT, EventStatus.CANCELLED].includes(event.status);
    if (txnId !== undefined && isOver) this.forget(txnId);
  }

  private hasArrived(roomId: string, txnId: string): boolean {
    const events = this.client.getRoom(roomId)?.getLiveTimeline().getEvents() ?? [];
    return events.some((event) => event.getUnsigned().transaction_id === txnId);
  }

  private forget(txnId: string): void {
    this.kept.forget(txnId).catch((e: unknown) => console.warn("still kept, and sent again under the same id", e));
  }
}
