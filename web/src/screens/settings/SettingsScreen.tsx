import { EncryptionSection } from "../../encryption/EncryptionSection.tsx";
import { chooseLanguage, useLanguage, useText, type Language } from "../../i18n/language.ts";
import { chooseTheme, useTheme, type Theme } from "../../theme/theme.ts";
import { BlockedPeople } from "./BlockedPeople.tsx";
import { Devices } from "./Devices.tsx";
import { Notifications } from "./Notifications.tsx";
import { OwnProfile } from "./OwnProfile.tsx";
import { SignOut } from "./SignOut.tsx";
import styles from "./SettingsScreen.module.css";

const LANGUAGES: Record<Language, string> = { ko: "한국어", en: "English" };
const THEMES: Theme[] = ["system", "light", "dark"];

/** What somebody decides for this device. */
export function SettingsScreen() {
  const text = useText();
  const language = useLanguage();
  const theme = useTheme();
  return (
    <div className={styles.screen}>
      <h1>{text.settings.title}</h1>
      <section aria-labelledby="settings-account">
        <h2 id="settings-account">{text.settings.account}</h2>
        <OwnProfile />
      </section>
      <section aria-labelledby="settings-encryption">
        <h2 id="settings-encryption">{text.encryption.title}</h2>
        <EncryptionSection />
      </section>
      <Choice
        title={text.settings.language}
        name="language"
        chosen={language}
        options={Object.entries(LANGUAGES) as [Language, string][]}
        onChoose={chooseLanguage}
      />
      <Choice
        title={text.settings.theme}
        name="theme"
        chosen={theme}
        options={THEMES.map((option) => [option, text.settings.themes[option]])}
        onChoose={chooseTheme}
      />
      <section aria-labelledby="settings-notifications">
        <h2 id="settings-notifications">{text.settings.notifications}</h2>
        <Notifications />
      </section>
      <section aria-labelledby="settings-devices">
        <h2 id="settings-devices">{text.settings.devices}</h2>
        <Devices />
      </section>
      <section aria-labelledby="settings-blocked">
        <h2 id="settings-blocked">{text.settings.blocked}</h2>
        <BlockedPeople />
      </section>
      <SignOut />
      <a className={styles.licences} href="/licenses.txt" target="_blank" rel="noreferrer">
        {text.settings.licences}
      </a>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  title: string;
  name: string;
  chosen: T;
  options: [T, string][];
  onChoose: (option: T) => void;
}

function Choice<T extends string>({ title, name, chosen, options, onChoose }: ChoiceProps<T>) {
  return (
    <fieldset className={styles.choice}>
      <legend>{title}</legend>
      {options.map(([option, label]) => (
        <label key={option}>
          <input type="radio" name={name} checked={option === chosen} onChange={() => onChoose(option)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
