import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent } from "react";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { ChangedIdentities } from "../encryption/ChangedIdentities.tsx";
import { EncryptionNotice } from "../encryption/EncryptionNotice.tsx";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useStore } from "../live/store.ts";
import { Avatar } from "../people/Avatar.tsx";
import { pictureOf } from "../people/roomPicture.ts";
import type { Attachment } from "../media/attachment.ts";
import type { Recording } from "../media/recorder.ts";
import { SendFilesDialog } from "../media/SendFilesDialog.tsx";
import { send } from "../media/uploads.ts";
import { Viewer } from "../media/Viewer.tsx";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { ActionsContext } from "./actions.ts";
import { Composer, type Writing } from "./Composer.tsx";
import styles from "./ConversationPane.module.css";
import { contentOf, isMessage, photoOf } from "./content.ts";
import { isHidden } from "./hidden.ts";
import { ForwardDialog } from "./ForwardDialog.tsx";
import { InvitationPane } from "./InvitationPane.tsx";
import { MessageList } from "./MessageList.tsx";
import { MessageMenu } from "./MessageMenu.tsx";
import { NoticeBar } from "./NoticeBar.tsx";
import { RecordingBar } from "./RecordingBar.tsx";
import { RefusedChanges } from "./RefusedChanges.tsx";
import { TypingLine } from "./TypingLine.tsx";
import type { Message } from "./useConversation.ts";
import { useTimeline } from "./useTimeline.ts";

interface Props {
  room: Room;
  /** Goes back to the list, where that is not beside. */
  onBack: () => void;
  onSearch: () => void;
  onDetails: () => void;
}

/** One chat: its name, its messages, and where one writes. */
export function ConversationPane({ room, onBack, onSearch, onDetails }: Props) {
  const text = useText();
  const invited = room.getMyMembership() === "invite";
  const encrypted = useEncrypted(room);
  return (
    <section className={styles.pane} aria-label={room.name}>
      <header className={styles.header}>
        <IconButton className={styles.back} icon="back" label={text.common.back} onClick={onBack} />
        <Avatar id={room.roomId} name={room.name} picture={pictureOf(room)} sidePixels={38} />
        <div className={styles.title}>
          <h1 dir="auto">{room.name.slice(0, 100)}</h1>
          {!invited && (
            <p>
              {encrypted && (
                <span className={styles.lock} title={text.encryption.on}>
                  <Icon name="lock" size={13} />
                  <span className="only-read-aloud">{text.encryption.on}</span>
                </span>
              )}
              {text.conversation.members(room.getJoinedMemberCount())}
            </p>
          )}
        </div>
        {!invited && (
          <div className={styles.more}>
            <IconButton icon="search" label={text.search.title} onClick={onSearch} />
            <IconButton icon="info" label={text.details.title} onClick={onDetails} />
          </div>
        )}
      </header>
      {invited ? <InvitationPane room={room} onDeclined={onBack} /> : <Talk room={room} />}
    </section>
  );
}

/** Whether a chat is encrypted; where it is, encryption is started. */
function useEncrypted(room: Room): boolean {
  const { encryption } = useConnection();
  useRevision(useCallback((changed) => listenTo(room, [RoomStateEvent.Events], changed), [room]));
  const encrypted = room.hasEncryptionStateEvent();
  useEffect(() => {
    if (encrypted) encryption.start().catch((e: unknown) => console.warn("no encryption", e));
  }, [encrypted, encryption]);
  return encrypted;
}

const NEW: Writing = { kind: "new" };

/** What is said, and what one says. */
function Talk({ room }: { room: Room }) {
  const [writing, setWriting] = useState<Writing>(NEW);
  const [menuOf, setMenuOf] = useState<Message>();
  const [forwarded, setForwarded] = useState<Message>();
  const text = useText();
  const connection = useConnection();
  const [dragging, setDragging] = useState(false);
  const [asked, setAsked] = useState<File[]>();
  const [recording, setRecording] = useState(false);
  const [viewing, setViewing] = useState<{ photos: Attachment[]; first: number }>();
  const encrypted = room.hasEncryptionStateEvent();
  const encryption = useStore(connection.encryption.state);
  const timeline = useTimeline(room);
  const jumpRef = useRef<(eventId: string) => void>(undefined);
  const actions = useMemo(
    () => ({
      openMenu: setMenuOf,
      openPhoto: (message: Message) => setViewing(photosAround(room, timeline.loaded.events(), message)),
      jumpTo: (eventId: string) => jumpRef.current?.(eventId),
    }),
    [room, timeline],
  );
  const done = useCallback(() => setWriting(NEW), []);
  const instead = (next: () => void) => () => {
    setMenuOf(undefined);
    next();
  };
  const onFiles = (files: File[], ask: boolean) => {
    if (ask && files.length > 0) setAsked(files);
    else send(room.roomId, files);
  };
  const recorded = (voice?: Recording) => {
    setRecording(false);
    if (!voice) return;
    const { file, durationMillis, levels } = voice;
    send(room.roomId, [file], { durationMillis, levels });
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    onFiles([...event.dataTransfer.files], true);
  };
  return (
    <ActionsContext value={actions}>
      <div
        className={styles.talk}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes("Files")) return;
          event.preventDefault();
          setDragging(true);
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDragging(false);
        }}
        onDrop={dropped}
      >
        {encrypted && <EncryptionNotice />}
        {encrypted && <ChangedIdentities room={room} />}
        <NoticeBar room={room} />
        <MessageList room={room} timeline={timeline} jumpRef={jumpRef} />
        <TypingLine room={room} />
        <RefusedChanges room={room} />
        {encrypted && encryption !== "on" ? null : recording ? (
          <RecordingBar onDone={recorded} />
        ) : (
          <Composer
            key={writing.kind === "edit" ? writing.of.key : ""}
            room={room}
            writing={writing}
            onDone={done}
            onFiles={onFiles}
            onRecord={() => setRecording(true)}
          />
        )}
        {dragging && <p className={styles.drop}>{text.files.drop}</p>}
      </div>
      {asked && (
        <SendFilesDialog
          files={asked}
          onClose={() => setAsked(undefined)}
          onSend={() => {
            setAsked(undefined);
            onFiles(asked, false);
          }}
        />
      )}
      {viewing && <Viewer photos={viewing.photos} first={viewing.first} onClose={() => setViewing(undefined)} />}
      {menuOf && (
        <MessageMenu
          room={room}
          message={menuOf}
          onClose={() => setMenuOf(undefined)}
          onReply={instead(() => setWriting({ kind: "reply", to: menuOf }))}
          onEdit={instead(() => setWriting({ kind: "edit", of: menuOf }))}
          onForward={instead(() => setForwarded(menuOf))}
        />
      )}
      {forwarded && <ForwardDialog message={forwarded} onClose={() => setForwarded(undefined)} />}
    </ActionsContext>
  );
}

/** All photos of the chat that are loaded, and the place of this one. */
function photosAround(
  room: Room,
  events: readonly MatrixEvent[],
  message: Message,
): { photos: Attachment[]; first: number } {
  const shown = events.filter((event) => isMessage(event) && !isHidden(room, event));
  const loaded = shown.flatMap((event) => {
    const photo = photoOf(contentOf(event));
    return photo ? [{ event, photo }] : [];
  });
  const place = loaded.findIndex(({ event }) => event === message.event);
  return { photos: loaded.map(({ photo }) => photo), first: Math.max(0, place) };
}
