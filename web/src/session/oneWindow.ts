/** A window that is reloaded waits this long for itself to be gone. */
const GONE_WITHIN_MILLIS = 2_000;

/** Another window of this browser holds what only one may use at a time. */
export class OpenElsewhere extends Error {}

/**
 * Holds a name for this window alone, until it is closed: two windows that use the same keys would each spoil what the
 * other one keeps.
 *
 * @param take whether to take it from the window that has it
 * @param lost is called when another window takes it
 * @throws OpenElsewhere where another window has it
 */
export async function holdAlone(name: string, take: boolean, lost: () => void): Promise<void> {
  // Pages that did not come by https have none; nor have they encryption.
  const { locks } = navigator as { locks?: LockManager };
  if (locks === undefined) return;
  await new Promise<void>((resolve, reject) => {
    const options = take ? { steal: true } : { signal: AbortSignal.timeout(GONE_WITHIN_MILLIS) };
    let held = false;
    const holding = locks.request(name, options, () => {
      held = true;
      resolve();
      // As long as this window is there.
      return new Promise<never>(() => undefined);
    });
    holding.catch(() => {
      if (held) lost();
      else reject(new OpenElsewhere("another window is open"));
    });
  });
}
