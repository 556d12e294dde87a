import { useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { rememberDirect } from "../people/direct.ts";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import styles from "./InvitationPane.module.css";

/** An invitation to a chat, to be accepted or not. */
export function InvitationPane({ room, onDeclined }: { room: Room; onDeclined: () => void }) {
  const text = useText();
  const { client, userId } = useConnection();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const own = room.getMember(userId)?.events.member;
  const inviter = own?.getSender() ?? "";
  const inviterName = room.getMember(inviter)?.name ?? inviter;

  const answer = async (what: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await what();
    } catch (e) {
      setFailure(e);
    } finally {
      setBusy(false);
    }
  };
  const accept = async () => {
    await client.joinRoom(room.roomId);
    if (own?.getContent<{ is_direct?: boolean }>().is_direct) await rememberDirect(client, inviter, room.roomId);
  };
  const decline = async () => {
    await client.leave(room.roomId);
    onDeclined();
  };

  return (
    <div className={styles.invitation}>
      <Avatar id={inviter} name={inviterName} picture={room.getMember(inviter)?.getMxcAvatarUrl()} sidePixels={84} />
      <h2 dir="auto">{text.invitation.from(inviterName.slice(0, 100))}</h2>
      <p className={styles.id}>{inviter}</p>
      <p>{text.invitation.hint}</p>
      {failure !== undefined && <Problem>{problem(text, failure)}</Problem>}
      <div className={styles.answers}>
        <Button look="quiet" disabled={busy} onClick={() => void answer(decline)}>
          {text.invitation.decline}
        </Button>
        <Button disabled={busy} onClick={() => void answer(accept)}>
          {text.invitation.accept}
        </Button>
      </div>
    </div>
  );
}
