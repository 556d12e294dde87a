import { lazy, Suspense } from "react";
import { useText } from "../i18n/language.ts";
import { Menu, type Point } from "../ui/Menu.tsx";
import styles from "./EmojiPicker.module.css";

const Grid = lazy(async () => ({ default: (await import("./EmojiGrid.tsx")).EmojiGrid }));

interface Props {
  at: Point | undefined;
  onPick: (emoji: string) => void;
  onClose: () => void;
}

/** All emoji, at the pointer or on a sheet; they are loaded when the first one is looked for. */
export function EmojiPicker({ at, onPick, onClose }: Props) {
  const text = useText();
  return (
    <Menu title={text.emoji.title} at={at} isWide onClose={onClose}>
      <div className={styles.picker}>
        <Suspense fallback={<p role="status">{text.common.loading}</p>}>
          <Grid
            onPick={(emoji) => {
              onClose();
              onPick(emoji);
            }}
          />
        </Suspense>
      </div>
    </Menu>
  );
}
