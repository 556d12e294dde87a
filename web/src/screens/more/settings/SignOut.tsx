import { useEffect, useState } from "react";
import { RecoveryKeyDialog } from "../../../encryption/RecoveryKeyDialog.tsx";
import { useStanding, type Standing } from "../../../encryption/useEncryption.ts";
import { useText } from "../../../i18n/language.ts";
import type { Connection } from "../../../session/connection.ts";
import { signOut } from "../../../session/session.ts";
import { useConnection } from "../../../session/useConnection.ts";
import { Button } from "../../../ui/Button.tsx";
import { Question } from "../../../ui/Question.tsx";
import styles from "./settings.module.css";

/** Signs out of this device, after a question that says what would be lost. */
export function SignOut() {
  const text = useText();
  const [shown, setShown] = useState<"question" | "recovery-key">();
  const close = () => setShown(undefined);
  return (
    <section>
      <Button look="danger" onClick={() => setShown("question")}>
        {text.settings.signOut}
      </Button>
      <p className={styles.hint}>{text.settings.signOutHint}</p>
      {shown === "question" && <SignOutQuestion onClose={close} onMakeKey={() => setShown("recovery-key")} />}
      {shown === "recovery-key" && <RecoveryKeyDialog replaces={false} onClose={close} />}
    </section>
  );
}

function SignOutQuestion({ onClose, onMakeKey }: { onClose: () => void; onMakeKey: () => void }) {
  const text = useText();
  const standing = useStanding();
  const { loses, unsent } = useLosses(standing);
  return (
    <Question
      title={text.settings.signOutQuestion}
      act={text.settings.signOut}
      onAct={() => void signOut()}
      onClose={onClose}
    >
      <p>{text.settings.signOutHint}</p>
      {unsent > 0 && <p className={styles.warning}>{text.settings.signOutUnsent(unsent)}</p>}
      {loses && (
        <>
          <p className={styles.warning} role="alert">
            {text.settings.signOutLosesKeys}
          </p>
          {standing !== "unverified" && <Button onClick={onMakeKey}>{text.encryption.make}</Button>}
        </>
      )}
    </Question>
  );
}

interface Losses {
  /** Whether nobody, the person included, could ever read some encrypted messages again. */
  loses: boolean;
  /** Messages and changes that no site has accepted yet. */
  unsent: number;
}

function useLosses(standing: Standing): Losses {
  const connection = useConnection();
  const [losses, setLosses] = useState<Losses>({ loses: false, unsent: 0 });
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<Losses> => ({
      loses: await losesKeys(connection, standing),
      unsent: await connection.outbox.waiting(),
    });
    ask().then(
      (now) => {
        if (current) setLosses(now);
      },
      (e: unknown) => console.warn("not known what would be lost", e),
    );
    return () => {
      current = false;
    };
  }, [connection, standing]);
  return losses;
}

/** The keys of encrypted chats are in no backup, and no other device of the person has any. */
async function losesKeys({ client, userId }: Connection, standing: Standing): Promise<boolean> {
  const isSafe = standing === "ready" || standing === "off" || standing === "unknown";
  if (isSafe || !client.getRooms().some((room) => room.hasEncryptionStateEvent())) return false;
  const devices = (await client.getCrypto()?.getUserDeviceInfo([userId]))?.get(userId);
  return [...(devices?.keys() ?? [])].every((id) => id === client.getDeviceId());
}
