import { createStore } from "../live/store.ts";

/** A message that somebody goes to. */
export interface Jump {
  roomId: string;
  eventId: string;
}

/** Where somebody wants to go, until the chat has gone there. */
export const jumps = createStore<Jump | undefined>(undefined);
