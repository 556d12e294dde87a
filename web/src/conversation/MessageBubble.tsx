import { useLanguage, useText } from "../i18n/language.ts";
import { clockTime } from "../i18n/times.ts";
import { Avatar } from "../people/Avatar.tsx";
import { useConnection } from "../session/useConnection.ts";
import { Icon } from "../ui/Icon.tsx";
import { attachmentName, type Content } from "./content.ts";
import styles from "./MessageBubble.module.css";
import type { Message } from "./useConversation.ts";

interface Props {
  message: Message;
  /** The first of several by one person: with face and name. */
  starts: boolean;
  /** The last of several within a minute: with the time. */
  ends: boolean;
}

/** One message, and beside it how many have not read it and when it was sent. */
export function MessageBubble({ message, starts, ends }: Props) {
  const side = message.own ? styles.own : styles.other;
  return (
    <div className={`${styles.message} ${side} ${starts ? styles.starts : ""}`}>
      {!message.own && (
        <div className={styles.face}>
          {starts && (
            <Avatar id={message.sender} name={message.senderName} picture={message.senderPicture} sidePixels={38} />
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
          <Bubble content={message.content} />
          <Beside message={message} withTime={ends} />
        </div>
      </div>
    </div>
  );
}

function Bubble({ content }: { content: Content }) {
  const text = useText();
  switch (content.kind) {
    case "text":
      return (
        <p className={styles.bubble} dir="auto">
          {content.text}
          {content.edited && <small> ({text.conversation.edited})</small>}
        </p>
      );
    case "attachment":
      return (
        <p className={styles.bubble}>
          <b>{attachmentName(text, content.what)}</b> <bdi>{content.name}</bdi>
        </p>
      );
    case "deleted":
      return <p className={`${styles.bubble} ${styles.faint}`}>{text.conversation.deleted}</p>;
    case "undecryptable":
      return <p className={`${styles.bubble} ${styles.faint}`}>{text.conversation.undecryptable}</p>;
    case "unknown":
      return (
        <p className={`${styles.bubble} ${styles.faint}`} dir="auto">
          {content.text || text.conversation.unknown}
        </p>
      );
  }
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
  const { client } = useConnection();
  const again = () => {
    const room = client.getRoom(message.event.getRoomId());
    if (room) client.resendEvent(message.event, room).catch((e: unknown) => console.warn("not sent again", e));
  };
  return (
    <button type="button" className={styles.failed} onClick={again}>
      <Icon name="warning" size={16} />
      {text.conversation.notSent} · {text.common.retry}
    </button>
  );
}
