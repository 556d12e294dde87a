import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import { HistoryVisibility, Preset } from "matrix-js-sdk/lib/@types/partials.js";
import type { ICreateRoomOpts } from "matrix-js-sdk/lib/@types/requests.js";

type StateEvents = NonNullable<ICreateRoomOpts["initial_state"]>;

/** What makes a chat an encrypted one from its first message on. */
const ENCRYPTION = { type: EventType.RoomEncryption, state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } };

/** Newcomers read what was said from their invitation on, and nothing before it. */
const HISTORY = {
  type: EventType.RoomHistoryVisibility,
  state_key: "",
  content: { history_visibility: HistoryVisibility.Invited },
};

/** More than the highest level that anybody has. */
const NOBODYS_LEVEL = 101;

/**
 * A chat of two. Both have the same level, which lies below the one for deleting what others have said, and nobody may
 * change a level that lies above their own: so the server refuses one's deletion of the other's messages, for good.
 */
export function ofTwo(userId: string, encrypted: boolean): ICreateRoomOpts {
  return {
    is_direct: true,
    invite: [userId],
    // From version 12 on, the creators of a room stand above all levels.
    room_version: "11",
    preset: Preset.TrustedPrivateChat,
    power_level_content_override: { redact: NOBODYS_LEVEL },
    initial_state: initialState(encrypted),
  };
}

/** A chat with nobody but oneself. */
export function ofOne(): ICreateRoomOpts {
  return { preset: Preset.PrivateChat, initial_state: initialState(false) };
}

/** A group. Its creator owns it; everybody in it may invite others. */
export function ofMany(people: readonly string[], name: string, encrypted: boolean): ICreateRoomOpts {
  return {
    ...(name !== "" && { name }),
    invite: [...people],
    preset: Preset.PrivateChat,
    power_level_content_override: { invite: 0 },
    initial_state: initialState(encrypted),
  };
}

function initialState(encrypted: boolean): StateEvents {
  return encrypted ? [HISTORY, ENCRYPTION] : [HISTORY];
}
