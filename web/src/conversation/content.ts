import { EventType, MsgType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Text } from "../i18n/language.ts";

/** What a message shows. */
export type Content =
  | { kind: "text"; text: string; edited: boolean }
  | { kind: "attachment"; what: "photo" | "video" | "voice" | "file" | "place" | "sticker"; name: string }
  | { kind: "deleted" }
  | { kind: "undecryptable" }
  | { kind: "unknown"; text: string };

/** Longer messages are cut: nobody reads on, and the page would stand still. */
const TEXT_CHARS_MAX = 20_000;

/** Whether an event is a message, and not about the room or about another message. */
export function isMessage(event: MatrixEvent): boolean {
  const type = event.getType();
  const shown: string[] = [EventType.RoomMessage, EventType.RoomMessageEncrypted, EventType.Sticker];
  return shown.includes(type) && !event.isRelation("m.replace");
}

/** Reads a message. Whatever somebody has put into it, this returns something that can be shown. */
export function contentOf(event: MatrixEvent): Content {
  if (event.isRedacted()) return { kind: "deleted" };
  if (event.getType() === EventType.RoomMessageEncrypted) return { kind: "undecryptable" };
  const content = event.getContent<Record<string, unknown>>();
  const body = typeof content.body === "string" ? content.body.slice(0, TEXT_CHARS_MAX) : "";
  if (event.getType() === EventType.Sticker) return { kind: "attachment", what: "sticker", name: body };
  switch (content.msgtype) {
    case MsgType.Text:
    case MsgType.Notice:
      return body === "" ? { kind: "unknown", text: "" } : text(event, body);
    case MsgType.Emote:
      return text(event, `* ${body}`);
    case MsgType.Image:
      return { kind: "attachment", what: "photo", name: body };
    case MsgType.Video:
      return { kind: "attachment", what: "video", name: body };
    case MsgType.Audio:
      return { kind: "attachment", what: "voice", name: body };
    case MsgType.File:
      return { kind: "attachment", what: "file", name: body };
    case MsgType.Location:
      return { kind: "attachment", what: "place", name: body };
    default:
      return { kind: "unknown", text: body };
  }
}

function text(event: MatrixEvent, body: string): Content {
  return { kind: "text", text: body, edited: event.replacingEvent() !== null };
}

/** A message in one line, for lists. */
export function oneLine(text: Text, content: Content): string {
  switch (content.kind) {
    case "text":
      return content.text.replace(/\s+/g, " ").slice(0, 200);
    case "attachment":
      return attachmentName(text, content.what);
    case "deleted":
      return text.conversation.deleted;
    case "undecryptable":
      return text.chats.encrypted;
    case "unknown":
      return content.text.slice(0, 200) || text.conversation.unknown;
  }
}

export function attachmentName(text: Text, what: Extract<Content, { kind: "attachment" }>["what"]): string {
  return text.conversation[what];
}
