import { useEffect, useState } from "react";
import { useConnection } from "../session/useConnection.ts";

export interface Profile {
  name: string;
  /** As Matrix names it (mxc://…). */
  picture: string | undefined;
  /** Whether the server has answered, and knows them. */
  state: "asking" | "known" | "unknown" | "unreachable";
}

/** What somebody calls themselves and looks like, outside of any chat; the id until the server has answered. */
export function useProfile(userId: string): Profile {
  const { client } = useConnection();
  const [profile, setProfile] = useState<Profile & { of: string }>();
  useEffect(() => {
    let current = true;
    const set = (state: Profile["state"], name = userId, picture?: string) => {
      if (current) setProfile({ of: userId, state, name: name.slice(0, 100), picture });
    };
    client.getProfileInfo(userId).then(
      ({ displayname, avatar_url }) => set("known", displayname || userId, avatar_url),
      (e: unknown) => set((e as { errcode?: string }).errcode === "M_NOT_FOUND" ? "unknown" : "unreachable"),
    );
    return () => {
      current = false;
    };
  }, [client, userId]);
  return profile?.of === userId ? profile : { name: userId, picture: undefined, state: "asking" };
}
