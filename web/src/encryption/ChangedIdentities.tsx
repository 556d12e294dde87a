import { useCallback, useEffect, useState } from "react";
import { KnownMembership } from "matrix-js-sdk/lib/@types/membership.js";
import type { MatrixClient } from "matrix-js-sdk/lib/client.js";
import { CryptoEvent } from "matrix-js-sdk/lib/crypto-api/CryptoEvent.js";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import type { RoomMember } from "matrix-js-sdk/lib/models/room-member.js";
import { RoomStateEvent } from "matrix-js-sdk/lib/models/room-state.js";
import { useText } from "../i18n/language.ts";
import { listenTo } from "../live/listen.ts";
import { useRevision } from "../live/revision.ts";
import { useStore } from "../live/store.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import styles from "./encryption.module.css";

/** The members of larger chats are not all asked for: a person's identity is checked in each chat with them. */
const MEMBERS_MAX = 100;

/** In an encrypted chat: whose identity has changed since one first saw or verified it, until one accepts that. */
export function ChangedIdentities({ room }: { room: Room }) {
  const text = useText();
  const { client } = useConnection();
  const { changed, accept } = useChanged(room);
  return changed.map((member) => (
    <div key={member.userId} className={`${styles.notice} ${styles.alarm}`} role="alert">
      <Icon name="warning" size={18} />
      <span>{text.encryption.identityChanged(member.name.slice(0, 60))}</span>
      <Button
        look="quiet"
        onClick={() => {
          acceptIdentity(client, member.userId).then(accept, (e: unknown) => console.warn("not accepted", e));
        }}
      >
        {text.encryption.acceptIdentity}
      </Button>
    </div>
  ));
}

function useChanged(room: Room): { changed: RoomMember[]; accept: () => void } {
  const { client, userId, encryption } = useConnection();
  const state = useStore(encryption.state);
  const [accepted, setAccepted] = useState(0);
  const [changed, setChanged] = useState<RoomMember[]>([]);
  const revision = useRevision(
    useCallback(
      (listener) => {
        const stops = [
          listenTo(client, [CryptoEvent.UserTrustStatusChanged], listener),
          listenTo(room, [RoomStateEvent.Members], listener),
        ];
        return () => stops.forEach((stop) => stop());
      },
      [client, room],
    ),
  );
  useEffect(() => {
    const crypto = client.getCrypto();
    if (!crypto || state !== "on") return;
    let current = true;
    const ask = async () => {
      const others = room
        .getMembersWithMembership(KnownMembership.Join)
        .filter((member) => member.userId !== userId)
        .slice(0, MEMBERS_MAX);
      const statuses = await Promise.all(others.map((member) => crypto.getUserVerificationStatus(member.userId)));
      if (current) setChanged(others.filter((_, place) => hasChanged(statuses[place])));
    };
    ask().catch((e: unknown) => console.warn("identities not known", e));
    return () => {
      current = false;
    };
  }, [client, room, userId, state, revision, accepted]);
  return { changed, accept: () => setAccepted((count) => count + 1) };
}

type Status = Awaited<ReturnType<NonNullable<ReturnType<MatrixClient["getCrypto"]>>["getUserVerificationStatus"]>>;

function hasChanged(status: Status | undefined): boolean {
  if (!status) return false;
  return status.needsUserApproval || wasVerified(status);
}

/** Was verified, and is no more: the identity is another one. */
function wasVerified(status: Status): boolean {
  return status.wasCrossSigningVerified() && !status.isCrossSigningVerified();
}

async function acceptIdentity(client: MatrixClient, userId: string): Promise<void> {
  const crypto = client.getCrypto();
  const status = await crypto?.getUserVerificationStatus(userId);
  if (!crypto || !status) return;
  if (wasVerified(status)) await crypto.withdrawVerificationRequirement(userId);
  if (status.needsUserApproval) await crypto.pinCurrentUserIdentity(userId);
}
