import { useText } from "../../../i18n/language.ts";
import { handleOf } from "../../../people/handle.ts";
import { NameAndPhoto } from "../../../people/NameAndPhoto.tsx";
import { useProfile } from "../../../people/useProfile.ts";
import { useConnection } from "../../../session/useConnection.ts";
import styles from "./settings.module.css";

/** As many as somebody who signs up may give themselves. */
const NAME_CHARS_MAX = 60;

/** One's own name and photo, to be changed. */
export function OwnProfile() {
  const text = useText();
  const { client, userId } = useConnection();
  const { name, picture } = useProfile(userId);
  return (
    <div className={styles.account}>
      <NameAndPhoto
        id={userId}
        name={name}
        picture={picture}
        rename={{
          label: text.settings.ownName,
          charsMax: NAME_CHARS_MAX,
          given: name === userId ? "" : name,
          mayBeEmpty: false,
          to: (given) => client.setDisplayName(given),
        }}
        // The server takes an empty address for none.
        onPhoto={(mxc) => client.setAvatarUrl(mxc ?? "")}
      />
      <p>{handleOf(userId, userId)}</p>
      <p>{text.settings.photoHint}</p>
    </div>
  );
}
