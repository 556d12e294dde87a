import type { Ask, Site } from "./failover.ts";

/** How a site answers. */
export type Health = "normal" | "slow" | "down";

/** A site that takes longer than this to say that it is there makes people wait. */
const SLOW_MILLIS = 1_000;
/** A site that has not answered by then is down. */
const ANSWER_MILLIS_MAX = 5_000;

/** Asks one site, whether it is the one that serves or not. */
export async function healthOf(
  site: Site,
  ask: Ask = (address, init) => fetch(address, init),
  now: () => number = () => performance.now(),
): Promise<Health> {
  const began = now();
  try {
    const signal = AbortSignal.timeout(ANSWER_MILLIS_MAX);
    const answer = await ask(`${site.url}/_matrix/client/versions`, { signal, cache: "no-store" });
    if (!answer.ok) return "down";
  } catch {
    return "down";
  }
  return now() - began > SLOW_MILLIS ? "slow" : "normal";
}

/** Operators name sites after places; what is only an address tells nobody anything. */
export function hasSpokenName({ name }: Site): boolean {
  return !/[.:]/.test(name) && name !== "localhost";
}
