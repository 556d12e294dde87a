import type { CryptoApi } from "matrix-js-sdk/lib/crypto-api/index.js";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";

/** Longer than the SDK leaves the backup alone after it has not found a key there. */
export const PAUSE_MILLIS = 6_000;
/** Each pause is twice as long as the one before: the last try is three minutes after the message came. */
export const TRIES_MAX = 5;
/** What waits beyond that is tried when it is loaded again. */
const WAITING_MAX = 500;

/**
 * Messages that this device has no key for. Another device puts its keys into the backup only some seconds after it has
 * used them, and the SDK looks there only when a message is to be read: so they are tried again.
 */
export class Unreadable {
  private readonly tries = new WeakMap<MatrixEvent, number>();
  private readonly timers = new Set<number>();

  constructor(private readonly crypto: CryptoApi) {}

  /** To be told of each message that was tried to be read, with or without success. */
  readonly tried = (event: MatrixEvent): void => {
    const tries = this.tries.get(event) ?? 0;
    if (!event.isDecryptionFailure() || tries === TRIES_MAX || this.timers.size === WAITING_MAX) return;
    this.tries.set(event, tries + 1);
    const timer = window.setTimeout(
      () => {
        this.timers.delete(timer);
        if (event.isDecryptionFailure() && !event.isRedacted()) this.tryAgain(event);
      },
      PAUSE_MILLIS * 2 ** tries,
    );
    this.timers.add(timer);
  };

  stop(): void {
    for (const timer of this.timers) window.clearTimeout(timer);
    this.timers.clear();
  }

  private tryAgain(event: MatrixEvent): void {
    // The SDK's own encryption is what it takes here, under another type.
    type Backend = Parameters<MatrixEvent["attemptDecryption"]>[0];
    event
      .attemptDecryption(this.crypto as unknown as Backend, { isRetry: true })
      .catch((e: unknown) => console.warn("still unreadable", event.getId(), e));
  }
}
