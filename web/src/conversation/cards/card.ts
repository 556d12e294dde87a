import type { ReactNode } from "react";
import type { Text } from "../../i18n/language.ts";
import type { Message } from "../useConversation.ts";

/** A message that is more than words: what it says in one line of a list, and what it shows in its chat. */
export interface Card {
  line: (text: Text) => string;
  show: (message: Message) => ReactNode;
  /** Whether it means the same in another chat. */
  mayForward: boolean;
}

/** Reads a message's content; nothing where it is not what it says. */
export type CardReader = (content: Record<string, unknown>) => Card | undefined;
