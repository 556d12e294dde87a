/** A piece of a room's history, oldest first, with the tokens that lead on; none where the room ends. */
export interface Page<E> {
  events: readonly E[];
  older: string | undefined;
  newer: string | undefined;
}

/** From where a timeline is loaded. */
export interface Source<E> {
  idOf(event: E): string;
  /** The room's newest part, which grows by itself. */
  newest(): Pick<Page<E>, "events" | "older">;
  older(from: string): Promise<Pick<Page<E>, "events" | "older">>;
  newer(from: string): Promise<Pick<Page<E>, "events" | "newer">>;
  around(eventId: string): Promise<Page<E>>;
}

/** Pages kept before the far ones are dropped: some 500 events. */
export const PAGES_MAX = 8;

/**
 * The part of a room's history that is loaded, without gaps: pages that have been fetched and, where they have met it,
 * the newest part. Pages far from where somebody reads are dropped and fetched again when needed, so that a room of
 * years takes no more memory than one of a day.
 */
export class LoadedTimeline<E> {
  private pages: Page<E>[] = [];
  private joined = true;
  /** Grows when somebody goes elsewhere: what was asked for before belongs to another place. */
  private place = 0;

  constructor(private readonly source: Source<E>) {}

  /** All that is loaded, the oldest first. */
  events(): readonly E[] {
    const fetched = this.pages.flatMap(({ events }) => events);
    return this.joined ? [...fetched, ...this.source.newest().events] : fetched;
  }

  find(eventId: string): E | undefined {
    return this.events().find((event) => this.source.idOf(event) === eventId);
  }

  get hasOlder(): boolean {
    return this.olderToken() !== undefined;
  }

  /** Whether the room goes on after what is loaded. */
  get hasNewer(): boolean {
    return !this.joined;
  }

  /** @returns whether anything has changed */
  async loadOlder(): Promise<boolean> {
    const from = this.olderToken();
    if (from === undefined) return false;
    const { place } = this;
    const page = await this.source.older(from);
    // Meanwhile the newest part may have begun anew.
    if (place !== this.place || from !== this.olderToken()) return false;
    this.pages.unshift({ ...page, newer: from });
    while (this.pages.length > PAGES_MAX) {
      this.pages.pop();
      this.joined = false;
    }
    return true;
  }

  /** @returns whether anything has changed */
  async loadNewer(): Promise<boolean> {
    const from = this.pages.at(-1)?.newer;
    if (this.joined) return false;
    if (from === undefined) return this.join();
    const { place } = this;
    const page = await this.source.newer(from);
    if (place !== this.place || from !== this.pages.at(-1)?.newer) return false;
    const newest = new Set(this.source.newest().events.map((event) => this.source.idOf(event)));
    const meets = page.events.findIndex((event) => newest.has(this.source.idOf(event)));
    const events = meets < 0 ? page.events : page.events.slice(0, meets);
    this.pages.push({ ...page, events, older: from });
    if (meets >= 0 || page.newer === undefined) this.join();
    while (this.pages.length > PAGES_MAX) this.pages.shift();
    return true;
  }

  /** Loads what is around an event, in place of all else. */
  async showAround(eventId: string): Promise<void> {
    const place = ++this.place;
    const page = await this.source.around(eventId);
    if (place !== this.place) return;
    this.pages = [page];
    this.joined = false;
  }

  showNewest(): void {
    this.place++;
    this.pages = [];
    this.joined = true;
  }

  /** The newest part has begun anew, because much was missed: what is loaded does not meet it any more. */
  newestBeganAnew(): void {
    if (this.pages.length > 0) this.joined = false;
  }

  private join(): boolean {
    this.joined = true;
    return true;
  }

  private olderToken(): string | undefined {
    const [first] = this.pages;
    return first ? first.older : this.source.newest().older;
  }
}
