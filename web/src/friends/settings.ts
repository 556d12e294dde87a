import { useCallback } from "react";
import { ClientEvent, type MatrixClient } from "matrix-js-sdk/lib/client.js";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";

/** Account data, so that all devices of the account do the same. */
const SETTINGS = "org.bongsu.settings";

declare module "matrix-js-sdk/lib/@types/event.js" {
  interface AccountDataEvents {
    [SETTINGS]: { join_groups_of_friends?: boolean };
  }
}

/** Whether one comes into groups at once to which friends invite; unless somebody has said otherwise, yes. */
export function joinsGroupsOfFriends(client: MatrixClient): boolean {
  return client.getAccountData(SETTINGS)?.getContent().join_groups_of_friends !== false;
}

export async function setJoinsGroupsOfFriends(client: MatrixClient, on: boolean): Promise<void> {
  const settings = client.getAccountData(SETTINGS)?.getContent() ?? {};
  await client.setAccountData(SETTINGS, { ...settings, join_groups_of_friends: on });
}

/** Draws again when they are changed, here or on another device. */
export function useFriendSettings(client: MatrixClient): void {
  useRevision(useCallback((changed) => listenTo(client, [ClientEvent.AccountData], changed), [client]));
}
