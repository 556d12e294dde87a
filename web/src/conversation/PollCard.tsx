import { useCallback, useEffect, useState } from "react";
import { PollEvent } from "matrix-js-sdk/lib/models/poll.js";
import type { Relations } from "matrix-js-sdk/lib/models/relations.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useConnection } from "../session/useConnection.ts";
import { isEnoughFor } from "../people/roomState.ts";
import { Icon } from "../ui/Icon.tsx";
import { Meter } from "../ui/Meter.tsx";
import styles from "./PollCard.module.css";
import { POLL_END, POLL_RESPONSE, endContent, tally, votedIn, voteContent, type Poll, type Vote } from "./polls.ts";
import { nameOf, type Message } from "./useConversation.ts";

/** More names than this do not stand beside an answer. */
const NAMED_MAX = 20;

/** A poll: its answers with who has chosen them, and the way to choose. */
export function PollCard({ message, poll }: { message: Message; poll: Poll }) {
  const text = useText();
  const { outbox, userId } = useConnection();
  const { room, event } = message;
  const id = event.getId() ?? "";
  const { votes, ended, incomplete } = useVotes(room, id);
  const [wanted, setWanted] = useState<string[]>();
  const others = wanted ? votes.filter(({ sender }) => sender !== userId) : votes;
  const counted = tally(poll, wanted ? [...others, { sender: userId, sentMillis: 0, answers: wanted }] : votes);
  const own = poll.answers.filter((_, place) => counted[place]?.includes(userId)).map(({ id: answer }) => answer);
  const people = new Set(counted.flat()).size;
  const shows = ended || (poll.disclosed && own.length > 0) || (poll.disclosed && message.own);
  const most = Math.max(0, ...counted.map((voters) => voters.length));
  const mayEnd = message.own || isEnoughFor(room, "redact", room.getMember(userId)?.powerLevel ?? 0);

  // What the server has of one's vote is what was wanted: from here on it speaks for itself.
  if (wanted && sameAnswers(lastOf(votes, userId), wanted)) setWanted(undefined);
  /** A refusal is shown above the composer; what was wanted is not shown any more. */
  const act = (type: string, content: object) => {
    outbox.send({ roomId: room.roomId, type, content }).catch((e: unknown) => {
      console.warn("no vote", e);
      setWanted(undefined);
    });
  };
  const choose = (answer: string) => {
    const chosen = own.includes(answer)
      ? own.filter((other) => other !== answer)
      : poll.selectionsMax === 1
        ? [answer]
        : [...own, answer].slice(-poll.selectionsMax);
    setWanted(chosen);
    act(POLL_RESPONSE, voteContent(id, chosen));
  };
  const end = () => act(POLL_END, endContent(id, text.poll.ended));

  return (
    <div className={styles.poll}>
      <p className={styles.kind}>
        <Icon name="poll" size={16} /> {text.conversation.poll}
        {poll.selectionsMax > 1 && <span> · {text.poll.several(poll.selectionsMax)}</span>}
      </p>
      <h3 dir="auto">{poll.question}</h3>
      <div role="group" aria-label={poll.question}>
        {poll.answers.map((answer, place) => {
          const voters = counted[place] ?? [];
          const names = voters.slice(0, NAMED_MAX).map((voter) => nameOf(room, voter));
          return (
            <button
              key={answer.id}
              type="button"
              className={styles.answer}
              aria-pressed={own.includes(answer.id)}
              disabled={ended || message.state !== "sent"}
              title={shows ? names.join(", ") : undefined}
              onClick={() => choose(answer.id)}
            >
              <span className={styles.line}>
                <span className={styles.mark}>{own.includes(answer.id) && <Icon name="check" size={14} />}</span>
                <bdi>{answer.text}</bdi>
                {shows && (
                  <span className={styles.count}>
                    {ended && most > 0 && voters.length === most && <b>{text.poll.most} </b>}
                    {text.poll.votes(voters.length)}
                  </span>
                )}
              </span>
              {shows && <Meter share={voters.length / Math.max(1, people)} />}
            </button>
          );
        })}
      </div>
      <p className={styles.foot}>
        <span role="status">
          {ended ? `${text.poll.ended} ` : ""}
          {text.poll.people(people)}
          {!ended && !poll.disclosed && ` · ${text.poll.undisclosed}`}
        </span>
        {!ended && mayEnd && message.state === "sent" && (
          <button type="button" onClick={end}>
            {text.poll.end}
          </button>
        )}
      </p>
      {incomplete > 0 && <p className={styles.foot}>{text.poll.unreadable(incomplete)}</p>}
    </div>
  );
}

/** What has been voted until the poll was ended, all of it: also what came long after the question. */
function useVotes(room: Room, pollId: string): { votes: Vote[]; ended: boolean; incomplete: number } {
  useRevision(useCallback((changed) => listenTo(room, [PollEvent.New], changed), [room]));
  const poll = room.polls.get(pollId);
  const [responses, setResponses] = useState<Relations>();
  useEffect(() => {
    let current = true;
    poll?.getResponses().then(
      (all) => {
        if (current) setResponses(all);
      },
      (e: unknown) => console.warn("votes not loaded", e),
    );
    return () => {
      current = false;
    };
  }, [poll]);
  useRevision(
    useCallback(
      (changed) =>
        poll
          ? listenTo(poll, [PollEvent.Responses, PollEvent.End, PollEvent.UndecryptableRelations], changed)
          : () => undefined,
      [poll],
    ),
  );
  const votes = (responses?.getRelations() ?? []).map((event) => ({
    sender: event.getSender() ?? "",
    sentMillis: event.getTs(),
    answers: votedIn(event.getContent()),
  }));
  return { votes, ended: poll?.isEnded ?? false, incomplete: poll?.undecryptableRelationsCount ?? 0 };
}

function lastOf(votes: readonly Vote[], sender: string): string[] {
  const own = votes.filter((vote) => vote.sender === sender).sort((a, b) => a.sentMillis - b.sentMillis);
  return own.at(-1)?.answers ?? [];
}

function sameAnswers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((answer) => b.includes(answer));
}
