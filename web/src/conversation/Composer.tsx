import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { EventType } from "matrix-js-sdk/lib/@types/event.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { EmojiPicker } from "../emoji/EmojiPicker.tsx";
import { useText } from "../i18n/language.ts";
import { useEscape } from "../live/escape.ts";
import { keepDraft, keptDraft } from "../session/drafts.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { FileChooser } from "../ui/FileChooser.tsx";
import { pointOf, type Point } from "../ui/Menu.tsx";
import { AttachMenu } from "./AttachMenu.tsx";
import { oneLine } from "./content.ts";
import { editContent, mentionBegun, mentionedIn, textContent, type Mentionable } from "./compose.ts";
import styles from "./Composer.module.css";
import { MentionList, mentionables } from "./MentionList.tsx";
import { PollDialog } from "./PollDialog.tsx";
import { useEnterSends } from "./setting.ts";
import type { Message } from "./useConversation.ts";
import { useTyping } from "./useTyping.ts";

/** What is being written: a message by itself, an answer, or another text for one that was sent. */
export type Writing = { kind: "new" } | { kind: "reply"; to: Message } | { kind: "edit"; of: Message };

interface Props {
  room: Room;
  writing: Writing;
  /** An answer or a change is sent or given up. */
  onDone: () => void;
  /** Files chosen are sent at once, those pasted after a question. */
  onFiles: (files: File[], ask: boolean) => void;
  onRecord: () => void;
  /** Somebody wants to change what they have said last. */
  onEditLast: () => void;
}

/** Where one writes. Enter sends; with Shift, or on a phone's keyboard, it begins a new line. */
export function Composer({ room, writing, onDone, onFiles, onRecord, onEditLast }: Props) {
  const text = useText();
  const { client, outbox, userId } = useConnection();
  const edited = writing.kind === "edit" ? textOf(writing.of) : undefined;
  const [draft, setDraft] = useState(() => edited ?? keptDraft(room.roomId));
  const [caret, setCaret] = useState(draft.length);
  const [picked, setPicked] = useState<Mentionable[]>(() => mentionedBefore(room, writing));
  const [marked, setMarked] = useState(0);
  const [asked, setAsked] = useState<"attach" | "poll" | "emoji">();
  const [pressedAt, setPressedAt] = useState<Point>();
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const sends = useEnterSends() && !isTouched();
  const typing = useTyping(client, room.roomId);
  useEscape(writing.kind === "new" ? undefined : onDone);
  const begun = mentionBegun(draft, caret);
  const offered = begun ? mentionables(room, userId, begun.word) : [];

  useEffect(() => {
    if (!isTouched() || writing.kind !== "new") area.current?.focus();
  }, [room, writing]);
  useEffect(() => {
    if (area.current) fitHeight(area.current);
  }, [draft]);

  /** What is written is kept in the same step, so that nothing that follows at once can lose it. */
  const write = (words: string) => {
    setDraft(words);
    if (edited === undefined) keepDraft(room.roomId, words);
  };

  const send = () => {
    const body = draft.trim();
    if (body === "") return;
    const mentioned = mentionedIn(body, picked);
    const content =
      writing.kind === "edit"
        ? editContent(body, mentioned, writing.of.event.getId() ?? "")
        : textContent(body, mentioned, replyTo(writing), userId);
    write(writing.kind === "edit" ? keptDraft(room.roomId) : "");
    setPicked([]);
    typing(false);
    onDone();
    // What becomes of it, the message itself shows.
    const outgoing = { roomId: room.roomId, type: EventType.RoomMessage, content };
    if (body !== edited) outbox.send(outgoing).catch((e: unknown) => console.warn("not sent", e));
    area.current?.focus();
  };
  const mention = (person: Mentionable) => {
    if (!begun) return;
    const written = `${draft.slice(0, begun.from)}@${person.name} `;
    write(written + draft.slice(caret));
    setCaret(written.length);
    setPicked([...picked, person]);
    area.current?.focus();
    window.requestAnimationFrame(() => area.current?.setSelectionRange(written.length, written.length));
  };
  const insert = (emoji: string) => {
    write(draft.slice(0, caret) + emoji + draft.slice(caret));
    const after = caret + emoji.length;
    setCaret(after);
    area.current?.focus();
    window.requestAnimationFrame(() => area.current?.setSelectionRange(after, after));
  };
  const pressed = (event: KeyboardEvent) => {
    // While a syllable is being composed, Enter ends the syllable and not the message.
    if (event.nativeEvent.isComposing) return;
    const chosen = offered[Math.min(marked, offered.length - 1)];
    if (chosen && ["Enter", "Tab"].includes(event.key)) {
      event.preventDefault();
      mention(chosen);
    } else if (chosen && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      setMarked((marked + (event.key === "ArrowDown" ? 1 : offered.length - 1)) % offered.length);
    } else if (event.key === "ArrowUp" && draft === "" && writing.kind === "new") {
      event.preventDefault();
      onEditLast();
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey || (sends && !event.shiftKey))) {
      event.preventDefault();
      send();
    }
  };

  return (
    <div className={styles.frame}>
      {offered.length > 0 && <MentionList people={offered} marked={marked} onChoose={mention} />}
      {writing.kind !== "new" && <About room={room} writing={writing} onDone={onDone} />}
      <div className={styles.composer}>
        <IconButton
          icon="plus"
          label={text.files.attach}
          onClick={(event) => {
            setPressedAt(pointOf(event));
            setAsked("attach");
          }}
        />
        <FileChooser ref={chooser} multiple testId="files" onChosen={(files) => onFiles(files, false)} />
        <textarea
          ref={area}
          rows={1}
          value={draft}
          dir="auto"
          placeholder={text.conversation.write}
          aria-label={text.conversation.write}
          aria-autocomplete="list"
          aria-controls={offered.length > 0 ? "mentions" : undefined}
          aria-activedescendant={offered.length > 0 ? `mention-${marked}` : undefined}
          onChange={(event) => {
            write(event.target.value);
            setCaret(event.target.selectionStart);
            setMarked(0);
            typing(event.target.value !== "");
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={pressed}
          onPaste={(event) => {
            const files = [...event.clipboardData.files];
            if (files.length === 0) return;
            event.preventDefault();
            onFiles(files, true);
          }}
        />
        <IconButton
          icon="smile"
          label={text.emoji.title}
          onClick={(event) => {
            setPressedAt(pointOf(event));
            setAsked("emoji");
          }}
        />
        {draft.trim() === "" && writing.kind === "new" ? (
          <IconButton icon="mic" label={text.recording.record} onClick={onRecord} />
        ) : (
          <IconButton
            className={styles.send}
            icon="send"
            label={text.conversation.send}
            disabled={draft.trim() === ""}
            onClick={send}
          />
        )}
      </div>
      {asked === "attach" && (
        <AttachMenu
          at={pressedAt}
          onClose={() => setAsked(undefined)}
          onFiles={() => chooser.current?.click()}
          onPoll={() => setAsked("poll")}
        />
      )}
      {asked === "emoji" && <EmojiPicker at={pressedAt} onPick={insert} onClose={() => setAsked(undefined)} />}
      {asked === "poll" && <PollDialog room={room} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

/** Says what is being answered or changed. */
function About({
  room,
  writing,
  onDone,
}: {
  room: Room;
  writing: Exclude<Writing, { kind: "new" }>;
  onDone: () => void;
}) {
  const text = useText();
  const message = writing.kind === "reply" ? writing.to : writing.of;
  return (
    <div className={styles.about}>
      <p>
        <b dir="auto">
          {writing.kind === "reply" ? text.conversation.replyTo(message.senderName) : text.message.editing}
        </b>
        <span dir="auto">{oneLine(text, message.content)}</span>
      </p>
      <IconButton key={room.roomId} icon="close" label={text.common.cancel} onClick={onDone} />
    </div>
  );
}

function replyTo(writing: Writing) {
  if (writing.kind !== "reply") return undefined;
  return { eventId: writing.to.event.getId() ?? "", sender: writing.to.sender };
}

function textOf(message: Message): string {
  return message.content.kind === "text" ? message.content.text : "";
}

/** Whom the message mentions that is being changed. */
function mentionedBefore(room: Room, writing: Writing): Mentionable[] {
  if (writing.kind !== "edit") return [];
  return writing.of.mentions.map((userId) => ({ userId, name: room.getMember(userId)?.name ?? userId }));
}

function isTouched(): boolean {
  return window.matchMedia("(pointer: coarse)").matches;
}

function fitHeight(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
