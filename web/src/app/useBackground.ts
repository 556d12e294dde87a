import { useEffect } from "react";
import { followInvitationsOfFriends } from "../friends/joinGroups.ts";
import { followKnocks } from "../links/joinRule.ts";
import { chatPath } from "../links/links.ts";
import { startUploads, wouldFilesBeLost } from "../media/uploads.ts";
import { startNotifying } from "../notifications/notifier.ts";
import { followTaps } from "../notifications/show.ts";
import type { Connection } from "../session/connection.ts";

/** What goes on for as long as somebody is signed in, whatever is on the screen. */
export function useBackground({ client, outbox, chatsRead }: Connection): void {
  useEffect(() => startNotifying(client, chatPath), [client]);
  useEffect(() => followInvitationsOfFriends(client, chatsRead), [client, chatsRead]);
  useEffect(followTaps, []);
  useEffect(() => followKnocks(client), [client]);
  useEffect(() => startUploads(client, outbox, chatsRead), [client, outbox, chatsRead]);
  useEffect(askBeforeLosingFiles, []);
}

/** The browser asks whether to leave while files are on their way that this device does not keep; returns how to stop. */
function askBeforeLosingFiles(): () => void {
  const leaving = (event: BeforeUnloadEvent) => {
    if (wouldFilesBeLost()) event.preventDefault();
  };
  window.addEventListener("beforeunload", leaving);
  return () => window.removeEventListener("beforeunload", leaving);
}
