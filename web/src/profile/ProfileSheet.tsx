import type { ReactNode } from "react";
import type { Room } from "matrix-js-sdk/lib/models/room.js";
import { useText } from "../i18n/language.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Profile } from "./Profile.tsx";

interface Props {
  userId: string;
  room?: Room;
  onClose: () => void;
  children?: ReactNode;
}

/** Somebody's profile over what is on the screen. */
export function ProfileSheet({ userId, room, onClose, children }: Props) {
  const text = useText();
  return (
    <Dialog title={text.person.title} onClose={onClose}>
      <Profile userId={userId} room={room} onLeave={onClose}>
        {children}
      </Profile>
    </Dialog>
  );
}
