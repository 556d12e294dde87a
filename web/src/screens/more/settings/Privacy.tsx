import { EncryptionSection } from "../../../encryption/EncryptionSection.tsx";
import { useText } from "../../../i18n/language.ts";
import { BlockedPeople } from "./BlockedPeople.tsx";
import { Part } from "./Part.tsx";

/** Who reaches one, and who can read what one says. */
export function Privacy() {
  const text = useText();
  return (
    <>
      <Part title={text.settings.blocked}>
        <BlockedPeople />
      </Part>
      <Part title={text.encryption.title}>
        <EncryptionSection />
      </Part>
    </>
  );
}
