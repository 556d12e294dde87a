/** A message that no site has taken yet. */
export interface KeptMessage {
  /** Grows from message to message, which is the order in which they are sent. */
  place: number;
  txnId: string;
  roomId: string;
  type: string;
  content: object;
}

const STORE = "messages";

/** Keeps on this device what was written until a site has it. */
export class KeptMessages {
  private constructor(
    private readonly name: string,
    private readonly db: IDBDatabase,
  ) {}

  static async open(userId: string): Promise<KeptMessages> {
    const name = `bongsu:outbox:${userId}`;
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(STORE, { keyPath: "place", autoIncrement: true }).createIndex("txnId", "txnId");
    };
    const db = await done(opening);
    // Signing out in another window erases it.
    db.onversionchange = () => db.close();
    return new KeptMessages(name, db);
  }

  /** Ready when the message would survive the end of the browser. */
  async keep(message: Omit<KeptMessage, "place">): Promise<void> {
    const change = this.db.transaction(STORE, "readwrite", { durability: "strict" });
    change.objectStore(STORE).add(message);
    await ended(change);
  }

  async forget(txnId: string): Promise<void> {
    const change = this.db.transaction(STORE, "readwrite");
    const keys = await done(change.objectStore(STORE).index("txnId").getAllKeys(txnId));
    for (const key of keys) change.objectStore(STORE).delete(key);
    await ended(change);
  }

  /** Everything that is kept, in the order in which it was written. */
  all(): Promise<KeptMessage[]> {
    return done(this.db.transaction(STORE).objectStore(STORE).getAll() as IDBRequest<KeptMessage[]>);
  }

  async erase(): Promise<void> {
    this.db.close();
    await done(indexedDB.deleteDatabase(this.name));
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("not kept"));
  });
}

function ended(change: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    change.oncomplete = () => resolve();
    change.onabort = () => reject(change.error ?? new Error("not kept"));
  });
}
