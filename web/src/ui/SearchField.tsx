import { focusedInDialog } from "./focusedInDialog.ts";
import styles from "./SearchField.module.css";

interface Props {
  /** What is looked for, in words; stands in the field while it is empty. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Somebody has written all that they look for. */
  onEnter?: () => void;
  autoFocus?: boolean;
  /** The ids of the list that it chooses from, and of what is chosen in it, for those who hear the list. */
  options?: { list: string; chosen: string | undefined };
}

/** The field above a list that leaves in it what is looked for. */
export function SearchField({ label, value, onChange, onEnter, autoFocus = false, options }: Props) {
  return (
    <input
      className={styles.field}
      type="search"
      value={value}
      placeholder={label}
      aria-label={label}
      ref={autoFocus ? focusedInDialog : undefined}
      autoFocus={autoFocus}
      {...(options && {
        role: "combobox",
        "aria-expanded": true,
        "aria-controls": options.list,
        "aria-activedescendant": options.chosen,
      })}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={(event) => {
        // Enter also ends a syllable that is being put together.
        if (event.key === "Enter" && !event.nativeEvent.isComposing) onEnter?.();
      }}
    />
  );
}
