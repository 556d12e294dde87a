import { useState } from "react";
import { pathOf } from "../../app/pages.ts";
import { ContactLines } from "../../contacts/ContactLines.tsx";
import { BlockDialog } from "../../friends/BlockDialog.tsx";
import { isBlocked, unblock } from "../../friends/blocked.ts";
import { changeFriend } from "../../friends/friendList.ts";
import { accept, befriend, decline } from "../../friends/requests.ts";
import { useFriends, type Friend, type Request } from "../../friends/useFriends.ts";
import { useText } from "../../i18n/language.ts";
import { LinkCard } from "../../links/LinkCard.tsx";
import { personPath } from "../../links/links.ts";
import { Avatar } from "../../people/Avatar.tsx";
import { openDirect } from "../../people/direct.ts";
import { handleOf } from "../../people/handle.ts";
import { useProfile } from "../../people/useProfile.ts";
import { useAttempt } from "../../session/useAttempt.ts";
import { useConnection } from "../../session/useConnection.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Problem } from "../../ui/Field.tsx";
import { Link } from "../../ui/Link.tsx";
import { Question } from "../../ui/Question.tsx";
import styles from "./PersonPane.module.css";

interface Props {
  userId: string;
  /** Goes back to the list, where that is not beside. */
  onBack: () => void;
  onChat: (roomId: string) => void;
}

/** Somebody's page: who they are, and what one may do about them. A link to it is a link to add them as a friend. */
export function PersonPane({ userId, onBack, onChat }: Props) {
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

  const askToBlock = () => setBlocking(true);
  return (
    <section className={styles.pane} aria-label={text.person.title}>
      <header className={styles.header}>
        <IconButton className={styles.back} icon="back" label={text.common.back} onClick={onBack} />
      </header>
      <div className={styles.content}>
        <Avatar id={userId} name={name} picture={picture} sidePixels={108} />
        <h1 dir="auto">{name}</h1>
        <p className={styles.id}>{handleOf(userId, ownId)}</p>
        {sentence !== "" && <Problem>{sentence}</Problem>}
        {userId === ownId ? (
          <>
            <LinkCard path={personPath(userId)} hint={text.person.ownHint} />
            <Link className={styles.change} to={pathOf({ name: "settings" })}>
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
          <OfFriend friend={friend} busy={busy} attempt={attempt} onChat={onChat} onBlock={askToBlock} />
        ) : request ? (
          <OfRequest request={request} busy={busy} attempt={attempt} onBlock={askToBlock} />
        ) : profile.state === "unknown" ? (
          <Problem>{text.person.unknown}</Problem>
        ) : profile.state === "unreachable" ? (
          <Problem>{text.person.unreachable}</Problem>
        ) : (
          <OfStranger
            busy={busy || profile.state === "asking"}
            onAdd={() => attempt(befriend(client, userId, name))}
            onBlock={askToBlock}
          />
        )}
      </div>
      {blocking && <BlockDialog person={{ id: userId, name }} attempt={attempt} onClose={() => setBlocking(false)} />}
    </section>
  );
}

interface Attempting {
  busy: boolean;
  attempt: (what: Promise<unknown>) => void;
  onBlock: () => void;
}

function OfFriend({
  friend,
  busy,
  attempt,
  onChat,
  onBlock,
}: Attempting & { friend: Friend; onChat: Props["onChat"] }) {
  const text = useText();
  const { client } = useConnection();
  const { id, name, favourite, waiting } = friend;
  const [removing, setRemoving] = useState(false);
  return (
    <>
      {waiting && <p>{text.friends.waiting}</p>}
      <div className={styles.actions}>
        <Button disabled={busy} onClick={() => attempt(openDirect(client, id).then(onChat))}>
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

function OfRequest({ request, busy, attempt, onBlock }: Attempting & { request: Request }) {
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
      <div className={styles.partings}>
        <Button look="danger" onClick={onBlock}>
          {text.person.block}
        </Button>
      </div>
    </>
  );
}

function OfStranger({ busy, onAdd, onBlock }: { busy: boolean; onAdd: () => void; onBlock: () => void }) {
  const text = useText();
  return (
    <>
      <Button disabled={busy} onClick={onAdd}>
        {text.person.add}
      </Button>
      <p className={styles.id}>{text.person.addHint}</p>
      <div className={styles.partings}>
        <Button look="danger" onClick={onBlock}>
          {text.person.block}
        </Button>
      </div>
    </>
  );
}
