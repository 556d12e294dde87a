import { createStore, useStore } from "../live/store.ts";
import { forgetCredentials, keepCredentials, keptCredentials, type Credentials } from "./credentials.ts";
import { OpenElsewhere } from "./oneWindow.ts";
import type { Connection } from "./connection.ts";

/** Whether somebody is signed in on this device, and how far starting has come. */
export type Session =
  | { is: "out"; because: "never" | "left" | "ended" }
  | { is: "starting"; credentials: Credentials }
  /** Another window of this browser is open with it. */
  | { is: "elsewhere"; credentials: Credentials }
  | { is: "failed"; credentials: Credentials; error: unknown }
  | { is: "in"; connection: Connection };

const session = createStore<Session>({ is: "out", because: "never" });

export function useSession(): Session {
  return useStore(session);
}

/** Takes up where this device left off. */
export function startSession(): void {
  const kept = keptCredentials();
  if (kept) void open(kept);
}

export function signedIn(credentials: Credentials): Promise<void> {
  keepCredentials(credentials);
  return open(credentials);
}

export async function retry(): Promise<void> {
  const now = session.get();
  if (now.is === "failed") await open(now.credentials);
}

/** Goes on in this window; the other one stops. */
export async function takeOver(): Promise<void> {
  const now = session.get();
  if (now.is === "elsewhere") await open(now.credentials, true);
}

export async function signOut(): Promise<void> {
  const now = session.get();
  forgetCredentials();
  session.set({ is: "out", because: "left" });
  if (now.is === "in") await now.connection.signOut();
}

/** The server says that this device is signed in no more. */
async function ended(connection: Connection): Promise<void> {
  forgetCredentials();
  session.set({ is: "out", because: "ended" });
  await connection.erase();
}

/** Starts the SDK, which is loaded only now. */
async function open(credentials: Credentials, take = false): Promise<void> {
  session.set({ is: "starting", credentials });
  const elsewhere = () => session.set({ is: "elsewhere", credentials });
  try {
    const { connect } = await import("./connection.ts");
    const connection = await connect(credentials, () => void ended(connection), elsewhere, take);
    session.set({ is: "in", connection });
  } catch (error) {
    if (error instanceof OpenElsewhere) {
      elsewhere();
      return;
    }
    console.error("cannot start", error);
    session.set({ is: "failed", credentials, error });
  }
}
