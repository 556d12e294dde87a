import { createStore, useStore } from "../live/store.ts";
import { Failover, type Serving, type Site } from "./failover.ts";
import { rememberStatusPage } from "./statusPage.ts";

/*
 * The sites of the deployment that this page comes from. They are learnt from the server and kept on this device, so
 * that they are known when the app starts while its own site is dead.
 */

/** The server that this page comes from. */
export const homeserver = window.location.origin;

const KEPT_AS = "bongsu.sites";
/** More sites than this nobody tries one after the other. */
const SITES_MAX = 20;

const failover = new Failover(all(kept()), (now) => serving.set(now));
const serving = createStore<Serving>(failover.now());

/** To be used as the browser's fetch, with addresses at `homeserver`. */
export const siteFetch = failover.fetch;

export function useServing(): Serving {
  return useStore(serving);
}

/** All sites of the deployment, as far as they are known here. */
export function knownSites(): readonly Site[] {
  return failover.known();
}

/** Asks which sites there are. What was known holds where nobody answers. */
export async function learnSites(): Promise<void> {
  try {
    const response = await siteFetch(`${homeserver}/.well-known/matrix/client`, { cache: "no-cache" });
    if (!response.ok) return;
    const answer = (await response.json()) as { "org.bongsu.sites"?: unknown; "org.bongsu.status"?: unknown };
    rememberStatusPage(answer["org.bongsu.status"]);
    const sites = sitesIn(answer["org.bongsu.sites"]);
    localStorage.setItem(KEPT_AS, JSON.stringify(sites.map(({ name, url }) => ({ name, base_url: url }))));
    failover.know(all(sites));
  } catch (e) {
    console.warn("the sites are not known", e);
  }
}

/** The page's own site is one of them, whether it is named or not. */
function all(sites: Site[]): Site[] {
  const own = sites.filter(({ url }) => url === homeserver);
  const others = sites.filter(({ url }) => url !== homeserver);
  return [...(own.length > 0 ? own : [{ name: window.location.host, url: homeserver }]), ...others];
}

function kept(): Site[] {
  try {
    return sitesIn(JSON.parse(localStorage.getItem(KEPT_AS) ?? "[]"));
  } catch {
    return [];
  }
}

/** The sites that an answer names; what is none is left out. */
export function sitesIn(named: unknown): Site[] {
  if (!Array.isArray(named)) return [];
  return named.slice(0, SITES_MAX).flatMap((one: unknown): Site[] => {
    const { name, base_url } = (one ?? {}) as { name?: unknown; base_url?: unknown };
    if (typeof name !== "string" || typeof base_url !== "string" || !/^https?:\/\//.test(base_url)) return [];
    return [{ name: name.slice(0, 30), url: base_url.replace(/\/+$/, "") }];
  });
}
