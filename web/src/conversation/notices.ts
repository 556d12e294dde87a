import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Text } from "../i18n/language.ts";
import { asksToCompare } from "./content.ts";

/** What happened to the room, in a sentence; nothing where nobody needs to be told. */
export function noticeOf(text: Text, event: MatrixEvent, nameOf: (userId: string) => string): string | undefined {
  const who = nameOf(event.getSender() ?? "");
  if (asksToCompare(event)) return text.notices.compares(who);
  if (!event.isState()) return undefined;
  switch (event.getType()) {
    case EventType.RoomCreate:
      return text.notices.created(who);
    case EventType.RoomMember:
      return membership(text, event, who, nameOf);
    case EventType.RoomName: {
      const { name } = event.getContent<{ name?: unknown }>();
      return typeof name === "string" && name !== "" ? text.notices.named(who, name.slice(0, 100)) : undefined;
    }
    case EventType.RoomAvatar:
      return text.notices.pictured(who);
    case EventType.RoomHistoryVisibility:
      return history(text, event, who);
    case EventType.RoomEncryption:
      return text.notices.encrypted;
    default:
      return undefined;
  }
}

/** A change of what newcomers read; what a chat begins with is no news. */
function history(text: Text, event: MatrixEvent, who: string): string | undefined {
  const visibility = ({ history_visibility: value }: { history_visibility?: string }) =>
    value === "shared" || value === "world_readable";
  const before = event.getPrevContent() as { history_visibility?: string };
  if (before.history_visibility === undefined || visibility(before) === visibility(event.getContent()))
    return undefined;
  return visibility(event.getContent()) ? text.notices.historyShown(who) : text.notices.historyHidden(who);
}

function membership(
  text: Text,
  event: MatrixEvent,
  who: string,
  nameOf: (userId: string) => string,
): string | undefined {
  const whom = event.getStateKey() ?? "";
  const now = event.getContent<{ membership?: string }>().membership;
  const before = (event.getPrevContent() as { membership?: string }).membership;
  if (now === before) return undefined;
  switch (now) {
    case "join":
      return text.notices.joined(nameOf(whom));
    case "invite":
      return text.notices.invited(who, nameOf(whom));
    case "knock":
      return text.notices.knocked(nameOf(whom));
    case "leave":
    case "ban":
      if (event.getSender() !== whom) return text.notices.removed(who, nameOf(whom));
      if (before === "knock") return undefined;
      return before === "invite" ? text.notices.declined(who) : text.notices.left(who);
    default:
      return undefined;
  }
}
