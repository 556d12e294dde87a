import type { RoomMessageEventContent } from "matrix-js-sdk/lib/@types/events.js";
import { MsgType } from "matrix-js-sdk/lib/@types/event.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Voice } from "../outbox/keptFiles.ts";
import { encrypted, fileContent } from "./encrypted.ts";
import { pictureSides, previewOf, type Picture } from "./preview.ts";
import { upload } from "./upload.ts";
import { stripFileMetadata } from "./stripMetadata.ts";

const LOUDEST = 1024;

/** A photo smaller than this is its own preview. */
const PREVIEW_FROM_BYTES = 150_000;

interface Wanted {
  file: File;
  roomId: string;
  voice?: Voice | undefined;
  /** Whether it goes also where it cannot be made sure that it does not say where it was made. */
  mayTellPlace?: boolean;
}

/** In an encrypted chat, a file may say where it was made, and cannot be rid of it here. */
export class TellsPlace extends Error {}

/**
 * Uploads a file, and what belongs to it, and says what the message about it has to be.
 *
 * @throws TellsPlace before anything has gone
 */
export async function uploadedContent(
  client: MatrixClient,
  { file, roomId, voice, mayTellPlace = false }: Wanted,
  signal: AbortSignal,
  progressed: (share: number) => void,
): Promise<RoomMessageEventContent> {
  const room = client.getRoom(roomId);
  if (!room) throw new Error("nobody knows whether this chat is encrypted");
  const hidden = room.hasEncryptionStateEvent();
  // The server takes the place out of photos, but not of what it cannot read.
  const { file: content, isClean } = hidden ? await stripFileMetadata(file) : { file, isClean: true };
  if (!isClean && !mayTellPlace) throw new TellsPlace(file.name);
  const store = async (blob: Blob, name: string, watched: boolean): Promise<Stored> => {
    const options = { signal, ...(watched && { progressed }) };
    if (!hidden) return { url: await upload(client, blob, { name, ...options }) };
    const { content, secret } = await encrypted(blob);
    // The server learns neither the name nor the kind.
    return { file: fileContent(await upload(client, content, options), secret) };
  };

  const [video, sides] = [file.type.startsWith("video/"), await pictureSides(file)];
  const needsPreview = video || (sides !== undefined && hidden && file.size >= PREVIEW_FROM_BYTES);
  const preview = needsPreview ? await previewOf(file) : undefined;
  const stored = await store(content, file.name, true);
  const small = preview && (await store(preview.blob, "preview.jpg", false));
  const info = {
    mimetype: file.type || "application/octet-stream",
    size: content.size,
    ...sides,
    ...(preview && small && previewInfo(preview, small)),
  };
  const base = { body: file.name, filename: file.name, ...stored };
  // What the browser cannot draw is a file like any other.
  if (sides) return { ...base, msgtype: MsgType.Image, info } as RoomMessageEventContent;
  if (video) return { ...base, msgtype: MsgType.Video, info } as RoomMessageEventContent;
  if (!file.type.startsWith("audio/")) return { ...base, msgtype: MsgType.File, info } as RoomMessageEventContent;
  return { ...base, msgtype: MsgType.Audio, info, ...(voice && voiceContent(voice, info)) } as RoomMessageEventContent;
}

/** Where something lies: its address, in an encrypted chat with what opens it. */
type Stored = { url: string } | { file: object };

function previewInfo({ blob, width, height, of }: Picture, small: Stored): object {
  return {
    ...(of.durationMillis !== undefined && { duration: of.durationMillis }),
    w: of.width,
    h: of.height,
    ...("url" in small ? { thumbnail_url: small.url } : { thumbnail_file: small.file }),
    thumbnail_info: { mimetype: blob.type, size: blob.size, w: width, h: height },
  };
}

function voiceContent({ durationMillis, levels }: Voice, info: object): object {
  return {
    info: { ...info, duration: durationMillis },
    "org.matrix.msc1767.audio": {
      duration: durationMillis,
      waveform: levels.map((level) => Math.round(level * LOUDEST)),
    },
    "org.matrix.msc3245.voice": {},
  };
}
