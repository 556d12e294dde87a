import { useState, type ReactNode } from "react";
import { Mark } from "../../brand/Mark.tsx";
import { foundBy, sectionsOf } from "../../friends/sections.ts";
import { useFriends, type Friend, type Request } from "../../friends/useFriends.ts";
import { useText } from "../../i18n/language.ts";
import { go } from "../../live/address.ts";
import { useProfile } from "../../people/useProfile.ts";
import { useChatsRead, useConnection } from "../../session/useConnection.ts";
import { IconButton } from "../../ui/Button.tsx";
import panes from "../../ui/Panes.module.css";
import { SearchField } from "../../ui/SearchField.tsx";
import type { TabProps } from "../tab.ts";
import { AddFriendDialog } from "./AddFriendDialog.tsx";
import { FriendRow } from "./FriendRow.tsx";
import styles from "./Tab.module.css";
import { PersonPane } from "./PersonPane.tsx";

/** Oneself, one's friends, and the one whose page is open. */
export function Tab({ parts: [userId] }: TabProps) {
  const text = useText();
  const { friends, requests } = useFriends();
  const [adding, setAdding] = useState(false);
  return (
    <div className={`${panes.screen} ${userId === undefined ? "" : panes.open}`}>
      <section className={panes.list} aria-label={text.friends.title}>
        <header className={panes.header}>
          <h1>{text.friends.title}</h1>
          <IconButton icon="addFriend" label={text.addFriend.title} onClick={() => setAdding(true)} />
        </header>
        <FriendList friends={friends} requests={requests} openId={userId} />
      </section>
      <div className={panes.main}>
        {userId === undefined ? (
          <div className={panes.nothing}>
            <Mark size={72} />
            <p>{friends.length > 0 ? text.friends.choose : text.friends.emptyHint}</p>
          </div>
        ) : (
          <PersonPane key={userId} userId={userId} onBack={() => go("/friends")} />
        )}
      </div>
      {adding && <AddFriendDialog onClose={() => setAdding(false)} />}
    </div>
  );
}

interface ListProps {
  friends: Friend[];
  requests: Request[];
  openId: string | undefined;
}

function FriendList({ friends, requests, openId }: ListProps) {
  const text = useText();
  const { userId } = useConnection();
  const own = useProfile(userId);
  const read = useChatsRead();
  const [sought, setSought] = useState("");
  const found = foundBy(friends, sought);
  const isSeeking = sought.trim() !== "";
  const rows = (of: Friend[]) =>
    of.map((friend) => (
      <li key={friend.id}>
        <FriendRow
          person={friend}
          below={friend.waiting ? text.friends.waiting : undefined}
          isOpen={friend.id === openId}
        />
      </li>
    ));
  return (
    <>
      <SearchField label={text.friends.search} value={sought} onChange={setSought} />
      <div className={`${panes.rows} ${styles.rows}`}>
        {!isSeeking && (
          <Section title={text.friends.me}>
            <li>
              <FriendRow person={{ id: userId, ...own }} isOpen={userId === openId} sidePixels={54} />
            </li>
          </Section>
        )}
        {!isSeeking && requests.length > 0 && (
          <Section title={text.friends.requests(requests.length)}>
            {requests.map((request) => (
              <li key={request.room.roomId}>
                <FriendRow person={request} below={text.friends.wantsToBe} isOpen={request.id === openId} />
              </li>
            ))}
          </Section>
        )}
        {!isSeeking && friends.some(({ favourite }) => favourite) && (
          <Section title={text.friends.favourites}>{rows(friends.filter(({ favourite }) => favourite))}</Section>
        )}
        {isSeeking && found.length === 0 && <p className={panes.notFound}>{text.friends.notFound}</p>}
        {!isSeeking && friends.length === 0 && requests.length === 0 && (
          <p className={panes.notFound} role="status">
            {read ? `${text.friends.empty} ${text.friends.emptyHint}` : text.common.starting}
          </p>
        )}
        {sectionsOf(found).map(({ heading, friends: together }) => (
          <Section key={heading} title={heading}>
            {rows(together)}
          </Section>
        ))}
      </div>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}
