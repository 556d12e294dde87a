import { useCallback, useMemo, useRef, useState, type DragEvent } from "react";
import type { MatrixEvent } from "matrix-js-sdk/lib/models/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { ChangedIdentities } from "../encryption/ChangedIdentities.tsx";
import { EncryptionNotice } from "../encryption/EncryptionNotice.tsx";
import { useText } from "../i18n/language.ts";
import { useStore } from "../live/store.ts";
import type { Attachment } from "../media/attachment.ts";
import type { Recording } from "../media/recorder.ts";
import { SendFilesDialog } from "../media/SendFilesDialog.tsx";
import { send } from "../media/uploads.ts";
import { Viewer } from "../media/Viewer.tsx";
import { useConnection } from "../session/useConnection.ts";
import type { Point } from "../ui/Menu.tsx";
import { ActionsContext } from "./actions.ts";
import { Composer, type Writing } from "./Composer.tsx";
import styles from "./ConversationPane.module.css";
import { contentOf, isMessage, photoOf } from "./content.ts";
import { isHidden } from "./hidden.ts";
import { ForwardDialog } from "./ForwardDialog.tsx";
import { mayEdit } from "./may.ts";
import { MessageList } from "./MessageList.tsx";
import { MessageMenu } from "./MessageMenu.tsx";
import { NoticeBar } from "./NoticeBar.tsx";
import { PersonSheet } from "./PersonSheet.tsx";
import { RecordingBar } from "./RecordingBar.tsx";
import { RefusedChanges } from "./RefusedChanges.tsx";
import { SelectionBar } from "./SelectionBar.tsx";
import { TypingLine } from "./TypingLine.tsx";
import type { Row } from "./rows.ts";
import type { Message, Notice } from "./useConversation.ts";
import { useTimeline } from "./useTimeline.ts";

const NEW: Writing = { kind: "new" };

/** What is said, and what one says. */
export function Talk({ room }: { room: Room }) {
  const [writing, setWriting] = useState<Writing>(NEW);
  const [menuOf, setMenuOf] = useState<{ message: Message; at: Point | undefined }>();
  const [sheetOf, setSheetOf] = useState<string>();
  const [selected, setSelected] = useState<readonly Message[]>();
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
  const rowsRef = useRef<readonly Row<Message | Notice>[]>([]);
  const editLast = () => {
    const last = rowsRef.current.findLast(
      (row) => row.kind === "message" && row.entry.kind === "message" && mayEdit(row.entry),
    );
    if (last?.kind === "message" && last.entry.kind === "message") setWriting({ kind: "edit", of: last.entry });
  };
  const actions = useMemo(
    () => ({
      openMenu: (message: Message, at?: Point) => setMenuOf({ message, at }),
      openProfile: setSheetOf,
      openPhoto: (message: Message) => setViewing(photosAround(room, timeline.loaded.events(), message)),
      reply: (message: Message) => setWriting({ kind: "reply", to: message }),
      selected: selected && new Set(selected.map(({ key }) => key)),
      toggle: (messages: readonly Message[]) => setSelected((before) => toggled(before ?? [], messages)),
      jumpTo: (eventId: string) => jumpRef.current?.(eventId),
    }),
    [room, timeline, selected],
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
        <MessageList room={room} timeline={timeline} jumpRef={jumpRef} rowsRef={rowsRef} />
        <TypingLine room={room} />
        <RefusedChanges room={room} />
        {selected ? (
          <SelectionBar room={room} selected={selected} onDone={() => setSelected(undefined)} />
        ) : encrypted && encryption !== "on" ? null : recording ? (
          <RecordingBar onDone={recorded} />
        ) : (
          <Composer
            key={writing.kind === "edit" ? writing.of.key : ""}
            room={room}
            writing={writing}
            onDone={done}
            onFiles={onFiles}
            onRecord={() => setRecording(true)}
            onEditLast={editLast}
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
          message={menuOf.message}
          at={menuOf.at}
          onClose={() => setMenuOf(undefined)}
          onReply={instead(() => setWriting({ kind: "reply", to: menuOf.message }))}
          onEdit={instead(() => setWriting({ kind: "edit", of: menuOf.message }))}
          timeline={timeline}
          onSelect={instead(() => setSelected([menuOf.message]))}
          onForward={instead(() => setForwarded(menuOf.message))}
        />
      )}
      {sheetOf !== undefined && <PersonSheet room={room} userId={sheetOf} onClose={() => setSheetOf(undefined)} />}
      {forwarded && <ForwardDialog messages={[forwarded]} onClose={() => setForwarded(undefined)} />}
    </ActionsContext>
  );
}

/** So many messages are selected at once; each deletion is a request. */
const SELECTED_MAX = 100;

function toggled(selected: readonly Message[], messages: readonly Message[]): readonly Message[] {
  const keys = new Set(messages.map(({ key }) => key));
  const others = selected.filter(({ key }) => !keys.has(key));
  return others.length < selected.length ? others : [...selected, ...messages].slice(0, SELECTED_MAX);
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
