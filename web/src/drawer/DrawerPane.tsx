import { useEffect, useId, useReducer, useRef, useState, type KeyboardEvent } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { Jump } from "../conversation/jumps.ts";
import { LinkCard } from "../conversation/LinkCard.tsx";
import { useLanguage, useText } from "../i18n/language.ts";
import { listTime, monthName } from "../i18n/times.ts";
import type { Attachment } from "../media/attachment.ts";
import { FileCard } from "../media/FileCard.tsx";
import { Photo } from "../media/Photo.tsx";
import { Viewer } from "../media/Viewer.tsx";
import { problem } from "../session/problem.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { SidePane } from "../ui/SidePane.tsx";
import styles from "./DrawerPane.module.css";
import { byMonth } from "./months.ts";
import { RoomFiles, type Item, type Kind } from "./roomFiles.ts";

const KINDS: readonly Kind[] = ["photos", "files", "links"];

interface Props {
  room: Room;
  onClose: () => void;
  /** Goes to the message. */
  onFound: (hit: Jump) => void;
}

/** All photos, files and links of a chat, by month. */
export function DrawerPane({ room, onClose, onFound }: Props) {
  const text = useText();
  const [kind, setKind] = useState<Kind>("photos");
  const tabs = useRef<HTMLDivElement>(null);
  const id = useId();
  const turned = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const place = (KINDS.indexOf(kind) + by + KINDS.length) % KINDS.length;
    setKind(KINDS[place] ?? "photos");
    tabs.current?.querySelectorAll("button")[place]?.focus();
  };
  return (
    <SidePane title={text.drawer.title} onClose={onClose}>
      <div ref={tabs} role="tablist" aria-label={text.drawer.title} className={styles.tabs} onKeyDown={turned}>
        {KINDS.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            id={`${id}-${one}`}
            aria-selected={one === kind}
            aria-controls={`${id}-panel`}
            tabIndex={one === kind ? 0 : -1}
            onClick={() => setKind(one)}
          >
            {text.drawer[one]}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} role="tabpanel" aria-labelledby={`${id}-${kind}`} className={styles.panel} tabIndex={0}>
        <Items key={kind} room={room} kind={kind} onFound={onFound} />
      </div>
    </SidePane>
  );
}

function Items({ room, kind, onFound }: { room: Room; kind: Kind; onFound: Props["onFound"] }) {
  const text = useText();
  const language = useLanguage();
  const { client } = useConnection();
  const [files] = useState(() => new RoomFiles(client, room, kind));
  const [, looked] = useReducer((count: number) => count + 1, 0);
  const [busy, setBusy] = useState(true);
  const [failure, setFailure] = useState<unknown>();
  const [viewing, setViewing] = useState<number>();
  const current = useRef(true);
  const further = () => {
    files
      .further()
      .then(looked, (e: unknown) => {
        if (current.current) setFailure(e);
      })
      .finally(() => {
        if (current.current) setBusy(false);
      });
  };
  const more = () => {
    setBusy(true);
    setFailure(undefined);
    further();
  };
  useEffect(() => {
    current.current = true;
    further();
    return () => {
      current.current = false;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- begun once for each kind
  }, [files]);

  const photos = files.items.flatMap(({ file }) => (file && isPhoto(file) ? [file] : []));
  const show = ({ file, eventId }: Item) => {
    // A video plays in its place in the chat.
    if (file && isPhoto(file)) setViewing(photos.indexOf(file));
    else onFound({ roomId: room.roomId, eventId });
  };
  return (
    <>
      {byMonth(files.items).map(({ millis, items }) => (
        <section key={millis} aria-label={monthName(language, millis)}>
          <h3>{monthName(language, millis)}</h3>
          <ul className={kind === "photos" ? styles.grid : styles.lines}>
            {items.map((item) => (
              <li key={item.eventId}>
                {kind === "photos" && item.file ? (
                  <Photo photo={item.file} inGrid onOpen={() => show(item)} />
                ) : (
                  <Line
                    room={room}
                    item={item}
                    onShow={() => onFound({ roomId: room.roomId, eventId: item.eventId })}
                  />
                )}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p role="status" className={styles.note}>
        {busy ? text.common.loading : files.items.length === 0 && !files.hasMore ? text.drawer.none[kind] : ""}
      </p>
      {failure !== undefined && <Problem>{problem(text, failure)}</Problem>}
      {!busy && files.hasMore && (
        <Button look="quiet" onClick={more}>
          {text.search.more}
        </Button>
      )}
      {viewing !== undefined && <Viewer photos={photos} first={viewing} onClose={() => setViewing(undefined)} />}
    </>
  );
}

/** A file or a link, who has sent it and when; a press on that goes to the message. */
function Line({ room, item, onShow }: { room: Room; item: Item; onShow: () => void }) {
  const text = useText();
  const language = useLanguage();
  const { file, words, sender, sentMillis } = item;
  const name = (room.getMember(sender)?.name ?? sender).slice(0, 60);
  return (
    <div className={styles.line}>
      {file && <FileCard file={file} />}
      {words !== undefined && <LinkCard text={words} />}
      <button type="button" onClick={onShow}>
        {/* eslint-disable-next-line react-hooks/purity -- loaded just now */}
        <bdi>{name}</bdi> · {listTime(language, text, sentMillis, Date.now())}
        <span className="only-read-aloud"> {text.drawer.show}</span>
      </button>
    </div>
  );
}

function isPhoto({ type }: Attachment): boolean {
  return !type.startsWith("video/");
}
