import { useCallback, useMemo } from "react";
import { ClientEvent } from "matrix-js-sdk/lib/client.js";
import { keptFriends, type Kept } from "../friends/friendList.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useConnection } from "../session/useConnection.ts";

/** Those of whom one has written down a phone number or a mail address, friends or not. */
export function useContacts(): Map<string, Kept> {
  const { client } = useConnection();
  const revision = useRevision(
    useCallback((changed) => listenTo(client, [ClientEvent.AccountData], changed), [client]),
  );
  return useMemo(
    () =>
      new Map([...keptFriends(client)].filter(([, { phone, email }]) => phone !== undefined || email !== undefined)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the client is the same object however much it changes
    [client, revision],
  );
}
