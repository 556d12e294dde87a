import { useDoubt } from "../encryption/useDoubt.ts";
import { useLanguage, useText } from "../i18n/language.ts";
import { clockTime, fullDay } from "../i18n/times.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Icon } from "../ui/Icon.tsx";
import styles from "./MessageDetails.module.css";
import type { Message } from "./useConversation.ts";

/** Who sent a message, when, how many have not read it, and what is known of its encryption. */
export function MessageDetails({ message, onClose }: { message: Message; onClose: () => void }) {
  const text = useText();
  const language = useLanguage();
  const { sentMillis, senderName, unreadPeople, room, event } = message;
  const doubt = useDoubt(event, message.afterEncryption);
  return (
    <Dialog title={text.messageDetails.title} onClose={onClose}>
      <dl className={styles.details}>
        <dt>{text.messageDetails.sender}</dt>
        <dd dir="auto">{senderName}</dd>
        <dt>{text.messageDetails.sent}</dt>
        <dd>
          {fullDay(language, sentMillis)} {clockTime(language, sentMillis)}
        </dd>
        <dt>{text.messageDetails.unread}</dt>
        <dd>{unreadPeople > 0 ? text.conversation.members(unreadPeople) : text.messageDetails.allRead}</dd>
        {room.hasEncryptionStateEvent() && (
          <>
            <dt>{text.messageDetails.encryption}</dt>
            <dd className={styles.encryption}>
              <Icon name={doubt === undefined ? "lock" : "info"} size={18} />
              {doubt !== undefined
                ? text.encryption.doubts[doubt]
                : event.isEncrypted()
                  ? text.encryption.on
                  : text.messageDetails.beforeEncryption}
            </dd>
          </>
        )}
      </dl>
    </Dialog>
  );
}
