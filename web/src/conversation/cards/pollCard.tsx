import { PollCard } from "../PollCard.tsx";
import { pollIn } from "../polls.ts";
import type { Card } from "./card.ts";

/** A poll. Its votes belong to its chat. */
export function pollCard(content: Record<string, unknown>): Card | undefined {
  const poll = pollIn(content);
  return (
    poll && {
      line: (text) => `${text.conversation.poll}: ${poll.question.replace(/\s+/g, " ").slice(0, 200)}`,
      show: (message) => <PollCard message={message} poll={poll} />,
      mayForward: false,
    }
  );
}
