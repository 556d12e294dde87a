import { useEffect, useMemo, useState } from "react";
import { jumps, type Jump as Hit } from "../../conversation/jumps.ts";
import { ConversationPane } from "../../conversation/ConversationPane.tsx";
import { Mark } from "../../brand/Mark.tsx";
import { DetailsPane } from "../../details/DetailsPane.tsx";
import { DrawerPane } from "../../drawer/DrawerPane.tsx";
import { useText } from "../../i18n/language.ts";
import { LinkCard } from "../../links/LinkCard.tsx";
import { chatPath, personPath, type Side } from "../../links/links.ts";
import { go } from "../../live/address.ts";
import { Hits } from "../../search/Hits.tsx";
import { SearchPane } from "../../search/SearchPane.tsx";
import { keepSeenChats, SEEN_MAX, seenChats } from "../../session/seenChats.ts";
import { useChatsRead, useConnection } from "../../session/useConnection.ts";
import { Button, IconButton } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import panes from "../../ui/Panes.module.css";
import { SearchField } from "../../ui/SearchField.tsx";
import { useVirtualList } from "../../ui/useVirtualList.ts";
import { isFoundBy } from "../../people/hangul.ts";
import type { TabProps } from "../tab.ts";
import { AddFriendDialog } from "../friends/AddFriendDialog.tsx";
import { NewChatDialog } from "../newchat/NewChatDialog.tsx";
import { ChatRow } from "./ChatRow.tsx";
import styles from "./Tab.module.css";
import { SeenChats } from "./SeenChats.tsx";
import { seenLines, useChats, type Chat } from "./useChats.ts";

/** About the height of a chat in the list. */
const ROW_GUESS_PIXELS = 64;

const SIDES: readonly string[] = ["details", "search", "drawer"] satisfies Side[];

/** The chats, and the one that is open: side by side where there is room, otherwise one after the other. */
export function Tab({ parts: [roomId, third = ""] }: TabProps) {
  const text = useText();
  const chats = useChats();
  const [making, setMaking] = useState(false);
  const open = chats.find((chat) => chat.room.roomId === roomId);
  const beside = open && !open.invitation && SIDES.includes(third) ? (third as Side) : undefined;
  const found = (hit: Hit) => {
    jumps.set(hit);
    // Where there is no room beside the chat, the search makes room for it.
    const stays = hit.roomId === roomId && window.matchMedia("(min-width: 1100px)").matches;
    go(chatPath(hit.roomId, stays ? beside : undefined));
  };
  const show = (shown: Side | undefined) => go(chatPath(roomId, shown));

  return (
    <div className={`${panes.screen} ${open ? panes.open : ""} ${beside ? panes.beside : ""}`}>
      <section className={panes.list} aria-label={text.chats.title}>
        <header className={panes.header}>
          <h1>{text.chats.title}</h1>
          <IconButton icon="plus" label={text.chats.newChat} onClick={() => setMaking(true)} />
        </header>
        <ChatList chats={chats} openId={roomId} onFound={found} />
      </section>
      <div className={panes.main}>
        {open ? (
          <ConversationPane
            key={open.room.roomId}
            room={open.room}
            onBack={() => go("/chats")}
            onSearch={() => show(beside === "search" ? undefined : "search")}
            onDetails={() => show(beside === "details" ? undefined : "details")}
          />
        ) : (
          <div className={panes.nothing}>
            <Mark size={72} />
            <p>{chats.length > 0 ? text.chats.choose : text.motto}</p>
          </div>
        )}
      </div>
      {open && beside === "details" && (
        <DetailsPane
          key={open.room.roomId}
          room={open.room}
          onClose={() => show(undefined)}
          onLeft={() => go("/chats", "replace")}
          onDrawer={() => show("drawer")}
          onChat={(withId) => go(chatPath(withId))}
        />
      )}
      {open && beside === "search" && (
        <SearchPane key={open.room.roomId} room={open.room} onClose={() => show(undefined)} onFound={found} />
      )}
      {open && beside === "drawer" && (
        <DrawerPane key={open.room.roomId} room={open.room} onClose={() => show(undefined)} onFound={found} />
      )}
      {making && <NewChatDialog onClose={() => setMaking(false)} />}
    </div>
  );
}

/** What a newcomer begins with. */
function FirstSteps() {
  const text = useText();
  const { userId } = useConnection();
  const [shown, setShown] = useState<"add" | "link">();
  const close = () => setShown(undefined);
  return (
    <>
      <p>{text.chats.emptyHint}</p>
      <div className={styles.steps}>
        <Button onClick={() => setShown("add")}>{text.addFriend.title}</Button>
        <Button look="quiet" onClick={() => setShown("link")}>
          {text.chats.inviteByLink}
        </Button>
      </div>
      {shown === "add" && <AddFriendDialog onClose={close} />}
      {shown === "link" && (
        <Dialog title={text.chats.inviteByLink} onClose={close}>
          <LinkCard path={personPath(userId)} hint={text.person.ownHint} />
        </Dialog>
      )}
    </>
  );
}

interface ListProps {
  chats: Chat[];
  openId: string | undefined;
  onFound: (hit: Hit) => void;
}

function ChatList({ chats, openId, onFound }: ListProps) {
  const text = useText();
  const [sought, setSought] = useState("");
  /** What is looked for in messages; only when somebody asks for it. */
  const [term, setTerm] = useState("");
  const words = sought.trim().toLocaleLowerCase();
  const seekInMessages = () => setTerm(sought.trim());
  const shown = useMemo(() => chats.filter((chat) => isFoundBy(chat.name, sought)), [chats, sought]);
  const keys = useMemo(() => shown.map((chat) => chat.room.roomId), [shown]);
  const read = useChatsRead();
  const [seen] = useState(seenChats);
  useEffect(() => {
    if (read) keepSeenChats(seenLines(text, chats.slice(0, SEEN_MAX)));
  }, [read, text, chats]);
  const { scroller, list, span, scrolled } = useVirtualList<HTMLUListElement>(keys, false, ROW_GUESS_PIXELS);
  if (!read && seen.length > 0) return <SeenChats chats={seen} openId={openId} />;
  if (chats.length === 0) {
    return (
      <div className={panes.empty}>
        <Mark size={56} />
        <p role="status">{read ? text.chats.empty : text.common.starting}</p>
        {read && <FirstSteps />}
      </div>
    );
  }
  return (
    <>
      <SearchField label={text.chats.search} value={sought} onChange={setSought} onEnter={seekInMessages} />
      {words !== "" && words !== term.toLocaleLowerCase() && (
        <Button look="quiet" className={styles.inMessages} onClick={seekInMessages}>
          {text.search.inMessages(sought.trim().slice(0, 40))}
        </Button>
      )}
      {shown.length === 0 && <p className={panes.notFound}>{text.chats.notFound}</p>}
      <div ref={scroller} className={panes.rows} onScroll={scrolled}>
        <ul
          ref={list}
          className={styles.rows}
          style={{ paddingTop: span.abovePixels, paddingBottom: span.belowPixels }}
        >
          {shown.slice(span.from, span.to).map((chat, place) => (
            <ChatRow
              key={chat.room.roomId}
              chat={chat}
              isOpen={chat.room.roomId === openId}
              path={chatPath(chat.room.roomId)}
              place={span.from + place + 1}
              count={shown.length}
            />
          ))}
        </ul>
        {term !== "" && words === term.toLocaleLowerCase() && <Hits term={term} onFound={onFound} />}
      </div>
    </>
  );
}
