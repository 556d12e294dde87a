/** One of the places that serve the same chats. */
export interface Site {
  name: string;
  /** Without a slash at its end. */
  url: string;
}

/** Which site is asked, and whether any answers. */
export interface Serving {
  site: Site;
  /** Whether another one was left for it. */
  moved: boolean;
  /** No site has answered the last request. */
  none: boolean;
}

/** After this long without an answer a site is asked whether it lives. */
const QUIET_MILLIS = 1_000;
/** Whoever does not answer that question within this time is left: 2 s after the request began. */
const ALIVE_WITHIN_MILLIS = 1_000;
/** A site that lives but does not take a message within this time is left, too. */
const SEND_MILLIS_MAX = 10_000;
/** A sync that waits for news has this much longer than it has asked for. */
const SYNC_LATE_MILLIS = 2_000;
/** Not all clients of a site that has died go to the next one in the same moment. */
const JITTER_MILLIS = 300;
/** A site that was left is not tried again before, unless all were. */
const REST_MILLIS = 10_000;
/** A site may ask for a longer rest, but not for ever. */
const REST_MILLIS_MAX = 60_000;

/** What may be asked again without being done twice, although it is a POST. */
const REPEATABLE = /\/(keys|receipt|read_markers|join|leave|search|user_directory|publicRooms|upload)(\/|\?|$)/;

/** Sends a request to an address, as the browser's fetch does. */
export type Ask = (address: string, init?: RequestInit) => Promise<Response>;

const silence = (what: string) => new DOMException(what, "TimeoutError");

/**
 * Sends requests to the site that serves, and to another one where it is dead, silent or asks to be left alone.
 *
 * A request that another site gets is the same to the letter: access tokens, sync tokens and transaction ids mean the
 * same in every site, so what the first one may have done is not done twice. What cannot be repeated so is not.
 */
export class Failover {
  private serving: Serving;
  private readonly restUntilMillis = new Map<string, number>();
  private readonly underWay = new Map<string, Set<AbortController>>();

  constructor(
    private sites: Site[],
    private readonly changed: (serving: Serving) => void,
    private readonly ask: Ask = (address, init) => fetch(address, init),
    private readonly random: () => number = Math.random,
  ) {
    const [first] = sites;
    if (!first) throw new Error("there is no site to ask");
    this.serving = { site: first, moved: false, none: false };
  }

  now(): Serving {
    return this.serving;
  }

  /** All sites, whether they serve or not. */
  known(): readonly Site[] {
    return this.sites;
  }

  /** Takes another list of sites; goes on with the one that serves, where it is still among them. */
  know(sites: Site[]): void {
    const [first] = sites;
    if (!first) return;
    this.sites = sites;
    const site = sites.find(({ url }) => url === this.serving.site.url) ?? first;
    this.become({ ...this.serving, site });
  }

  /**
   * As the browser's fetch. What is meant for none of the sites is passed on as it is.
   *
   * @param ask how each of the requests is sent, where it is not by fetch
   */
  readonly fetch = async (
    input: string | URL | Request,
    init?: RequestInit,
    ask: Ask = this.ask,
  ): Promise<Response> => {
    const address = input instanceof Request ? input.url : String(input);
    const path = this.pathOf(address);
    if (path === undefined) return ask(address, init);
    const tried = new Set<string>();
    for (;;) {
      const { site } = this.serving;
      tried.add(site.url);
      const answer = await this.attempt(site, path, init, ask);
      if (answer instanceof Response && !isAway(answer)) {
        this.become({ ...this.serving, none: false });
        return answer;
      }
      // Whoever asked has lost interest.
      if (init?.signal?.aborted && !(answer instanceof Response)) throw answer.because;
      if (this.serving.site.url === site.url) this.leave(site, answer);
      const isOver = tried.has(this.serving.site.url);
      if (isOver) this.become({ ...this.serving, none: true });
      if (isOver || !isRepeatable(path, init)) {
        if (answer instanceof Response) return answer;
        throw answer.because;
      }
      await pause(this.random() * JITTER_MILLIS);
    }
  };

  private pathOf(address: string): string | undefined {
    const site = this.sites.find(({ url }) => address.startsWith(`${url}/`));
    return site && address.slice(site.url.length);
  }

  private async attempt(
    site: Site,
    path: string,
    init: RequestInit | undefined,
    ask: Ask,
  ): Promise<Response | { because: unknown }> {
    const giveUp = new AbortController();
    const others = this.underWay.get(site.url) ?? new Set();
    this.underWay.set(site.url, others.add(giveUp));
    const stop = this.sites.length > 1 ? this.watch(site, path, init, giveUp) : () => undefined;
    const signal = init?.signal ? AbortSignal.any([init.signal, giveUp.signal]) : giveUp.signal;
    try {
      const response = await ask(site.url + path, { ...init, signal });
      // A site may die in the middle of an answer: it counts when it is here as a whole.
      const body = await response.blob();
      const { status, statusText, headers } = response;
      return new Response(isBodiless(status) ? null : body, { status, statusText, headers });
    } catch (because) {
      return { because };
    } finally {
      stop();
      others.delete(giveUp);
    }
  }

  /** Ends the request when the site is silent for too long. */
  private watch(site: Site, path: string, init: RequestInit | undefined, giveUp: AbortController): () => void {
    const timers = new Set<ReturnType<typeof setTimeout>>();
    let isOver = false;
    const after = (millis: number, then: () => void) => {
      if (!isOver) timers.add(setTimeout(then, millis));
    };
    const late = () => giveUp.abort(silence("no answer"));
    const askWhetherAlive = async () => {
      if (await this.isAlive(site)) after(QUIET_MILLIS, () => void askWhetherAlive());
      else late();
    };
    const waitsMillis = syncWaitMillis(path);
    if (waitsMillis > 0) after(waitsMillis + SYNC_LATE_MILLIS, late);
    else after(QUIET_MILLIS, () => void askWhetherAlive());
    if (init?.method === "PUT") after(SEND_MILLIS_MAX, late);
    return () => {
      isOver = true;
      timers.forEach((timer) => clearTimeout(timer));
    };
  }

  private async isAlive(site: Site): Promise<boolean> {
    const signal = AbortSignal.timeout(ALIVE_WITHIN_MILLIS);
    try {
      return !isAway(await this.ask(`${site.url}/_matrix/client/versions`, { signal, cache: "no-store" }));
    } catch {
      return false;
    }
  }

  /** Goes on with another site; what is under way to the one that is left comes along. */
  private leave(site: Site, answer: Response | { because: unknown }): void {
    if (this.sites.length < 2) return;
    const wished = answer instanceof Response ? Number(answer.headers.get("Retry-After")) * 1_000 : 0;
    const rest = Math.min(Math.max(wished || 0, REST_MILLIS), REST_MILLIS_MAX);
    const now = Date.now();
    this.restUntilMillis.set(site.url, now + rest);
    const rested = (one: Site) => Math.max(0, (this.restUntilMillis.get(one.url) ?? 0) - now);
    const others = this.sites.filter(({ url }) => url !== site.url);
    const soonest = Math.min(...others.map(rested));
    const next = others.filter((one) => rested(one) === soonest);
    const chosen = next[Math.floor(this.random() * next.length)] ?? site;
    this.become({ site: chosen, moved: true, none: this.serving.none });
    for (const giveUp of this.underWay.get(site.url) ?? []) giveUp.abort(silence("the site was left"));
  }

  private become(next: Serving): void {
    const { site, moved, none } = this.serving;
    if (site === next.site && moved === next.moved && none === next.none) return;
    this.serving = next;
    this.changed(next);
  }
}

/** The site, or the proxy before it, says that it cannot serve now. */
function isAway({ status }: Response): boolean {
  return status === 502 || status === 503 || status === 504;
}

function isBodiless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function isRepeatable(path: string, init?: RequestInit): boolean {
  const method = init?.method ?? "GET";
  return method !== "POST" || REPEATABLE.test(path);
}

/** For how long a sync lets the server wait for news; 0 for every other request. */
function syncWaitMillis(path: string): number {
  const [where, query] = path.split("?");
  return where?.endsWith("/sync") ? Number(new URLSearchParams(query).get("timeout")) || 0 : 0;
}

function pause(millis: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, millis));
}
