import { useText } from "../../i18n/language.ts";
import { Profile } from "../../profile/Profile.tsx";
import { IconButton } from "../../ui/Button.tsx";
import styles from "./PersonPane.module.css";

interface Props {
  userId: string;
  /** Goes back to the list, where that is not beside. */
  onBack: () => void;
}

/** Somebody's page. A link to it is a link to add them as a friend. */
export function PersonPane({ userId, onBack }: Props) {
  const text = useText();
  return (
    <section className={styles.pane} aria-label={text.person.title}>
      <header className={styles.header}>
        <IconButton className={styles.back} icon="back" label={text.common.back} onClick={onBack} />
      </header>
      <div className={styles.content}>
        <Profile userId={userId} />
      </div>
    </section>
  );
}
