import { useCallback, useMemo, useRef, useState, type DragEvent } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { Avatar } from "../people/Avatar.tsx";
import { pictureOf } from "../people/roomPicture.ts";
import type { Attachment } from "../media/attachment.ts";
import { SendFilesDialog } from "../media/SendFilesDialog.tsx";
import { send } from "../media/uploads.ts";
import { Viewer } from "../media/Viewer.tsx";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { ActionsContext } from "./actions.ts";
import { Composer, type Writing } from "./Composer.tsx";
import styles from "./ConversationPane.module.css";
import { contentOf, isMessage, photoOf } from "./content.ts";
import { ForwardDialog } from "./ForwardDialog.tsx";
import { InvitationPane } from "./InvitationPane.tsx";
import { MessageList } from "./MessageList.tsx";
import { MessageMenu } from "./MessageMenu.tsx";
import { NoticeBar } from "./NoticeBar.tsx";
import { TypingLine } from "./TypingLine.tsx";
import type { Message } from "./useConversation.ts";

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
  return (
    <section className={styles.pane} aria-label={room.name}>
      <header className={styles.header}>
        <IconButton className={styles.back} icon="back" label={text.common.back} onClick={onBack} />
        <Avatar id={room.roomId} name={room.name} picture={pictureOf(room)} sidePixels={38} />
        <div className={styles.title}>
          <h1 dir="auto">{room.name.slice(0, 100)}</h1>
          {!invited && <p>{text.conversation.members(room.getJoinedMemberCount())}</p>}
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

const NEW: Writing = { kind: "new" };

/** What is said, and what one says. */
function Talk({ room }: { room: Room }) {
  const [writing, setWriting] = useState<Writing>(NEW);
  const [menuOf, setMenuOf] = useState<Message>();
  const [forwarded, setForwarded] = useState<Message>();
  const text = useText();
  const { client } = useConnection();
  const [dragging, setDragging] = useState(false);
  const [asked, setAsked] = useState<File[]>();
  const [viewing, setViewing] = useState<{ photos: Attachment[]; first: number }>();
  const jumpRef = useRef<(eventId: string) => void>(undefined);
  const actions = useMemo(
    () => ({
      openMenu: setMenuOf,
      openPhoto: (message: Message) => setViewing(photosAround(room, message)),
      jumpTo: (eventId: string) => jumpRef.current?.(eventId),
    }),
    [room],
  );
  const done = useCallback(() => setWriting(NEW), []);
  const instead = (next: () => void) => () => {
    setMenuOf(undefined);
    next();
  };
  const onFiles = (files: File[], ask: boolean) => {
    if (ask && files.length > 0) setAsked(files);
    else send(client, room.roomId, files);
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
        <NoticeBar room={room} />
        <MessageList room={room} jumpRef={jumpRef} />
        <TypingLine room={room} />
        <Composer
          key={writing.kind === "edit" ? writing.of.key : ""}
          room={room}
          writing={writing}
          onDone={done}
          onFiles={onFiles}
        />
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
function photosAround(room: Room, message: Message): { photos: Attachment[]; first: number } {
  const loaded = room
    .getLiveTimeline()
    .getEvents()
    .filter(isMessage)
    .flatMap((event) => {
      const photo = photoOf(contentOf(event));
      return photo ? [{ event, photo }] : [];
    });
  const place = loaded.findIndex(({ event }) => event === message.event);
  return { photos: loaded.map(({ photo }) => photo), first: Math.max(0, place) };
}
