import { useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { RoomMember } from "matrix-js-sdk/lib/models/room-member.js";
import { useText } from "../i18n/language.ts";
import { isEnoughFor, levelToGiveRoles } from "../people/roomState.ts";
import { ProfileSheet } from "../profile/ProfileSheet.tsx";
import { useAttempt } from "../session/useAttempt.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { Question } from "../ui/Question.tsx";
import styles from "./dialogs.module.css";
import { LEVELS, roleName, roleOf, rolesToGive, type Role } from "./roles.ts";

interface Props {
  room: Room;
  member: RoomMember;
  onClose: () => void;
}

/** One member's profile, with what one may do about them in this chat. */
export function MemberDialog({ room, member, onClose }: Props) {
  const text = useText();
  const { client, userId } = useConnection();
  const own = room.getMember(userId)?.powerLevel ?? 0;
  const isOther = member.userId !== userId;
  const roles = isOther ? rolesToGive(own, member.powerLevel, levelToGiveRoles(room)) : [];
  const mayRemove = isOther && own > member.powerLevel && isEnoughFor(room, "kick", own);
  const { busy, sentence, attempt } = useAttempt();
  const [removing, setRemoving] = useState(false);
  const isInvited = member.membership === "invite";
  const done = (what: Promise<unknown>) => attempt(what.then(onClose));
  if (removing) {
    const name = member.name.slice(0, 40);
    return (
      <Question
        title={isInvited ? text.details.withdrawQuestion(name) : text.details.removeQuestion(name)}
        act={isInvited ? text.details.withdraw : text.details.removeNow}
        {...(isInvited && { back: text.common.close })}
        onAct={() => done(client.kick(room.roomId, member.userId))}
        disabled={busy}
        onClose={onClose}
      >
        <p>{isInvited ? text.details.withdrawHint : text.details.removeHint}</p>
        {sentence !== "" && <Problem>{sentence}</Problem>}
      </Question>
    );
  }
  return (
    <ProfileSheet userId={member.userId} room={room} onClose={onClose}>
      {roles.length > 0 && (
        <label className={styles.role}>
          {text.details.role}
          <select
            value={roleOf(member.powerLevel)}
            disabled={busy}
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
      {sentence !== "" && <Problem>{sentence}</Problem>}
      {mayRemove && (
        <Button look="danger" onClick={() => setRemoving(true)}>
          {isInvited ? text.details.withdraw : text.details.remove}
        </Button>
      )}
    </ProfileSheet>
  );
}
