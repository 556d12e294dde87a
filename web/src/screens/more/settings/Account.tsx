import { useText } from "../../../i18n/language.ts";
import { DeleteAccount } from "./DeleteAccount.tsx";
import { Devices } from "./Devices.tsx";
import { OwnProfile } from "./OwnProfile.tsx";
import { Part } from "./Part.tsx";
import { Password } from "./Password.tsx";
import { SignOut } from "./SignOut.tsx";

/** One's name and photo, one's password, where one is signed in, and the ways out. */
export function Account() {
  const text = useText();
  return (
    <>
      <Part title={text.settings.profile}>
        <OwnProfile />
      </Part>
      <Part title={text.signIn.password}>
        <Password />
      </Part>
      <Part title={text.settings.devices}>
        <Devices />
      </Part>
      <SignOut />
      <DeleteAccount />
    </>
  );
}
