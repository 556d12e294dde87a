import type { RoomMessageEventContent } from "matrix-js-sdk/lib/@types/events.js";
import { MsgType, RelationType } from "matrix-js-sdk/lib/@types/event.js";

/** Somebody whom a message may mention. */
export interface Mentionable {
  userId: string;
  name: string;
}

/** What one answers to. */
export interface ReplyTo {
  eventId: string;
  sender: string;
}

/** The people among these whose name stands after an @ in the text. */
export function mentionedIn(body: string, picked: readonly Mentionable[]): string[] {
  return [...new Set(picked.filter(({ name }) => body.includes(`@${name}`)).map(({ userId }) => userId))];
}

/** A message as Matrix writes it. Whoever is answered is mentioned, too. */
export function textContent(
  body: string,
  mentioned: readonly string[],
  replyTo: ReplyTo | undefined,
  ownId: string,
): RoomMessageEventContent {
  const people = [...new Set([...mentioned, ...(replyTo ? [replyTo.sender] : [])])].filter((id) => id !== ownId);
  return {
    msgtype: MsgType.Text,
    body,
    "m.mentions": people.length > 0 ? { user_ids: people } : {},
    ...(replyTo && { "m.relates_to": { "m.in_reply_to": { event_id: replyTo.eventId } } }),
  };
}

/** Another text for a message that has been sent. Nobody is mentioned anew. */
export function editContent(body: string, mentioned: readonly string[], eventId: string): RoomMessageEventContent {
  const mentions = mentioned.length > 0 ? { user_ids: [...mentioned] } : {};
  return {
    msgtype: MsgType.Text,
    body: `* ${body}`,
    "m.mentions": {},
    "m.new_content": { msgtype: MsgType.Text, body, "m.mentions": mentions },
    "m.relates_to": { rel_type: RelationType.Replace, event_id: eventId },
  };
}

/** A message for another chat: what it says, without what it answered to and whom it mentioned. */
export function forwardContent(content: Record<string, unknown>): RoomMessageEventContent {
  const left = new Set(["m.relates_to", "m.mentions", "m.new_content"]);
  const kept = Object.fromEntries(Object.entries(content).filter(([key]) => !left.has(key)));
  return { ...kept, "m.mentions": {} } as unknown as RoomMessageEventContent;
}

/** The word after an @ that is being written, where the caret is in one. */
export function mentionBegun(text: string, caret: number): { from: number; word: string } | undefined {
  const match = /(?:^|\s)@([^\s@]{0,30})$/u.exec(text.slice(0, caret));
  return match?.[1] === undefined ? undefined : { from: caret - match[1].length - 1, word: match[1] };
}
