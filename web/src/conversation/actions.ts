import { createContext, useContext } from "react";
import type { Point } from "../ui/Menu.tsx";
import type { Message } from "./useConversation.ts";

/** What the parts of a conversation ask of the whole. */
export interface Actions {
  /** Shows what can be done with a message, where a mouse has pressed. */
  openMenu: (message: Message, at?: Point) => void;
  /** Begins an answer. */
  reply: (message: Message) => void;
  /** Shows a photo large. */
  openPhoto: (message: Message) => void;
  /** Shows who somebody is. */
  openProfile: (userId: string) => void;
  /** The keys of the messages that are selected; nothing while none can be. */
  selected: ReadonlySet<string> | undefined;
  /** Selects messages, or no longer. */
  toggle: (messages: readonly Message[]) => void;
  /** Goes to a message of this chat. */
  jumpTo: (eventId: string) => void;
}

export const ActionsContext = createContext<Actions | undefined>(undefined);

export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error("not in a conversation");
  return actions;
}
