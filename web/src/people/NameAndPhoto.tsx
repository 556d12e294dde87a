import { useRef, useState, type KeyboardEvent, type SubmitEvent } from "react";
import { useText } from "../i18n/language.ts";
import { portraitOf, Undrawable } from "../media/preview.ts";
import { uploadOnce } from "../media/upload.ts";
import { useAttempt } from "../session/useAttempt.ts";
import { useConnection } from "../session/useConnection.ts";
import { Button, IconButton } from "../ui/Button.tsx";
import { Field, Problem } from "../ui/Field.tsx";
import { FileChooser } from "../ui/FileChooser.tsx";
import { Avatar } from "./Avatar.tsx";
import styles from "./NameAndPhoto.module.css";

const NAME_CHARS_SHOWN_MAX = 200;

interface Props {
  /** Of the person or the chat. */
  id: string;
  name: string;
  /** As Matrix names it (mxc://…). */
  picture: string | undefined;
  /** How the name can be changed; left out where one may not. */
  rename?: Rename | undefined;
  /** Takes another photo, or none; left out where one may not. */
  onPhoto?: ((mxc: string | undefined) => Promise<unknown>) | undefined;
}

interface Rename {
  label: string;
  charsMax: number;
  /** The name that somebody has given, which is not always the one that is shown; empty where there is none. */
  given: string;
  mayBeEmpty: boolean;
  to: (name: string) => Promise<unknown>;
}

/** The photo and the name of a person or a chat, which those who may can change. */
export function NameAndPhoto({ id, name, picture, rename, onPhoto }: Props) {
  const text = useText();
  const { busy, failure, sentence, attempt } = useAttempt();
  const [said, setSaid] = useState("");

  const change = (what: Promise<unknown>) => {
    setSaid("");
    attempt(what.then(() => setSaid(text.identity.saved)));
  };
  return (
    <div className={styles.whole}>
      <Avatar id={id} name={name} picture={picture} sidePixels={84} />
      {onPhoto && <PhotoButtons has={picture !== undefined} busy={busy} change={change} onPhoto={onPhoto} />}
      <Name name={name} rename={rename} busy={busy} change={change} />
      {failure !== undefined && (
        <Problem>{failure instanceof Undrawable ? text.identity.photoUnreadable : sentence}</Problem>
      )}
      <p className="only-read-aloud" role="status">
        {said}
      </p>
    </div>
  );
}

interface Changing {
  busy: boolean;
  change: (what: Promise<unknown>) => void;
}

function PhotoButtons({
  has,
  busy,
  change,
  onPhoto,
}: Changing & { has: boolean; onPhoto: NonNullable<Props["onPhoto"]> }) {
  const text = useText();
  const { client } = useConnection();
  const chooser = useRef<HTMLInputElement>(null);
  const upload = async (file: File) => {
    await onPhoto(await uploadOnce(client, await portraitOf(file)));
  };
  return (
    <div className={styles.photo}>
      <button type="button" disabled={busy} onClick={() => chooser.current?.click()}>
        {busy ? text.identity.changing : text.identity.changePhoto}
      </button>
      {has && (
        <button type="button" disabled={busy} onClick={() => change(onPhoto(undefined))}>
          {text.identity.removePhoto}
        </button>
      )}
      <FileChooser ref={chooser} accept="image/*" testId="photo" onChosen={([file]) => file && change(upload(file))} />
    </div>
  );
}

function Name({ name, rename, busy, change }: Changing & { name: string; rename: Rename | undefined }) {
  const text = useText();
  const [written, setWritten] = useState<string>();
  const [closed, setClosed] = useState(false);

  const close = () => {
    setWritten(undefined);
    setClosed(true);
  };
  if (rename === undefined || written === undefined) {
    return (
      <p className={`${styles.name} ${rename ? styles.changeable : ""}`}>
        <b dir="auto">{name.slice(0, NAME_CHARS_SHOWN_MAX)}</b>
        {rename && (
          <IconButton
            icon="pencil"
            label={text.identity.rename}
            // Whoever has closed the form by the keyboard goes on from here.
            autoFocus={closed}
            onClick={() => setWritten(rename.given)}
          />
        )}
      </p>
    );
  }
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    // What was written stays until it is taken.
    change(rename.to(written.trim()).then(close));
  };
  return (
    <form
      className={styles.rename}
      onSubmit={save}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <Field
        label={rename.label}
        value={written}
        maxLength={rename.charsMax}
        required={!rename.mayBeEmpty}
        {...(!rename.mayBeEmpty && { pattern: ".*\\S.*" })}
        autoFocus
        onChange={(event) => setWritten(event.target.value)}
      />
      <Button type="submit" disabled={busy}>
        {busy ? text.identity.changing : text.common.save}
      </Button>
      <Button look="quiet" onClick={close}>
        {text.common.cancel}
      </Button>
    </form>
  );
}
