import { useState } from "react";
import { useText } from "../i18n/language.ts";
import { problem } from "./problem.ts";

/** What somebody has pressed a button for: whether it is under way, and what went wrong with the last one. */
export interface Attempts {
  busy: boolean;
  failure: unknown;
  /** A sentence about the failure; empty where there is none. */
  sentence: string;
  attempt: (what: Promise<unknown>) => void;
}

export function useAttempt(): Attempts {
  const text = useText();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const attempt = (what: Promise<unknown>) => {
    setBusy(true);
    setFailure(undefined);
    what.catch(setFailure).finally(() => setBusy(false));
  };
  return { busy, failure, sentence: failure === undefined ? "" : problem(text, failure), attempt };
}
