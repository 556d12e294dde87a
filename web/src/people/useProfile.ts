import { useEffect, useState } from "react";
import { useConnection } from "../session/useConnection.ts";

export interface Profile {
  name: string;
  /** As Matrix names it (mxc://…). */
  picture: string | undefined;
}

/** What somebody calls themselves and looks like, outside of any chat; the id until the server has answered. */
export function useProfile(userId: string): Profile {
  const { client } = useConnection();
  const [profile, setProfile] = useState<Profile>({ name: userId, picture: undefined });
  useEffect(() => {
    let current = true;
    client.getProfileInfo(userId).then(
      ({ displayname, avatar_url }) => {
        if (current) setProfile({ name: displayname?.slice(0, 100) || userId, picture: avatar_url });
      },
      (e: unknown) => console.warn("no profile", e),
    );
    return () => {
      current = false;
    };
  }, [client, userId]);
  return profile;
}
