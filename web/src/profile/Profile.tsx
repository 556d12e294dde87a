import { useState, type ReactNode } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { ContactLines } from "../contacts/ContactLines.tsx";
import { VerifyPerson } from "../encryption/VerifyPerson.tsx";
import { BlockDialog } from "../friends/BlockDialog.tsx";
import { isBlocked, unblock } from "../friends/blocked.ts";
import { changeFriend } from "../friends/friendList.ts";
import { accept, befriend, decline } from "../friends/requests.ts";
import { useFriends, type Friend, type Request } from "../friends/useFriends.ts";
import { useText } from "../i18n/language.ts";
import { LinkCard } from "../links/LinkCard.tsx";
import { accountPath, chatPath, personPath } from "../links/links.ts";
import { go } from "../live/address.ts";
import { Avatar } from "../people/Avatar.tsx";
import { openDirect } from "../people/direct.ts";
import { handleOf } from "../people/handle.ts";
import { useProfile } from "../people/useProfile.ts";
import { useAttempt } from "../session/useAttempt.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { Link } from "../ui/Link.tsx";
import { Question } from "../ui/Question.tsx";
import styles from "./Profile.module.css";

interface Props {
  userId: string;
  /** The chat from which they are looked at, where it is one. */
  room?: Room;
  /** Something has been begun that shows itself elsewhere, such as a chat. */
  onLeave?: () => void;
  /** What one may do besides, in this chat. */
  children?: ReactNode;
}

/** Who somebody is, and what one may do about them: on their page, and on a sheet wherever their face is. */
export function Profile({ userId, room, onLeave, children }: Props) {
  const text = useText();
  const { client, userId: ownId } = useConnection();
  const { friends, requests } = useFriends();
  const profile = useProfile(userId);
  const { busy, sentence, attempt } = useAttempt();
  const [blocking, setBlocking] = useState(false);
  const friend = friends.find(({ id }) => id === userId);
  const request = requests.find(({ id }) => id === userId);
  // Without a network, or before it has answered, what is known here serves.
  const { name, picture } = profile.state === "known" ? profile : (friend ?? request ?? profile);
  const chat = () =>
    attempt(
      openDirect(client, userId).then((roomId) => {
        onLeave?.();
        go(chatPath(roomId));
      }),
    );
  const attempting = { busy, attempt, onBlock: () => setBlocking(true) };
  return (
    <div className={styles.profile}>
      <Avatar id={userId} name={name} picture={picture} sidePixels={108} />
      <h1 dir="auto">{name}</h1>
      <p className={styles.id}>{handleOf(userId, ownId)}</p>
      {sentence !== "" && <Problem>{sentence}</Problem>}
      {userId === ownId ? (
        <>
          <LinkCard path={personPath(userId)} hint={text.person.ownHint} />
          <Link className={styles.change} to={accountPath}>
            {text.person.changeOwn}
          </Link>
        </>
      ) : isBlocked(client, userId) ? (
        <>
          <p>{text.person.blocked}</p>
          <Button disabled={busy} onClick={() => attempt(unblock(client, userId))}>
            {text.person.unblock}
          </Button>
        </>
      ) : friend ? (
        <OfFriend {...attempting} friend={friend} onChat={chat}>
          {children}
        </OfFriend>
      ) : request ? (
        <OfRequest {...attempting} request={request}>
          {children}
        </OfRequest>
      ) : profile.state === "unknown" ? (
        <Problem>{text.person.unknown}</Problem>
      ) : profile.state === "unreachable" ? (
        <Problem>{text.person.unreachable}</Problem>
      ) : (
        <OfStranger
          {...attempting}
          busy={busy || profile.state === "asking"}
          onAdd={() => attempt(befriend(client, userId, name))}
          onChat={room && chat}
        >
          {children}
        </OfStranger>
      )}
      {room && userId !== ownId && <VerifyPerson room={room} userId={userId} onStarted={() => onLeave?.()} />}
      {blocking && <BlockDialog person={{ id: userId, name }} attempt={attempt} onClose={() => setBlocking(false)} />}
    </div>
  );
}

interface Attempting {
  busy: boolean;
  attempt: (what: Promise<unknown>) => void;
  onBlock: () => void;
  children: ReactNode;
}

function OfFriend({
  friend,
  busy,
  attempt,
  onChat,
  onBlock,
  children,
}: Attempting & { friend: Friend; onChat: () => void }) {
  const text = useText();
  const { client } = useConnection();
  const { id, name, favourite, waiting } = friend;
  const [removing, setRemoving] = useState(false);
  return (
    <>
      {waiting && <p>{text.friends.waiting}</p>}
      <div className={styles.actions}>
        <Button disabled={busy} onClick={onChat}>
          {text.person.chat}
        </Button>
        <IconButton
          icon="star"
          label={text.person.favourite}
          aria-pressed={favourite}
          className={favourite ? styles.favourite : ""}
          disabled={busy}
          onClick={() => attempt(changeFriend(client, id, (kept) => ({ ...kept, favourite: !favourite })))}
        />
      </div>
      <ContactLines person={friend} kept={friend} />
      {children}
      <div className={styles.partings}>
        <Button look="quiet" disabled={busy} onClick={() => setRemoving(true)}>
          {text.person.remove}
        </Button>
        <Button look="danger" onClick={onBlock}>
          {text.person.block}
        </Button>
      </div>
      {removing && (
        <Question
          title={text.person.removeQuestion(name.slice(0, 40))}
          act={text.person.removeNow}
          onAct={() => {
            setRemoving(false);
            attempt(changeFriend(client, id, (kept) => ({ ...kept, favourite: false, listed: false })));
          }}
          onClose={() => setRemoving(false)}
        >
          <p>{text.person.removeHint}</p>
        </Question>
      )}
    </>
  );
}

function OfRequest({ request, busy, attempt, onBlock, children }: Attempting & { request: Request }) {
  const text = useText();
  const { client } = useConnection();
  return (
    <>
      <p>{text.invitation.request(request.name)}</p>
      <div className={styles.actions}>
        <Button look="quiet" disabled={busy} onClick={() => attempt(decline(client, request.room))}>
          {text.invitation.decline}
        </Button>
        <Button disabled={busy} onClick={() => attempt(accept(client, request.room))}>
          {text.invitation.accept}
        </Button>
      </div>
      {children}
      <div className={styles.partings}>
        <Button look="danger" onClick={onBlock}>
          {text.person.block}
        </Button>
      </div>
    </>
  );
}

interface Stranger {
  busy: boolean;
  onAdd: () => void;
  /** Only with people of one's own chats. */
  onChat: (() => void) | undefined;
  onBlock: () => void;
  children: ReactNode;
}

function OfStranger({ busy, onAdd, onChat, onBlock, children }: Stranger) {
  const text = useText();
  return (
    <>
      <div className={styles.actions}>
        <Button disabled={busy} onClick={onAdd}>
          {text.person.add}
        </Button>
        {onChat && (
          <Button look="quiet" disabled={busy} onClick={onChat}>
            {text.person.chat}
          </Button>
        )}
      </div>
      <p className={styles.id}>{text.person.addHint}</p>
      {children}
      <div className={styles.partings}>
        <Button look="danger" onClick={onBlock}>
          {text.person.block}
        </Button>
      </div>
    </>
  );
}
