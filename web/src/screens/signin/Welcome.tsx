import type { SubmitEvent, ReactNode } from "react";
import { Mark } from "../../brand/Mark.tsx";
import { chooseLanguage, useLanguage, useText } from "../../i18n/language.ts";
import styles from "./Welcome.module.css";

interface Props {
  title: string;
  onSubmit: () => void;
  children: ReactNode;
}

/** The frame of what is shown before somebody is signed in. */
export function Welcome({ title, onSubmit, children }: Props) {
  const text = useText();
  const language = useLanguage();
  const submitted = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className={styles.welcome}>
      <div className={styles.brand}>
        <Mark size={76} />
        <p className={styles.name}>{text.name}</p>
        <p className={styles.motto}>{text.motto}</p>
      </div>
      <form className={styles.form} onSubmit={submitted}>
        <h1>{title}</h1>
        {children}
      </form>
      <button
        type="button"
        className={styles.language}
        lang={language === "ko" ? "en" : "ko"}
        onClick={() => chooseLanguage(language === "ko" ? "en" : "ko")}
      >
        {language === "ko" ? "English" : "한국어"}
      </button>
    </main>
  );
}
