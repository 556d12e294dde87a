import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { EventStatus, type MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { RoomEvent } from "matrix-js-sdk/lib/models/room.js";
import { removeFile } from "./removeFile.ts";
import { createStore } from "../live/store.ts";
import { eraseOutbox, openOutbox } from "./database.ts";
import { KeptFiles } from "./keptFiles.ts";
import { KeptMessages } from "./keptMessages.ts";
import { changeBy, REDACTION, type Change, type Outgoing } from "./outgoing.ts";

interface Sent {
  event_id: string;
}

/** A change to a message that the server has refused; it is undone on the screen. */
export interface RefusedChange {
  /** Its transaction id. */
  id: string;
  change: Change;
  outgoing: Outgoing;
  error: unknown;
}

/**
 * Everything that is sent into a chat goes through here: messages, edits, deletions, reactions, votes. Each is kept on
 * this device, with its transaction id, before it is shown as waiting, and is forgotten when a site has it. What is
 * left when the app ends is sent when it starts again, under the same transaction id, so that the server takes it once.
 *
 * What the server refuses stays visible: a message as "not sent", a change in `refused`.
 */
export class Outbox {
  private keeping: Promise<unknown> = Promise.resolve();
  /** What this run of the app has begun to send, by transaction id. */
  private readonly begun = new Map<string, Outgoing>();
  private readonly kept: KeptMessages;
  /** What is to become a message when the server has it. */
  readonly files: KeptFiles;
  /** The events that are being deleted; the SDK shows a deletion only when the server has confirmed it. */
  readonly deleting = createStore<ReadonlySet<string>>(new Set());
  readonly refused = createStore<readonly RefusedChange[]>([]);

  private constructor(
    private readonly client: MatrixClient,
    private readonly db: IDBDatabase,
  ) {
    this.kept = new KeptMessages(db);
    this.files = new KeptFiles(db);
  }

  static async open(client: MatrixClient, userId: string): Promise<Outbox> {
    const outbox = new Outbox(client, await openOutbox(userId));
    client.on(RoomEvent.LocalEchoUpdated, (event) => outbox.updated(event));
    return outbox;
  }

  /** Sends what was waiting when the app ended; to be called when the chats have been read from this device. */
  restore(): Promise<void> {
    const restored = this.keeping.then(async () => {
      for (const { txnId, roomId, type, content, redacts, files } of await this.kept.all()) {
        const outgoing = { roomId, type, content, ...(redacts !== undefined && { redacts }), ...(files && { files }) };
        if (files === undefined && this.hasArrived(roomId, txnId)) this.forget(txnId);
        else if (!this.begun.has(txnId)) {
          this.deliver(outgoing, txnId).catch((e: unknown) => console.warn("not sent", e));
        }
      }
    });
    // What is written meanwhile comes after it.
    this.keeping = restored.catch(() => undefined);
    return restored;
  }

  /** How many messages and changes no site has accepted yet. */
  async waiting(): Promise<number> {
    await this.keeping;
    return this.kept.count();
  }

  async erase(): Promise<void> {
    await this.keeping;
    await eraseOutbox(this.db);
  }

  /** Resolves when a site has accepted it; rejects when it is refused. */
  send(outgoing: Outgoing, txnId: string = crypto.randomUUID()): Promise<Sent> {
    this.markDeleting(outgoing);
    const kept = this.keeping.then(() => this.kept.keep({ ...outgoing, txnId }));
    // One after the other, so that what was written first is shown and sent first; also where it cannot be kept.
    const shown = kept
      .catch((e: unknown) => console.warn("a message is not kept on this device", e))
      .then(() => ({ sent: this.deliver(outgoing, txnId) }));
    this.keeping = shown;
    return shown.then(({ sent }) => sent);
  }

  /** Removes the content of an event, for everybody, and then files from the server. */
  redact(roomId: string, eventId: string, files: string[] = []): Promise<Sent> {
    const outgoing = { roomId, type: REDACTION, content: {}, redacts: eventId };
    return this.send(files.length === 0 ? outgoing : { ...outgoing, files });
  }

  /** Sends a message again that was refused. */
  async resend(event: MatrixEvent): Promise<void> {
    const room = this.client.getRoom(event.getRoomId());
    if (room) await this.client.resendEvent(event, room);
  }

  /** Gives up a message that was refused or waits behind others. */
  drop(event: MatrixEvent): void {
    this.client.cancelPendingEvent(event);
  }

  /** Tries a refused change again. */
  async retry({ id, outgoing }: RefusedChange): Promise<void> {
    this.dismiss(id);
    await this.send(outgoing);
  }

  dismiss(id: string): void {
    this.refused.set(this.refused.get().filter((one) => one.id !== id));
  }

  private async deliver(outgoing: Outgoing, txnId: string): Promise<Sent> {
    const { roomId, type, content, redacts, files = [] } = outgoing;
    this.begun.set(txnId, outgoing);
    this.markDeleting(outgoing);
    const sent =
      redacts === undefined
        ? await this.client.sendEvent(roomId, null, type as never, content as never, txnId)
        : await this.client.redactEvent(roomId, redacts, txnId);
    await Promise.all(files.map((mxc) => removeFile(this.client, mxc)));
    this.forget(txnId);
    return sent;
  }

  private updated(event: MatrixEvent): void {
    const txnId = event.getTxnId() ?? event.getUnsigned().transaction_id;
    if (txnId === undefined) return;
    const { status } = event;
    if (status === null || status === EventStatus.CANCELLED) this.unmarkDeleting(this.begun.get(txnId)?.redacts);
    const isDone = status === EventStatus.CANCELLED || this.begun.get(txnId)?.files === undefined;
    if (isDone && [null, EventStatus.SENT, EventStatus.CANCELLED].includes(status)) this.forget(txnId);
    // The SDK has to finish with this status before it takes the next one.
    if (status === EventStatus.NOT_SENT) queueMicrotask(() => this.undoChange(event, txnId));
  }

  /** A message shows by itself that it was refused. A change does not, so it is undone and reported. */
  private undoChange(event: MatrixEvent, txnId: string): void {
    const outgoing = this.begun.get(txnId);
    if (!outgoing || event.status !== EventStatus.NOT_SENT) return;
    const redacted = outgoing.redacts === undefined ? undefined : this.typeOf(outgoing.roomId, outgoing.redacts);
    const change = changeBy(outgoing, redacted);
    if (change === undefined) return;
    this.client.cancelPendingEvent(event);
    this.refused.set([...this.refused.get(), { id: txnId, change, outgoing, error: event.error }]);
  }

  private typeOf(roomId: string, eventId: string): string | undefined {
    return this.client.getRoom(roomId)?.findEventById(eventId)?.getType();
  }

  private markDeleting({ redacts }: Outgoing): void {
    if (redacts !== undefined) this.deleting.set(new Set(this.deleting.get()).add(redacts));
  }

  private unmarkDeleting(redacts: string | undefined): void {
    if (redacts === undefined || !this.deleting.get().has(redacts)) return;
    this.deleting.set(new Set([...this.deleting.get()].filter((id) => id !== redacts)));
  }

  private hasArrived(roomId: string, txnId: string): boolean {
    const events = this.client.getRoom(roomId)?.getLiveTimeline().getEvents() ?? [];
    return events.some((event) => event.getUnsigned().transaction_id === txnId);
  }

  private forget(txnId: string): void {
    this.kept.forget(txnId).catch((e: unknown) => console.warn("still kept, and sent again under the same id", e));
  }
}
