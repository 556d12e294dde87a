const FILES = "files";
const BY_USE = "used";

/** Devices give an app only so much room; what was not looked at for the longest time goes first. */
const BYTES_MAX = 300 * 1024 * 1024;
/** So much is left when room is made, so that it is not made for every file. */
const BYTES_LEFT = 250 * 1024 * 1024;
/** A larger file is not kept: a single one would drive out hundreds of photos. */
const FILE_BYTES_MAX = 40 * 1024 * 1024;

interface SeenFile {
  address: string;
  /** As it lies at the server: encrypted, where the chat is. */
  content: Blob;
  used: number;
}

/**
 * Photos and files that somebody has seen, kept on this device for when no site answers. While one does, it is asked:
 * what it does not give out any more is not shown from here.
 */
export class SeenFiles {
  private static readonly ofClients = new WeakMap<object, SeenFiles>();

  private readonly name: string;
  private opened: Promise<IDBDatabase> | undefined;
  /** What is kept in all; unknown until something is added. */
  private knownBytes: number | undefined;
  private adding: Promise<unknown> = Promise.resolve();

  /** @param client the SDK's, by which others find them */
  constructor(client: object, userId: string) {
    this.name = `bongsu:seen:${userId}`;
    SeenFiles.ofClients.set(client, this);
  }

  static of(client: object): SeenFiles | undefined {
    return SeenFiles.ofClients.get(client);
  }

  async find(address: string): Promise<Blob | undefined> {
    const store = (await this.open()).transaction(FILES, "readwrite").objectStore(FILES);
    const file = await done(store.get(address) as IDBRequest<SeenFile | undefined>);
    if (file) store.put({ ...file, used: Date.now() });
    return file?.content;
  }

  /** One after the other; a device without room keeps what it has. */
  keep(address: string, content: Blob): Promise<void> {
    if (content.size > FILE_BYTES_MAX) return Promise.resolve();
    const added = this.adding.then(() => this.add({ address, content, used: Date.now() }));
    this.adding = added.catch((e: unknown) => console.warn("not kept for offline", e));
    return this.adding as Promise<void>;
  }

  async forget(address: string): Promise<void> {
    (await this.open()).transaction(FILES, "readwrite").objectStore(FILES).delete(address);
    this.knownBytes = undefined;
  }

  /** How much is kept in all. */
  async bytes(): Promise<number> {
    return sizeOf((await this.open()).transaction(FILES).objectStore(FILES));
  }

  /** Drops all that is kept, and goes on keeping what is seen from now on. */
  async clear(): Promise<void> {
    await this.adding;
    await done((await this.open()).transaction(FILES, "readwrite").objectStore(FILES).clear());
    this.knownBytes = undefined;
  }

  async erase(): Promise<void> {
    await this.adding;
    (await this.opened)?.close();
    await done(indexedDB.deleteDatabase(this.name));
  }

  private async add(file: SeenFile): Promise<void> {
    const store = (await this.open()).transaction(FILES, "readwrite").objectStore(FILES);
    // Seen once more, it is only used: an address never gets other content.
    const isKnown = (await done(store.count(file.address))) > 0;
    await done(store.put(file));
    if (isKnown) return;
    this.knownBytes = this.knownBytes === undefined ? await sizeOf(store) : this.knownBytes + file.content.size;
    if (this.knownBytes > BYTES_MAX) this.knownBytes -= await makeRoom(store, this.knownBytes - BYTES_LEFT);
  }

  private open(): Promise<IDBDatabase> {
    this.opened ??= (async () => {
      const opening = indexedDB.open(this.name, 1);
      opening.onupgradeneeded = () =>
        opening.result.createObjectStore(FILES, { keyPath: "address" }).createIndex(BY_USE, BY_USE);
      const db = await done(opening);
      // Another window erases it.
      db.onversionchange = () => db.close();
      return db;
    })();
    return this.opened;
  }
}

async function sizeOf(store: IDBObjectStore): Promise<number> {
  let bytes = 0;
  await each(store.openCursor(), ({ content }) => {
    bytes += content.size;
    return "keep";
  });
  return bytes;
}

/** @returns how many bytes have gone */
async function makeRoom(store: IDBObjectStore, needed: number): Promise<number> {
  let gone = 0;
  await each(store.index(BY_USE).openCursor(), ({ content }) => {
    if (gone >= needed) return "end";
    gone += content.size;
    return "drop";
  });
  return gone;
}

function each(
  request: IDBRequest<IDBCursorWithValue | null>,
  look: (file: SeenFile) => "keep" | "drop" | "end",
): Promise<void> {
  return new Promise((resolve, reject) => {
    request.onerror = () => reject(request.error ?? new Error("not read"));
    request.onsuccess = () => {
      const cursor = request.result;
      const next = cursor ? look(cursor.value as SeenFile) : "end";
      if (!cursor || next === "end") {
        resolve();
        return;
      }
      if (next === "drop") cursor.delete();
      cursor.continue();
    };
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("not kept"));
  });
}
