import { useCallback, useMemo } from "react";
import { ClientEvent, type MatrixClient } from "matrix-js-sdk/lib/client.js";
import { RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { directChats } from "../people/direct.ts";
import { inNameOrder } from "../people/hangul.ts";
import { useConnection } from "../session/useConnection.ts";
import { isBlocked } from "./blocked.ts";
import { keptFriends, type Kept } from "./friendList.ts";
import { invitationTo } from "./requests.ts";

/** Somebody in one's list. */
export interface Friend {
  id: string;
  name: string;
  /** As Matrix names it (mxc://…). */
  picture: string | undefined;
  favourite: boolean;
  /** Asked, and has not accepted yet. */
  waiting: boolean;
  phone: string | undefined;
  email: string | undefined;
}

/** Somebody who wants to be a friend, and the chat to accept. */
export interface Request {
  id: string;
  name: string;
  picture: string | undefined;
  room: Room;
}

const CHANGES = [
  ClientEvent.AccountData,
  ClientEvent.Room,
  ClientEvent.DeleteRoom,
  ClientEvent.Sync,
  RoomEvent.MyMembership,
  RoomStateEvent.Members,
] as const;

/** One's friends in the order of their names, and who asks to be one. */
export function useFriends(): { friends: Friend[]; requests: Request[] } {
  const { client } = useConnection();
  const revision = useRevision(useCallback((changed) => listenTo(client, CHANGES, changed), [client]));
  return useMemo(
    () => ({ friends: friendsOf(client), requests: requestsTo(client) }),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the client is the same object however much it changes
    [client, revision],
  );
}

/** Whom one has added, and with whom one shares a chat of two; without those one has taken out or blocked. */
export function friendsOf(client: MatrixClient): Friend[] {
  const kept = keptFriends(client);
  const chats = directChats(client);
  for (const [id, room] of chats) {
    const isAccepted = room.getMember(id)?.membership === "join";
    if (isAccepted) kept.set(id, { listed: true, ...kept.get(id) });
  }
  return [...kept]
    .filter(([id, { listed }]) => listed && id !== client.getUserId() && !isBlocked(client, id))
    .map(([id, what]) => friend(client, id, what, chats.get(id)))
    .sort((a, b) => inNameOrder(a.name, b.name));
}

function friend(client: MatrixClient, id: string, kept: Kept, room: Room | undefined): Friend {
  const member = room?.getMember(id);
  const user = client.getUser(id);
  return {
    id,
    name: (member?.rawDisplayName ?? user?.displayName ?? kept.name ?? id).slice(0, 100),
    picture: member?.getMxcAvatarUrl() ?? user?.avatarUrl,
    favourite: kept.favourite === true,
    waiting: member?.membership === "invite",
    phone: kept.phone,
    email: kept.email,
  };
}

function requestsTo(client: MatrixClient): Request[] {
  const ownId = client.getSafeUserId();
  return client.getRooms().flatMap((room): Request[] => {
    const invitation = invitationTo(room, ownId);
    if (!invitation?.isRequest || isBlocked(client, invitation.inviter)) return [];
    const { inviter: id } = invitation;
    const member = room.getMember(id);
    return [{ id, name: (member?.name ?? id).slice(0, 100), picture: member?.getMxcAvatarUrl(), room }];
  });
}
