import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useLanguage, useText } from "../i18n/language.ts";
import { SearchField } from "../ui/SearchField.tsx";
import { all, emojiOf, findEmoji, GROUPS, inTone, TONES, type Emoji, type Group, type Tone } from "./emoji.ts";
import styles from "./EmojiPicker.module.css";
import { chooseTone, emojiUsed, useRecentEmoji, useTone } from "./used.ts";

/** One of each group stands for it. */
const SIGNS: Record<Group, string> = {
  0: "😀",
  1: "👋",
  3: "🐻",
  4: "🍔",
  5: "🚗",
  6: "⚽",
  7: "💡",
  8: "❤️",
  9: "🏳️",
};
const RECENT = "🕘";
/** Whose skin is shown to choose a tone by. */
const HANDS = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];
/** More are not shown for what somebody looks for: one types on. */
const FOUND_MAX = 120;

/** A group of emoji, those used last or those looked for. Arrow keys go through them. */
export function EmojiGrid({ onPick }: { onPick: (emoji: string) => void }) {
  const text = useText();
  const recent = useRecentEmoji();
  const tone = useTone() as Tone;
  const [sought, setSought] = useState("");
  const [group, setGroup] = useState<Group | "recent">(recent.length > 0 ? "recent" : 0);
  const shown = useMemo(() => {
    if (sought.trim() !== "") return findEmoji(sought).slice(0, FOUND_MAX);
    if (group === "recent") return recent.flatMap((emoji) => emojiOf(emoji) ?? []);
    return all.filter((one) => one.group === group);
  }, [sought, group, recent]);
  const pick = (one: Emoji) => {
    emojiUsed(one.emoji);
    onPick(inTone(one, tone));
  };
  const tabs: ("recent" | Group)[] = recent.length > 0 ? ["recent", ...GROUPS] : [...GROUPS];
  return (
    <>
      <SearchField
        label={text.emoji.search}
        value={sought}
        onChange={setSought}
        autoFocus
        onEnter={() => shown[0] && pick(shown[0])}
      />
      <div className={styles.groups} role="group" aria-label={text.emoji.groupsLabel}>
        {tabs.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={sought.trim() === "" && one === group}
            aria-label={one === "recent" ? text.emoji.recent : text.emoji.groups[one]}
            title={one === "recent" ? text.emoji.recent : text.emoji.groups[one]}
            onClick={() => {
              setSought("");
              setGroup(one);
            }}
          >
            {one === "recent" ? RECENT : SIGNS[one]}
          </button>
        ))}
      </div>
      <List emoji={shown} tone={tone} onPick={pick} />
      <div className={styles.tones} role="radiogroup" aria-label={text.emoji.tone}>
        {TONES.map((one) => (
          <label key={one} title={text.emoji.tones[one]}>
            <input
              type="radio"
              name="emoji-tone"
              checked={one === tone}
              aria-label={text.emoji.tones[one]}
              onChange={() => chooseTone(one)}
            />
            <span aria-hidden="true">{HANDS[one]}</span>
          </label>
        ))}
      </div>
    </>
  );
}

function List({ emoji, tone, onPick }: { emoji: readonly Emoji[]; tone: Tone; onPick: (one: Emoji) => void }) {
  const text = useText();
  const language = useLanguage();
  const grid = useRef<HTMLDivElement>(null);
  const pressed = (event: KeyboardEvent) => {
    const buttons = [...(grid.current?.querySelectorAll("button") ?? [])];
    const now = buttons.findIndex((one) => one === document.activeElement);
    const top = buttons[0]?.offsetTop;
    const columns = Math.max(
      1,
      buttons.findIndex((one) => one.offsetTop !== top),
    );
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (by === undefined || now < 0) return;
    // The menu around would take them for its own.
    event.preventDefault();
    event.stopPropagation();
    buttons[Math.min(buttons.length - 1, Math.max(0, now + by))]?.focus();
  };
  if (emoji.length === 0) {
    return (
      <p className={styles.none} role="status">
        {text.emoji.none}
      </p>
    );
  }
  return (
    <div ref={grid} className={styles.grid} role="group" aria-label={text.emoji.title} onKeyDown={pressed}>
      {emoji.map((one, place) => (
        <button
          key={one.emoji}
          type="button"
          tabIndex={place === 0 ? 0 : -1}
          aria-label={one.names[language]}
          title={one.names[language]}
          onClick={() => onPick(one)}
        >
          {inTone(one, tone)}
        </button>
      ))}
    </div>
  );
}
