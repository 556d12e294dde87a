import { useCallback, useEffect, useState } from "react";
import type { IMyDevice } from "matrix-js-sdk/lib/client.js";
import { useLanguage, useText } from "../../../i18n/language.ts";
import { listTime } from "../../../i18n/times.ts";
import { PasswordNeeded, withPassword } from "../../../session/password.ts";
import { problem } from "../../../session/problem.ts";
import { useAttempt } from "../../../session/useAttempt.ts";
import { useConnection } from "../../../session/useConnection.ts";
import { Button, IconButton } from "../../../ui/Button.tsx";
import { Field, Problem } from "../../../ui/Field.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { Question } from "../../../ui/Question.tsx";
import styles from "./lines.module.css";

const NAME_CHARS_MAX = 100;
/** So much of a device's number is shown, where names alone are no help. */
const NUMBER_CHARS = 4;

/** Where else one is signed in, this device first; others can be signed out. */
export function Devices() {
  const text = useText();
  const { client } = useConnection();
  const [devices, setDevices] = useState<IMyDevice[]>();
  const [failure, setFailure] = useState<unknown>();
  const [leaving, setLeaving] = useState<IMyDevice>();
  const [renaming, setRenaming] = useState<IMyDevice>();
  const own = client.getDeviceId();
  const look = useCallback(() => {
    client.getDevices().then(({ devices }) => {
      const rank = ({ device_id, last_seen_ts }: IMyDevice) => (device_id === own ? Infinity : (last_seen_ts ?? 0));
      setDevices(devices.sort((a, b) => rank(b) - rank(a)));
      setFailure(undefined);
    }, setFailure);
  }, [client, own]);
  useEffect(look, [look]);

  if (failure !== undefined) return <Problem>{problem(text, failure)}</Problem>;
  if (!devices) return <p className={styles.none}>{text.common.loading}</p>;
  return (
    <>
      <ul className={styles.lines}>
        {devices.map((device) => (
          <Device
            key={device.device_id}
            device={device}
            isTwin={devices.some((other) => other !== device && other.display_name === device.display_name)}
            onRename={() => setRenaming(device)}
            isThis={device.device_id === own}
            onSignOut={() => setLeaving(device)}
          />
        ))}
      </ul>
      {renaming && (
        <RenameDialog
          device={renaming}
          onClose={() => setRenaming(undefined)}
          onDone={() => {
            setRenaming(undefined);
            look();
          }}
        />
      )}
      {leaving && (
        <SignOutDialog
          device={leaving}
          onClose={() => setLeaving(undefined)}
          onDone={() => {
            setLeaving(undefined);
            look();
          }}
        />
      )}
    </>
  );
}

interface DeviceProps {
  device: IMyDevice;
  isThis: boolean;
  /** Another one has the same name: then a part of its number tells them apart. */
  isTwin: boolean;
  onRename: () => void;
  onSignOut: () => void;
}

function Device({ device, isThis, isTwin, onRename, onSignOut }: DeviceProps) {
  const text = useText();
  const language = useLanguage();
  const { last_seen_ts: seenMillis } = device;
  const name = useName(device);
  return (
    <li>
      <Icon name="device" />
      <span className={styles.device}>
        <bdi>{isTwin ? `${name} · ${device.device_id.slice(0, NUMBER_CHARS)}` : name}</bdi>
        {isThis ? (
          <small>{text.settings.thisDevice}</small>
        ) : (
          seenMillis !== undefined && (
            // eslint-disable-next-line react-hooks/purity -- the list has come just now
            <small>{text.settings.deviceSeen(listTime(language, text, seenMillis, Date.now()))}</small>
          )
        )}
      </span>
      <IconButton icon="pencil" label={text.settings.renameDevice(name)} onClick={onRename} />
      {!isThis && (
        <Button look="quiet" aria-label={text.settings.deviceSignOutOf(name)} onClick={onSignOut}>
          {text.settings.deviceSignOut}
        </Button>
      )}
    </li>
  );
}

function useName({ display_name, device_id }: IMyDevice): string {
  const text = useText();
  const name = (display_name ?? "").trim();
  return name === "" ? `${text.settings.deviceNameless} (${device_id})` : name.slice(0, NAME_CHARS_MAX);
}

interface DialogProps {
  device: IMyDevice;
  onClose: () => void;
  onDone: () => void;
}

function RenameDialog({ device, onClose, onDone }: DialogProps) {
  const text = useText();
  const { client } = useConnection();
  const [name, setName] = useState(device.display_name ?? "");
  const { busy, sentence, attempt } = useAttempt();
  const rename = () => attempt(client.setDeviceDetails(device.device_id, { display_name: name.trim() }).then(onDone));
  return (
    <Question
      title={text.settings.deviceName}
      act={text.common.save}
      look="main"
      disabled={busy || name.trim() === ""}
      onAct={rename}
      onClose={onClose}
    >
      <Field
        label={text.settings.deviceName}
        value={name}
        maxLength={NAME_CHARS_MAX}
        autoFocus
        onChange={(event) => setName(event.target.value)}
      />
      {sentence !== "" && <Problem>{sentence}</Problem>}
    </Question>
  );
}

function SignOutDialog({ device, onClose, onDone }: DialogProps) {
  const text = useText();
  const { client, userId } = useConnection();
  const name = useName(device);
  const [password, setPassword] = useState("");
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const signOutThere = () => {
    setBusy(true);
    setFailure(undefined);
    withPassword<unknown>(
      userId,
      password,
    )((proof) => client.deleteDevice(device.device_id, proof ?? undefined))
      .then(onDone, (e: unknown) => {
        if (e instanceof PasswordNeeded) setAsked(true);
        else setFailure(e);
      })
      .finally(() => setBusy(false));
  };
  return (
    <Question
      title={text.settings.deviceQuestion(name)}
      act={text.settings.deviceSignOut}
      disabled={busy || (asked && password === "")}
      onAct={signOutThere}
      onClose={onClose}
    >
      <p>{text.settings.deviceHint}</p>
      {asked && (
        <Field
          label={text.signIn.password}
          hint={text.settings.devicePassword}
          type="password"
          autoComplete="current-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      )}
      {failure !== undefined && <Problem>{problem(text, failure)}</Problem>}
    </Question>
  );
}
