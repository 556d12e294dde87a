import { chooseLanguage, useLanguage, useText, type Language } from "../../../i18n/language.ts";
import { chooseTheme, useTheme, type Theme } from "../../../theme/theme.ts";
import { Choice } from "./Choice.tsx";

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ["ko", "한국어"],
  ["en", "English"],
];
const THEMES: Theme[] = ["system", "light", "dark"];

/** What the app looks like on this device. */
export function Appearance() {
  const text = useText();
  return (
    <>
      <Choice
        title={text.settings.language}
        name="language"
        chosen={useLanguage()}
        options={LANGUAGES}
        onChoose={chooseLanguage}
      />
      <Choice
        title={text.settings.theme}
        name="theme"
        chosen={useTheme()}
        options={THEMES.map((option) => [option, text.settings.themes[option]] as const)}
        onChoose={chooseTheme}
      />
    </>
  );
}
