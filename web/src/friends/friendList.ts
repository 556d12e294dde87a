import type { MatrixClient } from "matrix-js-sdk/lib/client.js";

/** The account data that keeps one's friends, so that every device of the account has them, offline too. */
export const FRIENDS = "org.bongsu.friends";

declare module "matrix-js-sdk/lib/@types/event.js" {
  interface AccountDataEvents {
    [FRIENDS]: { friends: Record<string, Kept> };
  }
}

/** What is kept of one person. */
export interface Kept {
  /** What they called themselves when they were added: shown until their profile is known. */
  name?: string;
  favourite?: boolean;
  /** Whether they were added, or taken out; where it is not said, who shares a chat of two is in the list. */
  listed?: boolean;
  /** As one has written it down. */
  phone?: string | undefined;
  email?: string | undefined;
}

/** More are not read: the server takes 1 MB for all of them together. */
const FRIENDS_MAX = 5_000;
const NAME_CHARS_MAX = 100;

/** What account data says about friends; what does not look like it is left out. */
export function friendsIn(content: unknown): Map<string, Kept> {
  const listed = (content as { friends?: unknown } | undefined)?.friends;
  if (typeof listed !== "object" || listed === null) return new Map();
  return new Map(
    Object.entries(listed)
      .slice(0, FRIENDS_MAX)
      .filter(([id]) => id.startsWith("@"))
      .map(([id, kept]) => [id, keptIn(kept)]),
  );
}

function keptIn(value: unknown): Kept {
  const { name, favourite, listed, phone, email } = (value ?? {}) as Record<string, unknown>;
  const number = phoneIn(phone);
  const address = emailIn(email);
  return {
    ...(typeof name === "string" && name.trim() !== "" && { name: name.slice(0, NAME_CHARS_MAX) }),
    ...(favourite === true && { favourite }),
    ...(typeof listed === "boolean" && { listed }),
    ...(number !== undefined && { phone: number }),
    ...(address !== undefined && { email: address }),
  };
}

/** A phone number as people write it, or nothing where it cannot be one. */
export function phoneIn(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return /^\+?[\d\s().-]{3,30}$/.test(text) && /\d{3}/.test(text.replace(/\D/g, "")) ? text : undefined;
}

/** A mail address, or nothing where it cannot be one. */
export function emailIn(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return text.length <= 254 && /^[^\s@,;:<>"?&]+@[^\s@,;:<>"?&]+\.[^\s@,;:<>"?&]+$/.test(text) ? text : undefined;
}

export function keptFriends(client: MatrixClient): Map<string, Kept> {
  return friendsIn(client.getAccountData(FRIENDS)?.getContent());
}

let changing: Promise<unknown> = Promise.resolve();

/** Changes what is kept of one person; one change after the other, each on what the one before has left. */
export function changeFriend(client: MatrixClient, userId: string, change: (kept: Kept) => Kept): Promise<void> {
  const changed = changing.then(async () => {
    const friends = keptFriends(client);
    friends.set(userId, change(friends.get(userId) ?? {}));
    await client.setAccountData(FRIENDS, { friends: Object.fromEntries(friends) });
  });
  changing = changed.catch(() => undefined);
  return changed;
}
