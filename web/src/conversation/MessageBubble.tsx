import type { PointerEvent, ReactNode } from "react";
import { useLanguage, useText } from "../i18n/language.ts";
import { isAlarming, useDoubt } from "../encryption/useDoubt.ts";
import { clockTime } from "../i18n/times.ts";
import type { Attachment } from "../media/attachment.ts";
import { Photo } from "../media/Photo.tsx";
import { Video } from "../media/Video.tsx";
import { VoiceMessage } from "../media/VoiceMessage.tsx";
import { Avatar } from "../people/Avatar.tsx";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import { pointOf, type Point } from "../ui/Menu.tsx";
import { useActions } from "./actions.ts";
import { attachmentName, oneLine, photoOf, type AttachmentKind } from "./content.ts";
import { LinkCard } from "./LinkCard.tsx";
import styles from "./MessageBubble.module.css";
import { Quote } from "./Quote.tsx";
import { Reactions } from "./Reactions.tsx";
import { nameOf, type Message } from "./useConversation.ts";
import { useLongPress } from "./useLongPress.ts";
import { useSwipe } from "./useSwipe.ts";
import { partsOf } from "./words.ts";

interface Props {
  message: Message;
  /** Photos that make a grid with this one. */
  more: Message[];
  /** The first of several by one person: with face and name. */
  starts: boolean;
  /** The last of several within a minute: with the time. */
  ends: boolean;
}

/** One message, and beside it how many have not read it and when it was sent. */
export function MessageBubble({ message, more, starts, ends }: Props) {
  const { openMenu, reply, selected } = useActions();
  const side = message.own ? styles.own : styles.other;
  const hasMenu = message.content.kind !== "deleted";
  const press = useLongPress((at) => {
    if (hasMenu && more.length === 0) openMenu(message, at);
  });
  const swipe = useSwipe(hasMenu && message.state === "sent" ? () => reply(message) : undefined);
  if (selected && hasMenu && message.state === "sent") {
    return (
      <Selectable messages={[message, ...more]} isSelected={selected.has(message.key)}>
        <MessageBody message={message} more={more} starts={starts} ends={ends} />
      </Selectable>
    );
  }
  return (
    <div
      className={`${styles.message} ${side} ${starts ? styles.starts : ""}`}
      data-event={message.event.getId()}
      {...both(press, swipe)}
    >
      <MessageBody message={message} more={more} starts={starts} ends={ends} />
    </div>
  );
}

interface SelectableProps {
  messages: readonly Message[];
  isSelected: boolean;
  children: ReactNode;
}

/** A message that a press selects; nothing in it can be pressed meanwhile. */
function Selectable({ messages, isSelected, children }: SelectableProps) {
  const text = useText();
  const { toggle } = useActions();
  const [first] = messages;
  return (
    <label className={styles.selectable} data-event={first?.event.getId()}>
      <input
        type="checkbox"
        checked={isSelected}
        aria-label={first && `${first.senderName}: ${oneLine(text, first.content)}`}
        onChange={() => toggle(messages)}
      />
      <div className={`${styles.message} ${first?.own ? styles.own : styles.other}`} inert>
        {children}
      </div>
    </label>
  );
}

function MessageBody({ message, more, starts, ends }: Props) {
  const text = useText();
  const { openMenu, openProfile } = useActions();
  const hasMenu = message.content.kind !== "deleted";
  return (
    <>
      {!message.own && (
        <div className={styles.face}>
          {starts && (
            // The people of a chat can be reached by the keyboard in its details, and not again at each message.
            <button type="button" tabIndex={-1} onClick={() => openProfile(message.sender)}>
              <Avatar id={message.sender} name={message.senderName} picture={message.senderPicture} sidePixels={38} />
              <span className="only-read-aloud">{text.person.of(message.senderName)}</span>
            </button>
          )}
        </div>
      )}
      <div className={styles.body}>
        {!message.own && starts && (
          <p className={styles.name} dir="auto">
            {message.senderName}
          </p>
        )}
        <div className={styles.line}>
          {more.length > 0 ? <Grid photos={[message, ...more]} /> : <Bubble message={message} />}
          <Beside message={more.at(-1) ?? message} withTime={ends} />
          {hasMenu && more.length === 0 && (
            <IconButton
              className={styles.menu}
              icon="more"
              label={text.message.menu}
              onClick={(event) => openMenu(message, pointOf(event))}
            />
          )}
        </div>
        <Doubt message={message} />
        <Reactions event={message.event} reactions={message.reactions} />
      </div>
    </>
  );
}

/** What two gestures need of the same element. */
function both(first: ReturnType<typeof useLongPress>, second: ReturnType<typeof useSwipe>) {
  const after =
    (one: (event: PointerEvent) => void, other: (event: PointerEvent<HTMLElement>) => void) =>
    (event: PointerEvent<HTMLElement>) => {
      one(event);
      other(event);
    };
  return {
    ...first,
    onPointerDown: after(first.onPointerDown, second.onPointerDown),
    onPointerMove: after(first.onPointerMove, second.onPointerMove),
    onPointerUp: after(first.onPointerUp, second.onPointerUp),
    onPointerCancel: after(first.onPointerCancel, second.onPointerCancel),
  };
}

/** Says if somebody may be pretending to have written this message of an encrypted chat. */
function Doubt({ message }: { message: Message }) {
  const text = useText();
  const doubt = useDoubt(message.event, message.afterEncryption);
  if (!isAlarming(doubt) || message.content.kind === "deleted") return null;
  return (
    <p className={`${styles.doubt} ${doubt === "clear" ? "" : styles.alarm}`}>
      <Icon name="warning" size={14} /> {text.encryption.doubts[doubt]}
    </p>
  );
}

function Bubble({ message }: { message: Message }) {
  const text = useText();
  const { content } = message;
  switch (content.kind) {
    case "text":
      return (
        <div className={styles.bubble}>
          {message.replyTo !== undefined && <Quote room={message.room} eventId={message.replyTo} />}
          <p dir="auto">
            <Words text={content.text} names={message.mentions.map((id) => nameOf(message.room, id))} />
            {content.edited && <small> ({text.conversation.edited})</small>}
          </p>
          <LinkCard text={content.text} />
        </div>
      );
    case "attachment":
      if (content.file) return <Attached message={message} what={content.what} file={content.file} />;
      return (
        <p className={styles.bubble}>
          <b>{attachmentName(text, content.what)}</b> <bdi>{content.name}</bdi>
        </p>
      );
    case "card":
      return <div className={styles.bubble}>{content.card.show(message)}</div>;
    case "deleted":
      return (
        <p className={`${styles.bubble} ${styles.faint}`} dir="auto">
          {content.by === undefined
            ? text.conversation.deleted
            : text.conversation.deletedBy(nameOf(message.room, content.by))}
        </p>
      );
    case "undecryptable":
      return (
        <p className={`${styles.bubble} ${styles.faint}`}>
          <Icon name="lock" size={15} /> {text.chats.encrypted}
          <br />
          <small>{text.encryption.why[content.why]}</small>
        </p>
      );
    case "unknown":
      return (
        <p className={`${styles.bubble} ${styles.faint}`} dir="auto">
          {content.text || text.conversation.unknown}
        </p>
      );
  }
}

function Attached({ message, what, file }: { message: Message; what: AttachmentKind; file: Attachment }) {
  const { openPhoto } = useActions();
  if (photoOf(message.content)) return <Photo photo={file} onOpen={() => openPhoto(message)} />;
  if (what === "video") return <Video video={file} />;
  return (
    <div className={styles.bubble}>
      <VoiceMessage voice={file} />
    </div>
  );
}

/** Photos by one person, sent together. */
function Grid({ photos }: { photos: Message[] }) {
  const { openPhoto, openMenu } = useActions();
  return (
    <div className={`${styles.grid} ${photos.length === 2 || photos.length === 4 ? styles.two : ""}`}>
      {photos.map((message) => (
        <Tile
          key={message.key}
          message={message}
          onOpen={() => openPhoto(message)}
          onMenu={(at) => openMenu(message, at)}
        />
      ))}
    </div>
  );
}

function Tile({ message, onOpen, onMenu }: { message: Message; onOpen: () => void; onMenu: (at?: Point) => void }) {
  const press = useLongPress(onMenu);
  const photo = photoOf(message.content);
  if (!photo) return null;
  return (
    <div data-event={message.event.getId()} {...press}>
      <Photo photo={photo} inGrid onOpen={onOpen} />
    </div>
  );
}

function Words({ text, names }: { text: string; names: string[] }) {
  return partsOf(text, names).map((part, place) => {
    switch (part.kind) {
      case "words":
        return part.text;
      case "link":
        return (
          <a key={place} href={part.address} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        );
      case "mention":
        return (
          <b key={place} className={styles.mention}>
            {part.text}
          </b>
        );
    }
  });
}

function Beside({ message, withTime }: { message: Message; withTime: boolean }) {
  const language = useLanguage();
  const text = useText();
  if (message.state === "failed") return <NotSent message={message} />;
  if (message.state === "sending") {
    return (
      <div className={styles.beside} role="img" aria-label={text.conversation.sending}>
        <Icon name="clock" size={14} />
      </div>
    );
  }
  return (
    <div className={styles.beside}>
      {message.unreadPeople > 0 && (
        <span className={styles.unread} title={text.conversation.unreadPeople(message.unreadPeople)}>
          <span aria-hidden="true">{message.unreadPeople}</span>
          <span className="only-read-aloud">{text.conversation.unreadPeople(message.unreadPeople)}</span>
        </span>
      )}
      {withTime && (
        <time dateTime={new Date(message.sentMillis).toISOString()}>{clockTime(language, message.sentMillis)}</time>
      )}
    </div>
  );
}

function NotSent({ message }: { message: Message }) {
  const text = useText();
  const { outbox } = useConnection();
  const again = () => {
    outbox.resend(message.event).catch((e: unknown) => console.warn("not sent again", e));
  };
  return (
    <button type="button" className={styles.failed} onClick={again}>
      <Icon name="warning" size={16} />
      {text.conversation.notSent} · {text.common.retry}
    </button>
  );
}
