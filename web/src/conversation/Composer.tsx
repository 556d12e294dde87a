import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { IconButton } from "../ui/Button.tsx";
import styles from "./Composer.module.css";

/** Others are told again after this time that one is writing; they forget it a little later. */
const TYPING_AGAIN_MILLIS = 4_000;
const TYPING_FORGOTTEN_MILLIS = 6_000;

/** Where one writes. Enter sends; with Shift, or on a phone's keyboard, it begins a new line. */
export function Composer({ room }: { room: Room }) {
  const text = useText();
  const { client } = useConnection();
  const [draft, setDraft] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const typing = useTyping(client, room.roomId);

  useEffect(() => {
    if (!isTouched()) area.current?.focus();
  }, [room]);
  useEffect(() => {
    if (area.current) fitHeight(area.current);
  }, [draft]);

  const send = () => {
    const body = draft.trim();
    if (body === "") return;
    setDraft("");
    typing(false);
    // What becomes of it, the message itself shows.
    client.sendTextMessage(room.roomId, body).catch((e: unknown) => console.warn("not sent", e));
    area.current?.focus();
  };
  const pressed = (event: KeyboardEvent) => {
    // While a syllable is being composed, Enter ends the syllable and not the message.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || isTouched()) return;
    event.preventDefault();
    send();
  };

  return (
    <div className={styles.composer}>
      <textarea
        ref={area}
        rows={1}
        value={draft}
        dir="auto"
        placeholder={text.conversation.write}
        aria-label={text.conversation.write}
        onChange={(event) => {
          setDraft(event.target.value);
          typing(event.target.value !== "");
        }}
        onKeyDown={pressed}
      />
      <IconButton
        className={styles.send}
        icon="send"
        label={text.conversation.send}
        disabled={draft.trim() === ""}
        onClick={send}
      />
    </div>
  );
}

/** Tells the others, not too often, whether one is writing. */
function useTyping(client: MatrixClient, roomId: string): (now: boolean) => void {
  const toldMillis = useRef(0);
  useEffect(() => {
    return () => {
      if (toldMillis.current > 0) tell(client, roomId, false);
      toldMillis.current = 0;
    };
  }, [client, roomId]);
  return (now) => {
    if (now ? Date.now() - toldMillis.current < TYPING_AGAIN_MILLIS : toldMillis.current === 0) return;
    toldMillis.current = now ? Date.now() : 0;
    tell(client, roomId, now);
  };
}

function tell(client: MatrixClient, roomId: string, typing: boolean): void {
  // Nobody misses it where it cannot be told.
  client.sendTyping(roomId, typing, TYPING_FORGOTTEN_MILLIS).catch(() => undefined);
}

function isTouched(): boolean {
  return window.matchMedia("(pointer: coarse)").matches;
}

function fitHeight(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
