export const REDACTION = "m.room.redaction";
const REACTION = "m.reaction";

/** An event to be sent into a chat: a message, or a change to one. */
export interface Outgoing {
  roomId: string;
  type: string;
  content: object;
  /** The event whose content a redaction removes. */
  redacts?: string;
  /** Encrypted files (mxc://…) that are deleted with that event. */
  files?: string[];
}

/** What an event changes about another one; such an event has no place of its own in a chat. */
export type Change = "deletion" | "reaction" | "edit" | "vote";

const BY_RELATION: Record<string, Change> = {
  "m.replace": "edit",
  "m.annotation": "reaction",
  "m.reference": "vote",
};

/**
 * What an event changes; nothing if it is a message of its own.
 *
 * @param redactedType the type of the event that a redaction is about, if it is known
 */
export function changeBy({ type, content }: Outgoing, redactedType: string | undefined): Change | undefined {
  if (type === REDACTION) return redactedType === REACTION ? "reaction" : "deletion";
  const relation = (content as { "m.relates_to"?: { rel_type?: string } })["m.relates_to"]?.rel_type;
  return relation === undefined ? undefined : BY_RELATION[relation];
}
