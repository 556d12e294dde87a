import { useState } from "react";
import { useText } from "../../../i18n/language.ts";
import {
  allowed,
  canNotify,
  changeNotificationSetting,
  useNotificationSetting,
} from "../../../notifications/setting.ts";
import { Problem } from "../../../ui/Field.tsx";
import { Switch, Switches } from "../../../ui/Switch.tsx";
import styles from "./settings.module.css";

/** Whether this device tells of new messages, and with a sound. */
export function Notifications() {
  const text = useText();
  const { on, sound } = useNotificationSetting();
  const [denied, setDenied] = useState(false);
  const isOn = on && canNotify() && Notification.permission === "granted";
  const turn = async (to: boolean) => {
    const may = !to || (await allowed());
    setDenied(!may);
    if (!may) throw new Error("notifications are not allowed");
    changeNotificationSetting({ on: to });
  };
  if (!canNotify()) return <p className={styles.hint}>{text.settings.notifyNone}</p>;
  return (
    <>
      <Switches>
        <Switch on={isOn} onChange={turn} name={text.settings.notify} />
        <Switch
          on={sound}
          disabled={!isOn}
          onChange={(to) => {
            changeNotificationSetting({ sound: to });
            return Promise.resolve();
          }}
          name={text.settings.notifySound}
        />
      </Switches>
      <p className={styles.hint}>{text.settings.notifyHint}</p>
      {denied && <Problem>{text.settings.notifyDenied}</Problem>}
    </>
  );
}
