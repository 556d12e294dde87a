import { useEffect, useState } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import styles from "./encryption.module.css";
import { verification } from "./verification.ts";

interface Props {
  room: Room;
  userId: string;
  /** The comparison has begun, which shows itself. */
  onStarted: () => void;
}

/** In an encrypted chat: whether one has made sure who somebody is, and the way to do so. */
export function VerifyPerson({ room, userId, onStarted }: Props) {
  const text = useText();
  const { client } = useConnection();
  const [verified, setVerified] = useState<boolean>();
  const [failed, setFailed] = useState(false);
  const crypto = room.hasEncryptionStateEvent() ? client.getCrypto() : undefined;
  useEffect(() => {
    let current = true;
    crypto?.getUserVerificationStatus(userId).then(
      (status) => {
        if (current) setVerified(status.isCrossSigningVerified());
      },
      (e: unknown) => console.warn("not known who that is", e),
    );
    return () => {
      current = false;
    };
  }, [crypto, userId]);
  if (!crypto || verified === undefined) return null;
  if (verified) {
    return (
      <p className={styles.standing}>
        <Icon name="shield" /> {text.verification.verified}
      </p>
    );
  }
  const ask = () => {
    setFailed(false);
    crypto.requestVerificationDM(userId, room.roomId).then(
      (request) => {
        verification.set(request);
        onStarted();
      },
      (e: unknown) => {
        console.warn("not asked", e);
        setFailed(true);
      },
    );
  };
  return (
    <>
      <Button look="quiet" onClick={ask}>
        {text.verification.ask}
      </Button>
      {failed && <p role="alert">{text.verification.notYet}</p>}
    </>
  );
}
