import { useState, type SubmitEvent } from "react";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { Preset } from "matrix-js-sdk/lib/@types/partials.js";
import { pathOf } from "../../app/pages.ts";
import { useText } from "../../i18n/language.ts";
import { go } from "../../live/address.ts";
import { directChatWith, rememberDirect, typedUserId } from "../../people/direct.ts";
import { problem } from "../../session/problem.ts";
import { useConnection } from "../../session/useConnection.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field, Problem } from "../../ui/Field.tsx";
import styles from "./NewChatDialog.module.css";

/** Begins a chat of two with somebody whose id one knows. */
export function NewChatDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { client, userId } = useConnection();
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState("");

  const submit = async () => {
    const other = typedUserId(typed, userId);
    if (other === undefined || other === userId || !(await exists(client, other))) {
      setSentence(text.errors.unknownPerson);
      return;
    }
    const roomId = await openDirect(client, other);
    onClose();
    go(pathOf({ name: "chats", roomId }));
  };
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setSentence("");
    submit()
      .catch((e: unknown) => setSentence(problem(text, e)))
      .finally(() => setBusy(false));
  };

  return (
    <Dialog title={text.newChat.title} onClose={onClose}>
      <form className={styles.form} onSubmit={onSubmit}>
        <Field
          label={text.newChat.user}
          hint={text.newChat.userHint}
          value={typed}
          required
          autoFocus
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
        {sentence !== "" && <Problem>{sentence}</Problem>}
        <Button type="submit" disabled={busy || typed.trim() === ""}>
          {busy ? text.newChat.busy : text.newChat.submit}
        </Button>
        <p className={styles.own}>{text.newChat.own(userId)}</p>
      </form>
    </Dialog>
  );
}

async function exists(client: MatrixClient, userId: string): Promise<boolean> {
  try {
    await client.getProfileInfo(userId);
    return true;
  } catch (e) {
    if ((e as { errcode?: string }).errcode === "M_NOT_FOUND") return false;
    throw e;
  }
}

/** The chat with somebody: the one that there is, or a new one. */
async function openDirect(client: MatrixClient, userId: string): Promise<string> {
  const known = directChatWith(client, userId);
  if (known) return known.roomId;
  const { room_id } = await client.createRoom({
    is_direct: true,
    invite: [userId],
    preset: Preset.TrustedPrivateChat,
  });
  await rememberDirect(client, userId, room_id);
  return room_id;
}
