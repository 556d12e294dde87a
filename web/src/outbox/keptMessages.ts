import { FILES, MESSAGES, done, ended, takeOut } from "./database.ts";
import type { Outgoing } from "./outgoing.ts";

/** Something that no site has accepted yet. */
export interface KeptMessage extends Outgoing {
  /** Grows from one to the next, which is the order in which they are sent. */
  place: number;
  txnId: string;
}

/** Keeps on this device what was written, changed or deleted until a site has it. */
export class KeptMessages {
  constructor(private readonly db: IDBDatabase) {}

  /**
   * Ready when the message would survive the end of the browser. The file that it was made of is kept no more: a file
   * becomes a message once.
   */
  async keep(message: Omit<KeptMessage, "place">): Promise<void> {
    const change = this.db.transaction([MESSAGES, FILES], "readwrite", { durability: "strict" });
    change.objectStore(MESSAGES).add(message);
    await Promise.all([takeOut(change.objectStore(FILES), "id", message.txnId), ended(change)]);
  }

  async forget(txnId: string): Promise<void> {
    const change = this.db.transaction(MESSAGES, "readwrite");
    await Promise.all([takeOut(change.objectStore(MESSAGES), "txnId", txnId), ended(change)]);
  }

  /** Everything that is kept, in the order in which it was written. */
  all(): Promise<KeptMessage[]> {
    return done(this.db.transaction(MESSAGES).objectStore(MESSAGES).getAll() as IDBRequest<KeptMessage[]>);
  }

  count(): Promise<number> {
    return done(this.db.transaction(MESSAGES).objectStore(MESSAGES).count());
  }
}
