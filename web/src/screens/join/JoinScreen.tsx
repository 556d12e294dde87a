import { useCallback, useEffect, useState } from "react";
import { JoinRule } from "matrix-js-sdk/lib/@types/partials.js";
import type { RoomSummary } from "matrix-js-sdk/lib/client.js";
import { RoomEvent } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../../i18n/language.ts";
import { listenTo } from "../../live/listen.ts";
import { useRevision } from "../../live/revision.ts";
import { Avatar } from "../../people/Avatar.tsx";
import { useAttempt } from "../../session/useAttempt.ts";
import { useConnection } from "../../session/useConnection.ts";
import { Button } from "../../ui/Button.tsx";
import { Problem } from "../../ui/Field.tsx";
import styles from "./JoinScreen.module.css";

interface Props {
  /** Or its alias. */
  roomId: string;
  /** The person is in the chat, or invited to it. */
  onIn: (roomId: string) => void;
}

/** Where a link to a chat leads: what chat it is, and asking to be let in. */
export function JoinScreen({ roomId, onIn }: Props) {
  const text = useText();
  const { client } = useConnection();
  const [summary, setSummary] = useState<RoomSummary>();
  const { busy, failure, sentence, attempt } = useAttempt();
  useRevision(useCallback((changed) => listenTo(client, [RoomEvent.MyMembership], changed), [client]));
  const id = summary?.room_id ?? roomId;
  const membership = client.getRoom(id)?.getMyMembership();
  const isIn = membership === "join" || membership === "invite";
  const ask = () => attempt(client.getRoomSummary(roomId).then(setSummary));
  useEffect(() => {
    if (isIn) onIn(id);
    else ask();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- asked once for each link
  }, [client, roomId, id, isIn, onIn]);

  const isGone = (failure as { errcode?: string } | undefined)?.errcode === "M_NOT_FOUND";
  const name = summary?.name?.slice(0, 200) ?? text.room.empty;
  return (
    <section className={styles.screen} aria-label={text.groupLink.title}>
      {summary && (
        <>
          <Avatar id={id} name={name} picture={summary.avatar_url} sidePixels={108} />
          <h1 dir="auto">{name}</h1>
          <p>{text.conversation.members(summary.num_joined_members)}</p>
          {membership === "knock" ? (
            <>
              <p role="status">{text.groupLink.asked}</p>
              <Button look="quiet" disabled={busy} onClick={() => attempt(client.leave(id))}>
                {text.groupLink.withdraw}
              </Button>
            </>
          ) : summary.join_rule === JoinRule.Public ? (
            <Button disabled={busy} onClick={() => attempt(client.joinRoom(roomId))}>
              {text.groupLink.join}
            </Button>
          ) : (
            <>
              <Button disabled={busy} onClick={() => attempt(client.knockRoom(roomId))}>
                {text.groupLink.ask}
              </Button>
              <p className={styles.hint}>{text.groupLink.askHint}</p>
            </>
          )}
        </>
      )}
      {!summary && failure === undefined && <p role="status">{text.common.loading}</p>}
      {sentence !== "" && <Problem>{isGone ? text.groupLink.gone : sentence}</Problem>}
    </section>
  );
}
