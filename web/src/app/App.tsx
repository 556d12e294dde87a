import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from "react";
import { Mark } from "../brand/Mark.tsx";
import { useText } from "../i18n/language.ts";
import { go, invitation, usePath } from "../live/address.ts";
import { SeenChatsScreen } from "../screens/chats/SeenChats.tsx";
import { SignInScreen } from "../screens/signin/SignInScreen.tsx";
import { SignUpScreen } from "../screens/signup/SignUpScreen.tsx";
import { problem } from "../session/problem.ts";
import { seenChats } from "../session/seenChats.ts";
import { retry, signOut, takeOver, useSession } from "../session/session.ts";
import { ConnectionContext } from "../session/useConnection.ts";
import { Button } from "../ui/Button.tsx";
import { Problem } from "../ui/Field.tsx";
import { Question } from "../ui/Question.tsx";
import styles from "./App.module.css";
import { Frame } from "./Frame.tsx";
import frame from "./Frame.module.css";
import { pageAt, pathOf, type Page } from "./pages.ts";

/** What works with the SDK: two thirds of the scripts, which nobody needs before they are signed in. */
const loadShell = async () => ({ default: (await import("./Shell.tsx")).Shell });
const Shell = lazy(loadShell);

/** Who is signed in decides what is shown at all; the address decides the rest. */
export function App() {
  const session = useSession();
  const text = useText();
  const path = usePath();
  const [leaving, setLeaving] = useState(false);
  const page = pageAt(path);
  const isOut = session.is === "out";
  const isForGuests = page.name === "sign-in" || page.name === "sign-up";
  // Whoever comes by a link to a person or a chat gets there after signing in.
  const wanted = useRef("/chats");
  useEffect(() => {
    if (isOut && !isForGuests) {
      wanted.current = session.because === "never" ? pathOf(pageAt(path)) : "/chats";
      go(invitation === "" ? "/sign-in" : "/sign-up", "replace");
    }
    if (!isOut && isForGuests) go(wanted.current, "replace");
  }, [isOut, isForGuests, session, path]);

  const isStarting = session.is === "starting";
  useEffect(() => {
    // Beside what is read from this device; whether it comes is seen when it is drawn.
    if (isStarting) loadShell().catch(() => undefined);
  }, [isStarting]);

  switch (session.is) {
    case "out":
      return page.name === "sign-up" ? <SignUpScreen /> : <SignInScreen wasSignedOut={session.because === "ended"} />;
    case "starting":
      return <Starting page={page} />;
    case "elsewhere":
      return (
        <Waiting>
          <p role="status">{text.encryption.elsewhere}</p>
          <Button onClick={() => void takeOver()}>{text.encryption.here}</Button>
        </Waiting>
      );
    case "failed":
      return (
        <Waiting>
          <Problem>{problem(text, session.error)}</Problem>
          <Button onClick={() => void retry()}>{text.common.retry}</Button>
          <Button look="quiet" onClick={() => setLeaving(true)}>
            {text.settings.signOut}
          </Button>
          {leaving && (
            <Question
              title={text.settings.signOutQuestion}
              act={text.settings.signOut}
              onAct={() => {
                setLeaving(false);
                void signOut();
              }}
              onClose={() => setLeaving(false)}
            >
              <p>{text.settings.signOutHint}</p>
            </Question>
          )}
        </Waiting>
      );
    case "in":
      return (
        <ConnectionContext value={session.connection}>
          <Suspense fallback={<Starting page={page} />}>
            <Shell page={page} />
          </Suspense>
        </ConnectionContext>
      );
  }
}

function Starting({ page }: { page: Page }) {
  const text = useText();
  const [seen] = useState(seenChats);
  if (page.name === "chats" && seen.length > 0) {
    return (
      <Frame page={page}>
        <div className={frame.screen}>
          <SeenChatsScreen chats={seen} openId={page.parts[0]} />
        </div>
      </Frame>
    );
  }
  return (
    <Waiting>
      <p role="status">{text.common.starting}</p>
    </Waiting>
  );
}

function Waiting({ children }: { children: ReactNode }) {
  return (
    <main className={styles.waiting}>
      <Mark size={72} />
      {children}
    </main>
  );
}
