import { EventType, MsgType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { Filter } from "matrix-js-sdk/lib/filter.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { Direction } from "matrix-js-sdk/lib/models/event-timeline.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { isMessage } from "../conversation/content.ts";
import { isHidden } from "../conversation/hidden.ts";
import { partsOf } from "../conversation/words.ts";
import { attachmentIn, type Attachment } from "../media/attachment.ts";

/** What a chat's drawer is divided into. */
export type Kind = "photos" | "files" | "links";

/** Something that somebody has sent into a chat. */
export interface Item {
  eventId: string;
  sender: string;
  sentMillis: number;
  /** A photo, a video or a file. */
  file?: Attachment;
  /** The words that hold a link. */
  words?: string;
}

/** Messages fetched at once. */
const PAGE_EVENTS = 100;
/** So many pages are looked through before somebody is asked whether to go on. */
const PAGES_AT_ONCE = 5;
/** Enough to fill the screen and some more. */
const ITEMS_AT_ONCE = 60;

const KINDS: Readonly<Partial<Record<string, Kind>>> = {
  [MsgType.Image]: "photos",
  [MsgType.Video]: "photos",
  [MsgType.File]: "files",
  [MsgType.Audio]: "files",
};

/** The photos, files or links of a chat, from the newest back. In encrypted chats each message is decrypted here. */
export class RoomFiles {
  readonly items: Item[] = [];
  /** No token yet stands for the newest message. */
  private from: string | null = null;
  private begun = false;
  private readonly known = new Set<string>();

  constructor(
    private readonly client: MatrixClient,
    private readonly room: Room,
    private readonly kind: Kind,
  ) {}

  get hasMore(): boolean {
    return !this.begun || this.from !== null;
  }

  /** Looks through some more. */
  async further(): Promise<void> {
    const wanted = this.items.length + ITEMS_AT_ONCE;
    for (let page = 0; page < PAGES_AT_ONCE && this.hasMore && this.items.length < wanted; page++) {
      const { roomId } = this.room;
      const { chunk, end } = await this.client.createMessagesRequest(
        roomId,
        this.from,
        PAGE_EVENTS,
        Direction.Backward,
        this.filter(),
      );
      const mapped = this.client.getEventMapper({ decrypt: false, preventReEmit: true });
      for (const event of chunk.map((one) => mapped({ room_id: roomId, ...one }))) await this.look(event);
      this.begun = true;
      this.from = chunk.length > 0 ? (end ?? null) : null;
    }
  }

  /** The server picks out what has a file, unless only devices can see that. */
  private filter(): Filter | undefined {
    if (this.kind === "links" || this.room.hasEncryptionStateEvent()) return undefined;
    const filter = new Filter(this.client.getUserId());
    filter.setDefinition({ room: { timeline: { types: [EventType.RoomMessage], contains_url: true } } });
    return filter;
  }

  private async look(event: MatrixEvent): Promise<void> {
    await this.client.decryptEventIfNeeded(event);
    const eventId = event.getId() ?? "";
    const isShown = isMessage(event) && !event.isRedacted() && !isHidden(this.room, event);
    if (!isShown || this.known.has(eventId) || this.client.isUserIgnored(event.getSender() ?? "")) return;
    const found = this.found(event.getContent());
    if (!found) return;
    this.known.add(eventId);
    this.items.push({ eventId, sender: event.getSender() ?? "", sentMillis: event.getTs(), ...found });
  }

  private found(content: Record<string, unknown>): Pick<Item, "file" | "words"> | undefined {
    const { msgtype, body } = content;
    if (this.kind === "links") {
      const hasLink = typeof body === "string" && partsOf(body, []).some(({ kind }) => kind === "link");
      return hasLink ? { words: body } : undefined;
    }
    const file = typeof msgtype === "string" && KINDS[msgtype] === this.kind ? attachmentIn(content) : undefined;
    return file && { file };
  }
}
