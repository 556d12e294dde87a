import { createContext, useContext } from "react";
import type { Connection } from "./connection.ts";

export const ConnectionContext = createContext<Connection | undefined>(undefined);

/** The signed-in device; only for what is drawn inside of the signed-in app. */
export function useConnection(): Connection {
  const connection = useContext(ConnectionContext);
  if (!connection) throw new Error("nobody is signed in here");
  return connection;
}
