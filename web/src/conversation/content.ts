import { EventType, MsgType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Text } from "../i18n/language.ts";
import { attachmentIn, type Attachment } from "../media/attachment.ts";
import { whyUndecryptable, type WhyUndecryptable } from "./undecryptable.ts";
import type { Card } from "./cards/card.ts";
import { cardFor } from "./cards/cards.ts";

export type AttachmentKind = "photo" | "video" | "voice" | "file" | "place" | "sticker";

/** What a message shows. */
export type Content =
  | { kind: "text"; text: string; edited: boolean }
  | { kind: "attachment"; what: AttachmentKind; name: string; file?: Attachment }
  | { kind: "card"; card: Card }
  /** By whom, if that was not its sender. */
  | { kind: "deleted"; by?: string }
  | { kind: "undecryptable"; why: WhyUndecryptable }
  | { kind: "unknown"; text: string };

/** Longer messages are cut: nobody reads on, and the page would stand still. */
const TEXT_CHARS_MAX = 20_000;

/** Whether an event is a message, and not about the room, about another message or between two programs. */
export function isMessage(event: MatrixEvent): boolean {
  const type = event.getType();
  const shown: string[] = [EventType.RoomMessage, EventType.RoomMessageEncrypted, EventType.Sticker];
  return (
    (shown.includes(type) || cardFor(type) !== undefined) && !event.isRelation("m.replace") && !asksToCompare(event)
  );
}

/** Whether somebody wants to make sure who somebody else is: a message only to clients that know nothing of that. */
export function asksToCompare(event: MatrixEvent): boolean {
  return event.getContent().msgtype === MsgType.KeyVerificationRequest;
}

/** Reads a message. Whatever somebody has put into it, this returns something that can be shown. */
export function contentOf(event: MatrixEvent): Content {
  if (event.isRedacted()) return deleted(event);
  if (event.getType() === EventType.RoomMessageEncrypted || event.isDecryptionFailure())
    return { kind: "undecryptable", why: whyUndecryptable(event) };
  const content = event.getContent<Record<string, unknown>>();
  const type = event.getType() === EventType.RoomMessage ? content.msgtype : event.getType();
  const readCard = typeof type === "string" ? cardFor(type) : undefined;
  const card = readCard?.(content);
  if (card) return { kind: "card", card };
  const written = typeof content.body === "string" ? content.body.slice(0, TEXT_CHARS_MAX) : "";
  const body = event.replyEventId === undefined ? written : withoutQuote(written);
  if (event.getType() === EventType.Sticker)
    return { kind: "attachment", what: "sticker", name: body, file: attachmentIn(content) };
  switch (content.msgtype) {
    case MsgType.Text:
    case MsgType.Notice:
      return body === "" ? { kind: "unknown", text: "" } : text(event, body);
    case MsgType.Emote:
      return text(event, `* ${body}`);
    case MsgType.Image:
      return { kind: "attachment", what: "photo", name: body, file: attachmentIn(content) };
    case MsgType.Video:
      return { kind: "attachment", what: "video", name: body, file: attachmentIn(content) };
    case MsgType.Audio:
      return { kind: "attachment", what: "voice", name: body, file: attachmentIn(content) };
    case MsgType.File:
      return { kind: "attachment", what: "file", name: body, file: attachmentIn(content) };
    case MsgType.Location:
      return { kind: "attachment", what: "place", name: body };
    default:
      return { kind: "unknown", text: body };
  }
}

function deleted(event: MatrixEvent): Content {
  const by = event.getUnsigned().redacted_because?.sender;
  return by === undefined || by === event.getSender() ? { kind: "deleted" } : { kind: "deleted", by };
}

function text(event: MatrixEvent, body: string): Content {
  return { kind: "text", text: body, edited: event.replacingEvent() !== null };
}

/** Older clients repeat before an answer what it answers to. */
export function withoutQuote(body: string): string {
  return /^> <@[^\n]*\n/.test(body) ? body.replace(/^(> [^\n]*\n)+\n?/, "") : body;
}

/** The photo that a message is, where it is one that can be shown. */
export function photoOf(content: Content): Attachment | undefined {
  const isPhoto = content.kind === "attachment" && (content.what === "photo" || content.what === "sticker");
  return isPhoto ? content.file : undefined;
}

/** A message in one line, for lists. */
export function oneLine(text: Text, content: Content): string {
  switch (content.kind) {
    case "text":
      return content.text.replace(/\s+/g, " ").slice(0, 200);
    case "attachment":
      return attachmentName(text, content.what);
    case "card":
      return content.card.line(text);
    case "deleted":
      return text.conversation.deleted;
    case "undecryptable":
      return text.chats.encrypted;
    case "unknown":
      return content.text.slice(0, 200) || text.conversation.unknown;
  }
}

export function attachmentName(text: Text, what: AttachmentKind): string {
  return text.conversation[what];
}
