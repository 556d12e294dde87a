import { useEffect, useRef, type ReactNode } from "react";
import { useText } from "../i18n/language.ts";
import { IconButton } from "./Button.tsx";
import styles from "./Dialog.module.css";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** A sheet over everything else; the browser keeps the focus in it and closes it with Escape. */
export function Dialog({ title, onClose, children }: Props) {
  const text = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className={styles.sheet}>
        <header>
          <h2>{title}</h2>
          <IconButton icon="close" label={text.common.close} onClick={onClose} />
        </header>
        {children}
      </div>
    </dialog>
  );
}
