import { useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { RoomMember } from "matrix-js-sdk/lib/models/room-member.js";
import { VerifyPerson } from "../encryption/VerifyPerson.tsx";
import { useText } from "../i18n/language.ts";
import { personPath } from "../links/links.ts";
import { go } from "../live/address.ts";
import { Avatar } from "../people/Avatar.tsx";
import { openDirect } from "../people/direct.ts";
import { handleOf } from "../people/handle.ts";
import { isEnoughFor, levelToGiveRoles } from "../people/roomState.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Question } from "../ui/Question.tsx";
import styles from "./dialogs.module.css";
import { LEVELS, roleName, roleOf, rolesToGive, type Role } from "./roles.ts";

interface Props {
  room: Room;
  member: RoomMember;
  attempt: (what: Promise<unknown>) => void;
  onChat: (roomId: string) => void;
  onClose: () => void;
}

/** One member, and what one may do about them. */
export function MemberDialog({ room, member, attempt, onChat, onClose }: Props) {
  const text = useText();
  const { client, userId } = useConnection();
  const own = room.getMember(userId)?.powerLevel ?? 0;
  const isOther = member.userId !== userId;
  const roles = isOther ? rolesToGive(own, member.powerLevel, levelToGiveRoles(room)) : [];
  const mayRemove = isOther && own > member.powerLevel && isEnoughFor(room, "kick", own);
  const [removing, setRemoving] = useState(false);
  const isInvited = member.membership === "invite";
  const done = (what: Promise<unknown>) => {
    attempt(what);
    onClose();
  };
  if (removing) {
    const name = member.name.slice(0, 40);
    return (
      <Question
        title={isInvited ? text.details.withdrawQuestion(name) : text.details.removeQuestion(name)}
        act={isInvited ? text.details.withdraw : text.details.removeNow}
        {...(isInvited && { back: text.common.close })}
        onAct={() => done(client.kick(room.roomId, member.userId))}
        onClose={onClose}
      >
        <p>{isInvited ? text.details.withdrawHint : text.details.removeHint}</p>
      </Question>
    );
  }
  return (
    <Dialog title={member.name.slice(0, 60)} onClose={onClose}>
      <div className={styles.who}>
        <Avatar id={member.userId} name={member.name} picture={member.getMxcAvatarUrl()} sidePixels={84} />
        <p>{handleOf(member.userId, userId)}</p>
      </div>
      {roles.length > 0 && (
        <label className={styles.role}>
          {text.details.role}
          <select
            value={roleOf(member.powerLevel)}
            onChange={(event) =>
              done(client.setPowerLevel(room.roomId, member.userId, LEVELS[event.target.value as Role]))
            }
          >
            {roles.map((role) => (
              <option key={role} value={role}>
                {roleName(text, role)}
              </option>
            ))}
          </select>
        </label>
      )}
      {isOther && (
        <>
          <Button look="quiet" onClick={() => go(personPath(member.userId))}>
            {text.person.title}
          </Button>
          <Button onClick={() => done(openDirect(client, member.userId).then(onChat))}>{text.details.chat}</Button>
        </>
      )}
      {isOther && <VerifyPerson room={room} userId={member.userId} onStarted={onClose} />}
      {mayRemove && (
        <Button look="danger" onClick={() => setRemoving(true)}>
          {isInvited ? text.details.withdraw : text.details.remove}
        </Button>
      )}
    </Dialog>
  );
}
