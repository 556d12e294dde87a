import type { ReactNode } from "react";
import { useText } from "../i18n/language.ts";
import { useEscape } from "../live/escape.ts";
import { IconButton } from "./Button.tsx";
import styles from "./SidePane.module.css";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
}

/** What stands beside a chat, or in its place where the window is small. */
export function SidePane({ title, onClose, children }: Props) {
  const text = useText();
  useEscape(onClose);
  return (
    <section className={styles.pane} aria-label={title}>
      <header className={styles.header}>
        <h2>{title}</h2>
        <IconButton icon="close" label={text.common.close} onClick={onClose} />
      </header>
      {children}
    </section>
  );
}
