import { MsgType } from "matrix-js-sdk/lib/@types/event.js";
import type { CardReader } from "./card.ts";
import { fileCard } from "./fileCard.tsx";
import { pollCard } from "./pollCard.tsx";
import { POLL_START, STABLE_POLL_START } from "../polls.ts";

/** The cards of chats, by the type of the event, or by the `msgtype` of a plain message. Another one is a line here. */
const cards: Readonly<Record<string, CardReader>> = {
  [POLL_START]: pollCard,
  [STABLE_POLL_START]: pollCard,
  [MsgType.File]: fileCard,
};

export function cardFor(type: string): CardReader | undefined {
  return Object.hasOwn(cards, type) ? cards[type] : undefined;
}
