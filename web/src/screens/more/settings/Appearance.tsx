import { chooseLanguage, useLanguage, useText, type Language } from "../../../i18n/language.ts";
import { changeLook, TEXT_SIZES, useLook, WALLPAPERS } from "../../../theme/look.ts";
import { chooseTheme, useTheme, type Theme } from "../../../theme/theme.ts";
import { Choice } from "./Choice.tsx";
import styles from "./settings.module.css";

const LANGUAGES: readonly (readonly [Language, string])[] = [
  ["ko", "한국어"],
  ["en", "English"],
];
const THEMES: Theme[] = ["system", "light", "dark"];

/** What the app looks like on this device. */
export function Appearance() {
  const text = useText();
  const { textSize, wallpaper } = useLook();
  return (
    <>
      <div className={styles.sample} aria-hidden="true">
        <p>{text.settings.sample}</p>
      </div>
      <Choice
        title={text.settings.textSize}
        name="text-size"
        chosen={textSize}
        options={TEXT_SIZES.map((size) => [size, text.settings.textSizes[size]] as const)}
        onChoose={(chosen) => changeLook({ textSize: chosen })}
      />
      <Choice
        title={text.settings.wallpaper}
        name="wallpaper"
        chosen={wallpaper}
        options={WALLPAPERS.map((one) => [one, text.settings.wallpapers[one]] as const)}
        onChoose={(chosen) => changeLook({ wallpaper: chosen })}
      />
      <Choice
        title={text.settings.theme}
        name="theme"
        chosen={useTheme()}
        options={THEMES.map((option) => [option, text.settings.themes[option]] as const)}
        onChoose={chooseTheme}
      />
      <Choice
        title={text.settings.language}
        name="language"
        chosen={useLanguage()}
        options={LANGUAGES}
        onChoose={chooseLanguage}
      />
    </>
  );
}
