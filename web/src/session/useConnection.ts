import { createContext, useContext, useEffect, useState } from "react";
import type { Connection } from "./connection.ts";

export const ConnectionContext = createContext<Connection | undefined>(undefined);

/** The signed-in device; only for what is drawn inside of the signed-in app. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error("nobody is signed in here");
  return connection;
}

/** Whether the chats have been read, from this device or from the server: before that there only seem to be none. */
export function useChatsRead(): boolean {
  const { client, chatsRead } = useConnection();
  const [read, setRead] = useState(() => client.isInitialSyncComplete());
  useEffect(() => {
    let current = true;
    void chatsRead.then(() => {
      if (current) setRead(true);
    });
    return () => {
      current = false;
    };
  }, [chatsRead]);
  return read;
}
