import { FILES, done, ended, takeOut } from "./database.ts";

/** A file that somebody sends, and that the server does not have yet. */
export interface KeptFile {
  /** The transaction id of the message that it becomes. */
  id: string;
  roomId: string;
  file: File;
  /** What its message says besides, where it is a voice message. */
  voice?: Voice | undefined;
}

/** What a voice message says of itself besides its sound. */
export interface Voice {
  durationMillis: number;
  /** How loud it is, from 0 to 1, evenly over its time. */
  levels: readonly number[];
}

/** A larger one stays with the page alone: devices give an app only so much room. */
const BYTES_MAX = 200 * 1024 * 1024;

/** Keeps files on this device until they have become messages. */
export class KeptFiles {
  constructor(private readonly db: IDBDatabase) {}

  /** @returns whether the file would survive the end of the browser */
  async keep({ id, roomId, file, voice }: KeptFile): Promise<boolean> {
    if (file.size > BYTES_MAX) return false;
    try {
      const change = this.db.transaction(FILES, "readwrite", { durability: "strict" });
      change.objectStore(FILES).add({ id, roomId, file, voice });
      await ended(change);
      return true;
    } catch (e) {
      console.warn("a file is not kept on this device", e);
      return false;
    }
  }

  async forget(id: string): Promise<void> {
    const change = this.db.transaction(FILES, "readwrite");
    await Promise.all([takeOut(change.objectStore(FILES), "id", id), ended(change)]);
  }

  /** In the order in which they were sent. */
  all(): Promise<KeptFile[]> {
    return done(this.db.transaction(FILES).objectStore(FILES).getAll() as IDBRequest<KeptFile[]>);
  }
}
