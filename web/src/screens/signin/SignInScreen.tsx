import { useState } from "react";
import { useText } from "../../i18n/language.ts";
import { Refused, signIn } from "../../session/homeserver.ts";
import { problem } from "../../session/problem.ts";
import { signedIn } from "../../session/session.ts";
import { Button } from "../../ui/Button.tsx";
import { Field, Problem } from "../../ui/Field.tsx";
import { Link } from "../../ui/Link.tsx";
import { Welcome } from "./Welcome.tsx";
import styles from "./Welcome.module.css";

/** Signs somebody in who has an account. */
export function SignInScreen({ wasSignedOut }: { wasSignedOut: boolean }) {
  const text = useText();
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  const submit = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await signedIn(await signIn(user, password));
    } catch (e) {
      setFailure(e);
      setBusy(false);
    }
  };
  const wrong = failure instanceof Refused && failure.code === "M_FORBIDDEN";

  return (
    <Welcome title={text.signIn.title} onSubmit={() => void submit()}>
      {wasSignedOut && failure === undefined && <Problem>{text.signIn.signedOutElsewhere}</Problem>}
      <Field
        label={text.signIn.user}
        value={user}
        required
        autoCapitalize="none"
        autoComplete="username"
        spellCheck={false}
        onChange={(event) => setUser(event.target.value)}
      />
      <Field
        label={text.signIn.password}
        type="password"
        value={password}
        required
        autoComplete="current-password"
        onChange={(event) => setPassword(event.target.value)}
      />
      {failure !== undefined && <Problem>{wrong ? text.errors.wrongPassword : problem(text, failure)}</Problem>}
      <Button type="submit" disabled={busy}>
        {busy ? text.signIn.busy : text.signIn.submit}
      </Button>
      <p className={styles.other}>
        {text.signIn.noAccount} <Link to="/sign-up">{text.signIn.signUp}</Link>
      </p>
    </Welcome>
  );
}
