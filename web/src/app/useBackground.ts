import { useEffect } from "react";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { followKnocks } from "../links/joinRule.ts";
import { areFilesOnTheirWay, forgetUploads } from "../media/uploads.ts";
import { startNotifying } from "../notifications/notifier.ts";
import { followTaps } from "../notifications/show.ts";
import { pathOf } from "./pages.ts";

/** What goes on for as long as somebody is signed in, whatever is on the screen. */
export function useBackground(client: MatrixClient): void {
  useEffect(() => startNotifying(client, (roomId) => pathOf({ name: "chats", roomId })), [client]);
  useEffect(followTaps, []);
  useEffect(() => followKnocks(client), [client]);
  // Whoever signs out takes what is still on its way along.
  useEffect(() => forgetUploads, []);
  useEffect(askBeforeLosingFiles, []);
}

/** The browser asks whether to leave while files are on their way; returns how to stop. */
function askBeforeLosingFiles(): () => void {
  const leaving = (event: BeforeUnloadEvent) => {
    if (areFilesOnTheirWay()) event.preventDefault();
  };
  window.addEventListener("beforeunload", leaving);
  return () => window.removeEventListener("beforeunload", leaving);
}
