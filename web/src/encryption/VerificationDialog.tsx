import { useCallback, useEffect, useState } from "react";
import { CryptoEvent } from "matrix-js-sdk/lib/crypto-api/CryptoEvent.js";
import {
  VerificationPhase,
  VerificationRequestEvent,
  VerifierEvent,
  type ShowSasCallbacks,
  type VerificationRequest,
} from "matrix-js-sdk/lib/crypto-api/verification.js";
import { useLanguage, useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useStore } from "../live/store.ts";
import { handleOf } from "../people/handle.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import styles from "./encryption.module.css";
import { koreanEmojiName } from "./emojiNames.ts";
import { verification } from "./verification.ts";

const SAS = "m.sas.v1";

/** Shows a comparison of devices wherever somebody is in the app, also when another device has asked for it. */
export function Verifications() {
  const { client } = useConnection();
  const request = useStore(verification);
  useEffect(() => {
    const came = (asked: VerificationRequest) => {
      const busy = verification.get();
      if (busy === undefined || !busy.pending) verification.set(asked);
    };
    client.on(CryptoEvent.VerificationRequestReceived, came);
    return () => {
      client.off(CryptoEvent.VerificationRequestReceived, came);
      verification.set(undefined);
    };
  }, [client]);
  return request ? <VerificationDialog key={request.transactionId} request={request} /> : null;
}

function VerificationDialog({ request }: { request: VerificationRequest }) {
  const text = useText();
  const { client, userId } = useConnection();
  useRevision(useCallback((changed) => listenTo(request, [VerificationRequestEvent.Change], changed), [request]));
  const sas = useSas(request);
  const [confirmed, setConfirmed] = useState(false);
  const close = () => {
    if (request.pending) request.cancel().catch((e: unknown) => console.warn("not cancelled", e));
    verification.set(undefined);
  };
  const failed = (e: unknown) => console.warn("comparison failed", e);
  const name = client.getUser(request.otherUserId)?.displayName?.slice(0, 60) ?? handleOf(request.otherUserId, userId);
  const whom = request.isSelfVerification ? undefined : name;

  const body = () => {
    switch (request.phase) {
      case VerificationPhase.Done:
        return (
          <>
            <p role="status">{text.verification.done(whom)}</p>
            <Button onClick={close}>{text.encryption.done}</Button>
          </>
        );
      case VerificationPhase.Cancelled:
        return (
          <>
            <p role="alert">{text.verification.cancelled}</p>
            <Button onClick={close}>{text.common.close}</Button>
          </>
        );
      case VerificationPhase.Requested:
        if (request.initiatedByMe) return <p role="status">{text.verification.waiting(whom)}</p>;
        return (
          <>
            <p>{text.verification.asked(whom)}</p>
            <div className={styles.two}>
              <Button look="quiet" onClick={close}>
                {text.verification.refuse}
              </Button>
              <Button disabled={request.accepting} onClick={() => void request.accept().catch(failed)}>
                {text.verification.accept}
              </Button>
            </div>
          </>
        );
      default:
        if (!sas || confirmed) return <p role="status">{text.verification.waiting(whom)}</p>;
        return (
          <>
            <p>{text.verification.compare(whom)}</p>
            <Emojis sas={sas} />
            <div className={styles.two}>
              <Button look="danger" onClick={() => sas.mismatch()}>
                {text.verification.different}
              </Button>
              <Button
                onClick={() => {
                  setConfirmed(true);
                  sas.confirm().catch(failed);
                }}
              >
                {text.verification.same}
              </Button>
            </div>
          </>
        );
    }
  };
  return (
    <Dialog title={text.verification.title(whom)} onClose={close}>
      {body()}
    </Dialog>
  );
}

function Emojis({ sas }: { sas: ShowSasCallbacks }) {
  const text = useText();
  const language = useLanguage();
  const emoji = sas.sas.emoji;
  if (!emoji) return <p className={styles.key}>{sas.sas.decimal?.join(" ")}</p>;
  return (
    <ol className={styles.emojis} aria-label={text.verification.signs}>
      {emoji.map(([sign, name], place) => (
        <li key={place}>
          <span aria-hidden="true">{sign}</span>
          {language === "ko" ? koreanEmojiName(name) : name}
        </li>
      ))}
    </ol>
  );
}

/** What both sides compare. Whoever has asked begins, when the other has agreed. */
function useSas(request: VerificationRequest): ShowSasCallbacks | undefined {
  const [sas, setSas] = useState<ShowSasCallbacks>();
  const { phase, verifier, initiatedByMe } = request;
  useEffect(() => {
    if (phase !== VerificationPhase.Ready || !initiatedByMe) return;
    request.startVerification(SAS).catch((e: unknown) => console.warn("comparison did not begin", e));
  }, [request, phase, initiatedByMe]);
  useEffect(() => {
    if (!verifier) return;
    const shown = (callbacks: ShowSasCallbacks) => setSas(callbacks);
    verifier.on(VerifierEvent.ShowSas, shown);
    verifier.verify().catch((e: unknown) => console.warn("comparison ended", e));
    const already = verifier.getShowSasCallbacks();
    if (already) queueMicrotask(() => setSas(already));
    return () => {
      verifier.off(VerifierEvent.ShowSas, shown);
    };
  }, [verifier]);
  return sas;
}
