import { useEffect, useState } from "react";
import { useText } from "../../i18n/language.ts";
import { invitation } from "../../live/address.ts";
import { Refused, signUp, signUpTerms, type SignUpTerms } from "../../session/homeserver.ts";
import { problem } from "../../session/problem.ts";
import { signedIn } from "../../session/session.ts";
import { Button } from "../../ui/Button.tsx";
import { Field, Problem } from "../../ui/Field.tsx";
import { Link } from "../../ui/Link.tsx";
import { Welcome } from "../signin/Welcome.tsx";
import styles from "../signin/Welcome.module.css";

const PASSWORD_CHARS_MIN = 8;

/** Makes an account, where the server lets people do that, and signs in with it. */
export function SignUpScreen() {
  const text = useText();
  const [terms, setTerms] = useState<SignUpTerms>();
  const [account, setAccount] = useState({ displayName: "", user: "", password: "", invitation });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();

  useEffect(() => {
    signUpTerms().then(setTerms, setFailure);
  }, []);

  const submit = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      await signedIn(await signUp(account));
    } catch (e) {
      setFailure(e);
      setBusy(false);
    }
  };
  const input = (name: keyof typeof account) => ({
    value: account[name],
    onChange: (event: { target: { value: string } }) => setAccount({ ...account, [name]: event.target.value }),
  });
  const refusedCode =
    terms === "invitation" && failure instanceof Refused && ["M_FORBIDDEN", "M_UNAUTHORIZED"].includes(failure.code);

  return (
    <Welcome title={text.signUp.title} onSubmit={() => void submit()}>
      {terms === "closed" ? (
        <Problem>{text.signUp.closed}</Problem>
      ) : (
        <>
          <Field
            label={text.signUp.displayName}
            hint={text.signUp.displayNameHint}
            required
            maxLength={60}
            autoComplete="name"
            {...input("displayName")}
          />
          <Field
            label={text.signUp.user}
            hint={text.signUp.userHint}
            required
            autoCapitalize="none"
            autoComplete="username"
            spellCheck={false}
            {...input("user")}
          />
          <Field
            label={text.signUp.password}
            hint={text.signUp.passwordHint}
            type="password"
            required
            minLength={PASSWORD_CHARS_MIN}
            autoComplete="new-password"
            {...input("password")}
          />
          {terms === "invitation" && (invitation === "" || refusedCode) && (
            <Field
              label={text.signUp.invitation}
              hint={text.signUp.invitationHint}
              required
              autoComplete="off"
              {...input("invitation")}
            />
          )}
          {failure !== undefined && (
            <Problem>{refusedCode ? text.errors.invitationInvalid : problem(text, failure)}</Problem>
          )}
          <Button type="submit" disabled={busy}>
            {busy ? text.signUp.busy : text.signUp.submit}
          </Button>
        </>
      )}
      <p className={styles.other}>
        {text.signUp.haveAccount} <Link to="/sign-in">{text.signIn.submit}</Link>
      </p>
    </Welcome>
  );
}
