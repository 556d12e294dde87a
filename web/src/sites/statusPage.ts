import { useEffect, useState } from "react";

/*
 * The operator's status page, which a watcher outside of the sites writes. Its address is kept on this device, so that
 * it is known when no site answers. What it says is shown as text only, and nothing is sent to it.
 */

/** As in `status.json`. */
type Language = "ko" | "en";

const KEPT_AS = "bongsu.status";
const ANSWER_MILLIS_MAX = 5_000;
const BYTES_MAX = 1_000_000;
const TEXT_MAX = 1_000;
/** What is older is no longer called true. */
const OLD_MILLIS = 120_000;

const STATES = ["works", "slow", "partly-down", "down", "unknown"] as const;
export type PublicState = (typeof STATES)[number];

/** What the page says, in one language. */
export interface PublicStatus {
  state: PublicState;
  headline: string;
  /** When it was true. */
  asOf: Date;
  isOld: boolean;
  /** The operator's newest words about what is going on; empty if there are none. */
  words: string;
  /** Differs for each incident; empty if nothing is going on. */
  incident: string;
}

/** The page's address with a slash at its end, if the deployment has one. */
export function statusPage(): string | undefined {
  const kept = localStorage.getItem(KEPT_AS);
  return kept !== null && isAddress(kept) ? kept : undefined;
}

/** Takes what the server says about it; without an address there is no page any longer. */
export function rememberStatusPage(named: unknown): void {
  const { url } = (named ?? {}) as { url?: unknown };
  if (typeof url === "string" && isAddress(url)) localStorage.setItem(KEPT_AS, url.replace(/\/*$/, "/"));
  else localStorage.removeItem(KEPT_AS);
}

const isAddress = (text: string) => /^https?:\/\/[^\s]{1,300}$/.test(text);

/**
 * What the status page says, asked for again and again; undefined while that is not known.
 *
 * @param everyMillis how often
 */
export function usePublicStatus(language: Language, everyMillis: number): PublicStatus | undefined {
  const [said, setSaid] = useState<{ answer?: unknown; atMillis: number }>({ atMillis: 0 });
  useEffect(() => {
    const page = statusPage();
    if (page === undefined) return;
    const giveUp = new AbortController();
    const look = async () => {
      if (document.hidden) return;
      try {
        const answer = await ask(page, giveUp.signal);
        setSaid({ answer, atMillis: Date.now() });
      } catch {
        // The last answer is kept, and grows old.
        if (!giveUp.signal.aborted) setSaid(({ answer }) => ({ answer, atMillis: Date.now() }));
      }
    };
    void look();
    const timer = window.setInterval(() => void look(), everyMillis);
    return () => {
      window.clearInterval(timer);
      giveUp.abort();
    };
  }, [everyMillis]);
  return statusIn(said.answer, language, said.atMillis);
}

async function ask(page: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(`${page}status.json`, {
    cache: "no-cache",
    credentials: "omit",
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLIS_MAX)]),
  });
  const body = await response.blob();
  if (!response.ok || body.size > BYTES_MAX) throw new Error(`the status page answered ${response.status}`);
  return JSON.parse(await body.text());
}

/** What an answer says; undefined if it is none. */
export function statusIn(answer: unknown, language: Language, nowMillis: number): PublicStatus | undefined {
  const { state, headline, as_of, incidents } = (answer ?? {}) as Record<string, unknown>;
  const known = STATES.find((one) => one === state);
  const asOf = new Date(typeof as_of === "string" ? as_of : "");
  const said = textIn(headline, language);
  if (!known || said === "" || Number.isNaN(asOf.getTime())) return undefined;
  const open = (Array.isArray(incidents) ? incidents : []).find(
    (one: unknown) => (one as { ended?: unknown } | null)?.ended === undefined,
  ) as { id?: unknown; entries?: unknown } | undefined;
  const entries = (Array.isArray(open?.entries) ? open.entries : []) as ({ kind?: unknown; text?: unknown } | null)[];
  return {
    state: known,
    headline: said,
    asOf,
    isOld: nowMillis - asOf.getTime() > OLD_MILLIS,
    words: textIn(entries.find((entry) => entry?.kind === "words")?.text, language),
    incident: typeof open?.id === "string" ? open.id : "",
  };
}

function textIn(both: unknown, language: Language): string {
  const { [language]: text } = (both ?? {}) as Partial<Record<Language, unknown>>;
  return typeof text === "string" ? text.slice(0, TEXT_MAX) : "";
}
