import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { ClientEvent, MatrixClient, PendingEventOrdering } from "matrix-js-sdk/lib/client.js";
import { HttpApiEvent } from "matrix-js-sdk/lib/http-api/index.js";
import { logger } from "matrix-js-sdk/lib/logger.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { RoomNameType, type RoomNameState } from "matrix-js-sdk/lib/models/room.js";
import { IndexedDBStore } from "matrix-js-sdk/lib/store/indexeddb.js";
import { SyncState } from "matrix-js-sdk/lib/sync.js";
import { currentText, onLanguage } from "../i18n/language.ts";
import { SeenFiles } from "../offline/seenFiles.ts";
import { Outbox } from "../outbox/outbox.ts";
import { SendQueue } from "../outbox/sendQueue.ts";
import { ReadBy } from "../receipts/readBy.ts";
import { homeserver, learnSites, siteFetch } from "../sites/sites.ts";
import type { Credentials } from "./credentials.ts";
import { Encryption, RecoveryKey, forgetEncryption } from "./encryption.ts";
import { keepChats } from "./keptChats.ts";
import { forgetDrafts } from "./drafts.ts";
import { forgetSeenChats } from "./seenChats.ts";

/** Events of each room that the first sync brings; what came before is loaded when somebody scrolls up. */
const FIRST_EVENTS = 30;

/** One signed-in device: the SDK's client, running, and what we keep beside it. */
export interface Connection {
  client: MatrixClient;
  userId: string;
  readBy: ReadBy;
  encryption: Encryption;
  /** The way into chats for everything that is sent. */
  outbox: Outbox;
  /** Resolves when the chats have been read from this device, or else from the server. */
  chatsRead: Promise<void>;
  /** Signs this device out at the server and erases what it has kept here. */
  signOut(): Promise<void>;
  /** Erases what is kept on this device. */
  erase(): Promise<void>;
}

/**
 * Starts to sync. Ready when the store on this device has been read; the screen can draw from it while the server is
 * being asked.
 *
 * @param signedOut is called when the server no longer knows this device
 * @param takenOver is called when another window goes on with this device's keys; this one has stopped
 * @param take whether to take them from the window that has them
 * @throws OpenElsewhere where another window has them
 */
export async function connect(
  credentials: Credentials,
  signedOut: () => void,
  takenOver: () => void,
  take: boolean,
): Promise<Connection> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- parts of the SDK log here, whatever logger it is given
  (logger as unknown as { setLevel(level: string): void }).setLevel("warn");
  const store = new IndexedDBStore({
    indexedDB,
    dbName: `bongsu:${credentials.userId}`,
    workerFactory: () => new Worker(new URL("./storeWorker.ts", import.meta.url), { type: "module" }),
  });
  await store.startup();
  const recoveryKey = new RecoveryKey();
  const client: MatrixClient = new MatrixClient({
    baseUrl: homeserver,
    ...credentials,
    cryptoCallbacks: recoveryKey.callbacks,
    verificationMethods: ["m.sas.v1"],
    store,
    fetchFn: siteFetch,
    scheduler: new SendQueue(),
    disableVoip: true,
    roomNameGenerator: (roomId, state) => roomName(state, () => isWithOneself(client, roomId)),
  });
  const readBy = new ReadBy(client);
  const seenFiles = new SeenFiles(client, credentials.userId);
  client.once(HttpApiEvent.SessionLoggedOut, signedOut);
  const outbox = await Outbox.open(client, credentials.userId);
  const chatsRead = whenPrepared(client);
  // Also where the server does not answer: what was written shows as waiting.
  chatsRead.then(() => outbox.restore()).catch((e: unknown) => console.warn("what was written is not taken up", e));
  const encryption = new Encryption(client, credentials, recoveryKey, () => {
    client.stopClient();
    takenOver();
  });
  if (encryption.hasKeys()) await encryption.start(take);
  else encryption.startWhenIdle();
  const stopAnswering = answerVersions(client);
  await client.startClient({
    initialSyncLimit: FIRST_EVENTS,
    lazyLoadMembers: true,
    pendingEventOrdering: PendingEventOrdering.Chronological,
    // A thread's messages stand among the others, as people are used to.
    threadSupport: false,
    disablePresence: true,
  });
  stopAnswering();
  const stopNaming = onLanguage(() => client.getRooms().forEach((room) => room.recalculate()));
  forgetRemovedFaces(client);
  const stops = [stopNaming, keepChats(client, store), followSites(client)];
  const erase = async () => {
    stops.forEach((stop) => stop());
    encryption.stop();
    client.stopClient();
    await outbox.erase();
    await seenFiles.erase();
    forgetDrafts();
    forgetSeenChats();
    forgetEncryption();
    await client.clearStores({ cryptoDatabasePrefix: encryption.databasePrefix });
  };
  return {
    client,
    userId: credentials.userId,
    readBy,
    encryption,
    outbox,
    chatsRead,
    erase,
    signOut: async () => {
      await client.logout(false).catch((e: unknown) => console.warn("the server was not told", e));
      await erase();
    },
  };
}

/**
 * Before it reads the chats from this device, the SDK asks the server what it can do, only to know about threads, and
 * waits: for minutes where a network is silent. So it is told at once that there are none; returns how to stop that.
 */
function answerVersions(client: MatrixClient): () => void {
  const ask = client.getVersions.bind(client);
  client.getVersions = () => Promise.resolve({ versions: [], unstable_features: {} });
  return () => {
    client.getVersions = ask;
    ask().catch((e: unknown) => console.warn("what the server can do is asked again later", e));
  };
}

function whenPrepared(client: MatrixClient): Promise<void> {
  return new Promise((resolve) => {
    const came = (state: SyncState) => {
      if (state !== SyncState.Prepared) return;
      client.off(ClientEvent.Sync, came);
      resolve();
    };
    client.on(ClientEvent.Sync, came);
  });
}

/** Goes on at once when the device is connected again. */
function followSites(client: MatrixClient): () => void {
  void learnSites();
  const online = () => client.retryImmediately();
  window.addEventListener("online", online);
  return () => window.removeEventListener("online", online);
}

/** What the SDK knows of somebody outside of any chat keeps their photo when they have taken it away. */
function forgetRemovedFaces(client: MatrixClient): void {
  client.on(RoomStateEvent.Members, (_event, _state, member) => {
    if (member.membership === "join") client.getUser(member.userId)?.setAvatarUrl(member.getMxcAvatarUrl());
  });
}

/** Whether a chat is meant to be the one with oneself, as account data says (people/ownChat.ts). */
function isWithOneself(client: MatrixClient, roomId: string): boolean {
  const ids: unknown = client.getAccountData(EventType.Direct)?.getContent()[client.getSafeUserId()];
  return Array.isArray(ids) && ids.includes(roomId);
}

/** What a chat without a name of its own is called. */
function roomName(state: RoomNameState, isOwn: () => boolean): string | null {
  const text = currentText().room;
  switch (state.type) {
    case RoomNameType.Actual:
      return state.name;
    case RoomNameType.Generated:
      return state.subtype === "Inviting"
        ? text.inviting(text.names(state.names, 0))
        : text.names(state.names, Math.max(0, state.count - state.names.length));
    case RoomNameType.EmptyRoom:
      if (isOwn()) return text.own;
      return state.oldName ? text.emptyWas(state.oldName) : text.empty;
  }
}
