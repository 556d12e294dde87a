import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { CryptoApi, CryptoCallbacks } from "matrix-js-sdk/lib/crypto-api/index.js";
import { type MatrixEvent, MatrixEventEvent } from "matrix-js-sdk/lib/models/event.js";
import { Direction } from "matrix-js-sdk/lib/models/event-timeline.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { createStore } from "../live/store.ts";
import type { Credentials } from "./credentials.ts";
import { holdAlone } from "./oneWindow.ts";
import { Unreadable } from "./unreadable.ts";

const KEPT_AS = "bongsu.encryption";

/** A device that has never used encryption fetches it when it has nothing else to do, this long after its start. */
const IDLE_AFTER_MILLIS = 5_000;

/** The key that opens what a person has stored, encrypted, at the server; in memory only while it is used. */
export class RecoveryKey {
  private bytes: Uint8Array<ArrayBuffer> | undefined;

  readonly callbacks: CryptoCallbacks = {
    getSecretStorageKey: ({ keys }) => {
      const [id] = Object.keys(keys);
      return Promise.resolve(id === undefined || !this.bytes ? null : [id, this.bytes]);
    },
  };

  async whileUsed<T>(bytes: Uint8Array<ArrayBuffer>, act: () => Promise<T>): Promise<T> {
    this.bytes = bytes;
    try {
      return await act();
    } finally {
      this.bytes = undefined;
    }
  }
}

/**
 * Encryption on this device. It is a library of megabytes, so it comes late: after everything else where the device
 * has no keys yet, but then before anything else, because keys that others send are told once.
 */
export class Encryption {
  readonly state = createStore<"off" | "starting" | "on" | "failed">("off");
  /** Grows when this device has come further without the SDK's telling. */
  readonly steps = createStore(0);
  /**
   * Whether the person's keys are being changed. Until the server has the new ones, nobody may ask it for them: the old
   * ones that it answers with would erase the new ones here.
   */
  readonly changingKeys = createStore(false);
  private starting: Promise<CryptoApi> | undefined;
  private timer: number | undefined;
  private unreadable: Unreadable | undefined;

  constructor(
    private readonly client: MatrixClient,
    private readonly credentials: Credentials,
    readonly recoveryKey: RecoveryKey,
    /** Another window of this browser goes on with this device's keys. */
    private readonly takenOver: () => void,
  ) {}

  /** Whether this device has keys; then encryption must be started before the client is. */
  hasKeys(): boolean {
    return localStorage.getItem(KEPT_AS) === this.databasePrefix;
  }

  /**
   * Starts encryption unless it runs.
   *
   * @param take whether to take the keys from another window that uses them
   * @throws OpenElsewhere where another window uses this device's keys
   */
  start(take = false): Promise<CryptoApi> {
    this.starting ??= this.load(take).catch((e: unknown) => {
      this.state.set("failed");
      this.starting = undefined;
      throw e;
    });
    return this.starting;
  }

  /** So that others can write to this device in encrypted chats from the first message on. */
  startWhenIdle(): void {
    this.timer = window.setTimeout(() => {
      this.start().catch((e: unknown) => console.warn("no encryption yet", e));
    }, IDLE_AFTER_MILLIS);
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.unreadable?.stop();
  }

  get databasePrefix(): string {
    return `bongsu-keys:${this.credentials.userId}:${this.credentials.deviceId}`;
  }

  private async load(take: boolean): Promise<CryptoApi> {
    this.state.set("starting");
    await holdAlone(this.databasePrefix, take, this.takenOver);
    await this.client.initRustCrypto({ cryptoDatabasePrefix: this.databasePrefix });
    const crypto = this.client.getCrypto();
    if (!crypto) throw new Error("encryption did not start");
    this.unreadable = new Unreadable(crypto);
    this.client.on(MatrixEventEvent.Decrypted, this.unreadable.tried);
    await this.catchUp(crypto);
    localStorage.setItem(KEPT_AS, this.databasePrefix);
    this.state.set("on");
    return crypto;
  }

  /** The SDK expects encryption before its start: where it comes later, it is told of what is there already. */
  private async catchUp(crypto: CryptoApi): Promise<void> {
    const { syncApi } = this.client as unknown as { syncApi?: { syncOpts: { cryptoCallbacks?: unknown } } };
    if (!syncApi) return;
    syncApi.syncOpts.cryptoCallbacks = crypto;
    const told = crypto as unknown as {
      onCryptoEvent(room: Room, event: MatrixEvent): Promise<void>;
      onSyncCompleted(data: object): void;
    };
    told.onSyncCompleted({}); // what is to be sent, this device's own keys first, does not wait for the next sync
    for (const room of this.client.getRooms()) {
      const event = room.getLiveTimeline().getState(Direction.Forward)?.getStateEvents("m.room.encryption", "");
      if (!event) continue;
      await told.onCryptoEvent(room, event);
      await Promise.all(
        room
          .getLiveTimeline()
          .getEvents()
          .map((one) => this.client.decryptEventIfNeeded(one)),
      );
    }
  }
}

export function forgetEncryption(): void {
  localStorage.removeItem(KEPT_AS);
}
