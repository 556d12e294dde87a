import { useText } from "../../../i18n/language.ts";
import { Devices } from "./Devices.tsx";
import { OwnProfile } from "./OwnProfile.tsx";
import { Part } from "./Part.tsx";
import { SignOut } from "./SignOut.tsx";

/** One's name and photo, and where one is signed in. */
export function Account() {
  const text = useText();
  return (
    <>
      <Part title={text.settings.profile}>
        <OwnProfile />
      </Part>
      <Part title={text.settings.devices}>
        <Devices />
      </Part>
      <SignOut />
    </>
  );
}
