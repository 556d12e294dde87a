import { useState } from "react";
import { useText } from "../../../i18n/language.ts";
import { withPassword } from "../../../session/password.ts";
import { signOut } from "../../../session/session.ts";
import { useAttempt } from "../../../session/useAttempt.ts";
import { useConnection } from "../../../session/useConnection.ts";
import { Button } from "../../../ui/Button.tsx";
import { Field, Problem } from "../../../ui/Field.tsx";
import { Question } from "../../../ui/Question.tsx";
import styles from "./settings.module.css";

/** Deletes one's account for good, after a question that says what goes and what stays. */
export function DeleteAccount() {
  const text = useText();
  const { client, userId } = useConnection();
  const [asking, setAsking] = useState(false);
  const [password, setPassword] = useState("");
  const { busy, sentence, attempt } = useAttempt();
  const remove = withPassword<unknown>(userId, password);
  const act = () => attempt(remove((proof) => client.deactivateAccount(proof ?? undefined, true)).then(signOut));
  return (
    <section>
      <Button look="danger" onClick={() => setAsking(true)}>
        {text.settings.deleteAccount}
      </Button>
      {asking && (
        <Question
          title={text.settings.deleteAccountQuestion}
          act={text.settings.deleteAccountNow}
          disabled={busy || password === ""}
          onAct={act}
          onClose={() => setAsking(false)}
        >
          <div>
            <p>{text.settings.deletedNow}</p>
            <ul className={styles.consequences}>
              {text.settings.deletedThings.map((thing) => (
                <li key={thing}>{thing}</li>
              ))}
            </ul>
            <p>{text.settings.deletedStays}</p>
          </div>
          <Field
            label={text.signIn.password}
            hint={text.settings.deletePassword}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {sentence !== "" && <Problem>{sentence}</Problem>}
        </Question>
      )}
    </section>
  );
}
