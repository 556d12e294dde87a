import { useEffect, useState } from "react";
import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { RoomMember } from "matrix-js-sdk/lib/models/room-member.js";
import { useLanguage, useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { partnerOf } from "../people/direct.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { InviteDialog } from "./InviteDialog.tsx";
import { MemberDialog } from "./MemberDialog.tsx";
import styles from "./Members.module.css";
import { roleName, roleOf } from "./roles.ts";

/** So many are shown at first, and so many more each time. */
const SHOWN_STEP = 50;

interface Props {
  room: Room;
  onChat: (roomId: string) => void;
}

/** Who is in a chat, the owners first, and who has been invited. */
export function Members({ room, onChat }: Props) {
  const text = useText();
  const language = useLanguage();
  const { client, userId } = useConnection();
  const partner = partnerOf(client, room);
  const isDirect = partner !== undefined;
  const mayInvite = isDirect ? partner !== userId : room.canInvite(userId);
  const [shown, setShown] = useState(SHOWN_STEP);
  const [inviting, setInviting] = useState(false);
  const [open, setOpen] = useState<RoomMember>();
  useEffect(() => {
    void room.loadMembersIfNeeded().catch((e: unknown) => console.warn("members not loaded", e));
  }, [room]);
  const order = new Intl.Collator(language).compare;
  const byRole = (a: RoomMember, b: RoomMember) => b.powerLevel - a.powerLevel || order(a.name, b.name);
  const joined = room.getMembersWithMembership(KnownMembership.Join).sort(byRole);
  const invited = room.getMembersWithMembership(KnownMembership.Invite).sort(byRole);

  return (
    <>
      <section className={styles.members}>
        <header>
          <h3>{text.details.members(room.getJoinedMemberCount())}</h3>
          {mayInvite && (
            <Button look="quiet" onClick={() => setInviting(true)}>
              {isDirect ? text.details.newGroup : text.details.invite}
            </Button>
          )}
        </header>
        <ul>
          {joined.slice(0, shown).map((member) => (
            <Row key={member.userId} member={member} withRole={!isDirect} onOpen={() => setOpen(member)} />
          ))}
        </ul>
        {joined.length > shown && (
          <Button look="quiet" onClick={() => setShown(shown + SHOWN_STEP)}>
            {text.details.showMore(Math.min(SHOWN_STEP, joined.length - shown))}
          </Button>
        )}
        {invited.length > 0 && (
          <>
            <h3>{text.details.invited(invited.length)}</h3>
            <ul>
              {invited.slice(0, SHOWN_STEP).map((member) => (
                <Row key={member.userId} member={member} withRole={!isDirect} onOpen={() => setOpen(member)} />
              ))}
            </ul>
          </>
        )}
      </section>
      {inviting && <InviteDialog room={room} onClose={() => setInviting(false)} onChat={onChat} />}
      {open && <MemberDialog room={room} member={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface RowProps {
  member: RoomMember;
  /** In a chat of two nobody stands above the other. */
  withRole: boolean;
  onOpen: () => void;
}

function Row({ member, withRole, onOpen }: RowProps) {
  const text = useText();
  const { userId } = useConnection();
  const role = roleOf(member.powerLevel);
  return (
    <li>
      <button type="button" onClick={onOpen}>
        <Avatar id={member.userId} name={member.name} picture={member.getMxcAvatarUrl()} sidePixels={38} />
        <bdi>{member.name.slice(0, 100)}</bdi>
        {member.userId === userId && <small>{text.details.you}</small>}
        {withRole && role !== "member" && <small className={styles.role}>{roleName(text, role)}</small>}
      </button>
    </li>
  );
}
