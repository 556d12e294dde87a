import { useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { BlockDialog } from "../friends/BlockDialog.tsx";
import { accept, decline, invitationTo } from "../friends/requests.ts";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { handleOf } from "../people/handle.ts";
import { ProfileSheet } from "../profile/ProfileSheet.tsx";
import { useAttempt } from "../session/useAttempt.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import styles from "./InvitationPane.module.css";

/** An invitation to a chat, to be accepted or not; to a chat of two, it is a friend request. */
export function InvitationPane({ room, onDeclined }: { room: Room; onDeclined: () => void }) {
  const text = useText();
  const { client, userId } = useConnection();
  const { busy, sentence, attempt } = useAttempt();
  const [blocking, setBlocking] = useState(false);
  const [looking, setLooking] = useState(false);
  const { inviter = "", isRequest = false } = invitationTo(room, userId) ?? {};
  const inviterName = (room.getMember(inviter)?.name ?? inviter).slice(0, 100);

  return (
    <div className={styles.invitation}>
      <button type="button" className={styles.face} onClick={() => setLooking(true)}>
        <Avatar id={inviter} name={inviterName} picture={room.getMember(inviter)?.getMxcAvatarUrl()} sidePixels={84} />
        <span className="only-read-aloud">{text.person.of(inviterName)}</span>
      </button>
      <h2 dir="auto">{isRequest ? text.invitation.request(inviterName) : text.invitation.from(inviterName)}</h2>
      <p className={styles.id}>{handleOf(inviter, userId)}</p>
      <p>{text.invitation.hint}</p>
      {sentence !== "" && <Problem>{sentence}</Problem>}
      <div className={styles.answers}>
        <Button look="quiet" disabled={busy} onClick={() => attempt(decline(client, room).then(onDeclined))}>
          {text.invitation.decline}
        </Button>
        <Button disabled={busy} onClick={() => attempt(accept(client, room))}>
          {text.invitation.accept}
        </Button>
      </div>
      <Button look="danger" disabled={busy} onClick={() => setBlocking(true)}>
        {text.person.block}
      </Button>
      {looking && <ProfileSheet userId={inviter} onClose={() => setLooking(false)} />}
      {blocking && (
        <BlockDialog
          person={{ id: inviter, name: inviterName }}
          attempt={(what) => attempt(what.then(onDeclined))}
          onClose={() => setBlocking(false)}
        />
      )}
    </div>
  );
}
