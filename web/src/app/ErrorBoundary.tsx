import { Component, type ReactNode } from "react";
import { currentText } from "../i18n/language.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import styles from "./App.module.css";

/** Shows an error message and a reload button if rendering fails. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    const text = currentText();
    return (
      <main className={styles.waiting}>
        <Problem>{text.errors.broken}</Problem>
        <Button onClick={() => window.location.reload()}>{text.errors.reload}</Button>
      </main>
    );
  }
}
