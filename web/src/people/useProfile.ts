import { useEffect, useState } from "react";
import { ClientEvent, type MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { RoomMember } from "matrix-js-sdk/lib/models/room-member.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { UserEvent } from "matrix-js-sdk/lib/models/user.js";
import { SyncState } from "matrix-js-sdk/lib/sync.js";
import { listenTo } from "../live/listen.ts";
import { useConnection } from "../session/useConnection.ts";

export interface Profile {
  name: string;
  /** As Matrix names it (mxc://…). */
  picture: string | undefined;
  /** Whether the server has answered, and knows them. Until then the rest is what chats on this device tell. */
  state: "asking" | "known" | "unknown" | "unreachable";
}

const NAME_CHARS_MAX = 100;

/** What somebody calls themselves and looks like, outside of any chat; follows what they change. */
export function useProfile(userId: string): Profile {
  const { client } = useConnection();
  const [profile, setProfile] = useState<Profile & { of: string }>();
  useEffect(() => {
    let known: Profile = { ...toldByChats(client, userId), state: "asking" };
    let asked = 0;
    const ask = async () => {
      const question = ++asked;
      const answer = await profileOf(client, userId);
      if (question !== asked) return;
      // What the server has said holds while it cannot be reached.
      if (answer.state !== "unreachable" || known.state === "asking") known = answer;
      setProfile({ of: userId, ...known });
    };
    void ask();
    const stop = followProfile(
      client,
      userId,
      () => known,
      () => void ask(),
    );
    return () => {
      asked++;
      stop();
    };
  }, [client, userId]);
  return profile?.of === userId ? profile : { ...toldByChats(client, userId), state: "asking" };
}

async function profileOf(client: MatrixClient, userId: string): Promise<Profile> {
  try {
    const { displayname, avatar_url } = await client.getProfileInfo(userId);
    const name = (displayname || userId).slice(0, NAME_CHARS_MAX);
    return { state: "known", name, picture: avatar_url || undefined };
  } catch (e) {
    if ((e as { errcode?: string }).errcode === "M_NOT_FOUND") {
      return { state: "unknown", name: userId, picture: undefined };
    }
    return { state: "unreachable", ...toldByChats(client, userId) };
  }
}

function toldByChats(client: MatrixClient, userId: string): Omit<Profile, "state"> {
  const user = client.getUser(userId);
  return { name: (user?.rawDisplayName || userId).slice(0, NAME_CHARS_MAX), picture: user?.avatarUrl || undefined };
}

/** Calls back when it may have changed, here or elsewhere, or can be asked for again; returns how to stop. */
function followProfile(client: MatrixClient, userId: string, known: () => Profile, changed: () => void): () => void {
  const inChat = (_event: unknown, _state: unknown, member: RoomMember) => {
    if (member.userId !== userId || member.membership !== "join") return;
    const { name, picture } = known();
    const isOther = (member.rawDisplayName || userId) !== name || member.getMxcAvatarUrl() !== picture;
    if (isOther) changed();
  };
  const again = (state: SyncState) => {
    if (state === SyncState.Syncing && known().state === "unreachable") changed();
  };
  // What one changes here oneself; the SDK's client does not pass this on.
  const user = client.getUser(userId);
  const stopHere = user && listenTo(user, [UserEvent.DisplayName, UserEvent.AvatarUrl], changed);
  client.on(RoomStateEvent.Members, inChat);
  client.on(ClientEvent.Sync, again);
  return () => {
    stopHere?.();
    client.off(RoomStateEvent.Members, inChat);
    client.off(ClientEvent.Sync, again);
  };
}
