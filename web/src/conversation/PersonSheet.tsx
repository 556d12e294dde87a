import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { MemberDialog } from "../details/MemberDialog.tsx";
import { ProfileSheet } from "../profile/ProfileSheet.tsx";

interface Props {
  room: Room;
  userId: string;
  onClose: () => void;
}

/** The profile of somebody who has spoken in a chat; whoever is still in it can be given a role or removed. */
export function PersonSheet({ room, userId, onClose }: Props) {
  const member = room.getMember(userId);
  const isIn = member?.membership === "join" || member?.membership === "invite";
  if (isIn) return <MemberDialog room={room} member={member} onClose={onClose} />;
  return <ProfileSheet userId={userId} room={room} onClose={onClose} />;
}
