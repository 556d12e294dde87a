import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { Direction } from "matrix-js-sdk/lib/models/event-timeline.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { isMessage } from "../conversation/content.ts";
import { isHidden } from "../conversation/hidden.ts";
import { hasWords } from "./marked.ts";

/** Messages fetched at once. */
const PAGE_EVENTS = 100;
/** So many pages are looked through before somebody is asked whether to go on. */
const PAGES_AT_ONCE = 5;

export interface EncryptedHit {
  event: MatrixEvent;
  body: string;
}

/**
 * Looks for words in an encrypted chat from its newest message back. Only this device can do that: each message is
 * fetched and decrypted here.
 */
export class EncryptedSearch {
  readonly hits: EncryptedHit[] = [];
  looked = 0;
  /** Messages that this device has no key for. */
  unreadable = 0;
  private from: string | undefined;
  /** By what they change; going back, a change comes before what it changes. */
  private readonly changes = new Map<string, MatrixEvent>();
  private begun = false;

  constructor(
    private readonly client: MatrixClient,
    private readonly room: Room,
    private readonly term: string,
  ) {}

  get hasMore(): boolean {
    return !this.begun || this.from !== undefined;
  }

  /** Looks through some more; without a network, at what this device has loaded. */
  async further(): Promise<void> {
    if (!this.begun) {
      const newest = this.room.getLiveTimeline();
      this.from = newest.getPaginationToken(Direction.Backward) ?? undefined;
      await this.look([...newest.getEvents()].reverse());
      this.begun = true;
    }
    for (let page = 0; page < PAGES_AT_ONCE && this.from !== undefined; page++) {
      const { roomId } = this.room;
      const { chunk, end } = await this.client.createMessagesRequest(
        roomId,
        this.from,
        PAGE_EVENTS,
        Direction.Backward,
      );
      const mapped = this.client.getEventMapper({ decrypt: false, preventReEmit: true });
      await this.look(chunk.map((event) => mapped({ room_id: roomId, ...event })));
      this.from = chunk.length > 0 ? end : undefined;
    }
  }

  private async look(newestFirst: readonly MatrixEvent[]): Promise<void> {
    for (const event of newestFirst) {
      await this.client.decryptEventIfNeeded(event);
      if (event.isRelation("m.replace")) this.noteChange(event);
      if (!isMessage(event) || event.isRedacted() || isHidden(this.room, event)) continue;
      this.looked++;
      if (event.isDecryptionFailure()) this.unreadable++;
      const body = this.bodyOf(event);
      if (hasWords(body, this.term)) this.hits.push({ event, body });
    }
  }

  private noteChange(change: MatrixEvent): void {
    const of = change.relationEventId;
    if (of !== undefined && !change.isRedacted() && !this.changes.has(of)) this.changes.set(of, change);
  }

  private bodyOf(event: MatrixEvent): string {
    const change = this.changes.get(event.getId() ?? "");
    const changed = change?.getSender() === event.getSender() ? change : undefined;
    const { "m.new_content": anew } = changed?.getContent() ?? {};
    const { body } = (anew ?? event.getContent()) as { body?: unknown };
    return typeof body === "string" ? body : "";
  }
}
