import { ClientEvent, type MatrixClient } from "matrix-js-sdk/lib/client.js";
import { MatrixEventEvent, type MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import { NotificationCountType, RoomEvent, type Room } from "matrix-js-sdk/lib/models/room.js";
import { SyncState } from "matrix-js-sdk/lib/sync.js";
import { contentOf, isMessage, oneLine } from "../conversation/content.ts";
import { invitationTo } from "../friends/requests.ts";
import { currentText } from "../i18n/language.ts";
import { chime } from "./chime.ts";
import { notificationSetting } from "./setting.ts";
import { closeNotifications, showNotification } from "./show.ts";
import { hold, isShown } from "./shownChat.ts";

/** What is older when it arrives, after a night without a network, is only counted. */
const AGE_MILLIS_MAX = 10 * 60_000;
const BODY_CHARS_MAX = 200;

/**
 * Tells of new messages and invitations as the account's push rules want it, while the app runs.
 *
 * @param pathOf the address of a chat within the app
 * @returns how to stop
 */
export function startNotifying(client: MatrixClient, pathOf: PathOf): () => void {
  let isLeading = !("locks" in navigator);
  // Whoever starts late must not wait for the next answer: what that brings is to be told.
  let isUpToDate = client.getSyncState() === SyncState.Syncing;
  // Of several windows, one tells.
  const release = isLeading ? () => undefined : hold("bongsu.notifier", "exclusive", () => (isLeading = true));
  const mayTell = () => isLeading && isUpToDate && notificationSetting().on;
  const warn = (e: unknown) => console.warn("no notification", e);
  const closing = new ClosingSoon(warn);

  const synced = (state: SyncState) => {
    if (state === SyncState.Syncing) isUpToDate = true;
  };
  const arrived = (event: MatrixEvent, room: Room | undefined, toStart?: boolean, removed?: boolean, data?: Data) => {
    if (!room || toStart || removed || !data?.liveEvent || !mayTell()) return;
    if (event.isBeingDecrypted() || event.shouldAttemptDecryption()) {
      event.once(MatrixEventEvent.Decrypted, () => void tell(client, event, room, pathOf).catch(warn));
    } else {
      tell(client, event, room, pathOf).catch(warn);
    }
  };
  const invited = (room: Room, membership: string) => {
    if (membership === "invite" && mayTell()) tellInvitation(client, room, pathOf).catch(warn);
  };
  const read = (receipts: MatrixEvent, room: Room) => {
    const hasRead = room.getUnreadNotificationCount(NotificationCountType.Total) === 0;
    if (hasRead && isOf(receipts, client.getSafeUserId())) closing.add(room.roomId);
  };
  client.on(ClientEvent.Sync, synced);
  client.on(RoomEvent.Timeline, arrived);
  client.on(RoomEvent.MyMembership, invited);
  client.on(RoomEvent.Receipt, read);
  return () => {
    release();
    closing.stop();
    client.off(ClientEvent.Sync, synced);
    client.off(RoomEvent.Timeline, arrived);
    client.off(RoomEvent.MyMembership, invited);
    client.off(RoomEvent.Receipt, read);
  };
}

/** What was read within this time is taken down together: a start tells of thousands of chats at once. */
const TOGETHER_MILLIS = 300;

/** Takes down what is shown of chats that have been read. */
class ClosingSoon {
  private readonly chats = new Set<string>();
  private timer: number | undefined;

  constructor(private readonly failed: (e: unknown) => void) {}

  add(roomId: string): void {
    this.chats.add(roomId);
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      closeNotifications(new Set(this.chats)).catch(this.failed);
      this.chats.clear();
    }, TOGETHER_MILLIS);
  }

  stop(): void {
    window.clearTimeout(this.timer);
  }
}

type PathOf = (roomId: string) => string;

interface Data {
  liveEvent?: boolean;
}

/** Whether somebody is among those whose read marks have moved: by message, by kind of mark, by person. */
function isOf(receipts: MatrixEvent, userId: string): boolean {
  const byMessage = Object.values(receipts.getContent<Record<string, Record<string, object>>>());
  return byMessage.some((byKind) => Object.values(byKind).some((byPerson) => userId in byPerson));
}

async function tell(client: MatrixClient, event: MatrixEvent, room: Room, pathOf: PathOf): Promise<void> {
  const actions = client.getPushActionsForEvent(event, true);
  const isOld = (event.getAge() ?? 0) > AGE_MILLIS_MAX;
  if (event.getSender() === client.getUserId() || !isMessage(event) || !actions?.notify || isOld) return;
  if (await isShown(room.roomId)) return;
  const sender = (room.getMember(event.getSender() ?? "")?.name ?? event.getSender() ?? "").slice(0, 100);
  const line = oneLine(currentText(), contentOf(event)).slice(0, BODY_CHARS_MAX);
  const isOfTwo = room.getInvitedAndJoinedMemberCount() <= 2;
  await showNotification({
    title: isOfTwo ? sender : room.name.slice(0, 100),
    body: isOfTwo ? line : `${sender}: ${line}`,
    tag: room.roomId,
    path: pathOf(room.roomId),
  });
  if (actions.tweaks.sound && notificationSetting().sound) chime();
}

async function tellInvitation(client: MatrixClient, room: Room, pathOf: PathOf): Promise<void> {
  const invitation = invitationTo(room, client.getSafeUserId());
  if (!invitation || client.isUserIgnored(invitation.inviter)) return;
  const text = currentText().invitation;
  const name = (room.getMember(invitation.inviter)?.name ?? invitation.inviter).slice(0, 100);
  const body = invitation.isRequest ? text.request(name) : text.from(name);
  await showNotification({ title: currentText().name, body, tag: room.roomId, path: pathOf(room.roomId) });
  if (notificationSetting().sound) chime();
}
