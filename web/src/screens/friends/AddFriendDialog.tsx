import { useCallback, useState, type SubmitEvent } from "react";
import { useText } from "../../i18n/language.ts";
import { pathTo, personPath, readLink } from "../../links/links.ts";
import { ScanDialog } from "../../links/ScanDialog.tsx";
import { go } from "../../live/address.ts";
import { typedUserId } from "../../people/direct.ts";
import { useConnection } from "../../session/useConnection.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { Field, Problem } from "../../ui/Field.tsx";
import styles from "./AddFriendDialog.module.css";

/** The ways to somebody's page, where one adds them: their id, a link, a QR code. */
export function AddFriendDialog({ onClose }: { onClose: () => void }) {
  const text = useText();
  const { userId } = useConnection();
  const [typed, setTyped] = useState("");
  const [sentence, setSentence] = useState("");
  const [scanning, setScanning] = useState(false);
  const show = useCallback(
    (path: string) => {
      onClose();
      go(path);
    },
    [onClose],
  );
  const find = (event: SubmitEvent) => {
    event.preventDefault();
    const link = readLink(typed);
    const id = typedUserId(typed, userId);
    if (link) show(pathTo(link));
    else if (id !== undefined) show(personPath(id));
    else setSentence(text.links.notLink);
  };
  if (scanning) return <ScanDialog onFound={show} onClose={onClose} />;
  return (
    <Dialog title={text.addFriend.title} onClose={onClose}>
      <form className={styles.form} onSubmit={find}>
        <Field
          label={text.addFriend.who}
          hint={text.addFriend.whoHint}
          value={typed}
          autoFocus
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
        {sentence !== "" && <Problem>{sentence}</Problem>}
        <Button type="submit" disabled={typed.trim() === ""}>
          {text.addFriend.find}
        </Button>
      </form>
      <div className={styles.others}>
        <Button look="quiet" onClick={() => setScanning(true)}>
          {text.addFriend.scan}
        </Button>
        <Button look="quiet" onClick={() => show(personPath(userId))}>
          {text.addFriend.own}
        </Button>
      </div>
    </Dialog>
  );
}
