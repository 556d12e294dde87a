import { setEnterSends, useEnterSends } from "../../../conversation/setting.ts";
import { joinsGroupsOfFriends, setJoinsGroupsOfFriends, useFriendSettings } from "../../../friends/settings.ts";
import { useText } from "../../../i18n/language.ts";
import { useAttempt } from "../../../session/useAttempt.ts";
import { useConnection } from "../../../session/useConnection.ts";
import { Problem } from "../../../ui/Field.tsx";
import { Switch, Switches } from "../../../ui/Switch.tsx";

/** How one writes, and how one comes into groups. */
export function Chats() {
  const text = useText();
  const { client } = useConnection();
  const enterSends = useEnterSends();
  const { sentence, attempt } = useAttempt();
  useFriendSettings(client);
  const turn = (on: boolean) => {
    const done = setJoinsGroupsOfFriends(client, on);
    attempt(done);
    return done;
  };
  return (
    <>
      <Switches>
        <Switch
          on={joinsGroupsOfFriends(client)}
          onChange={turn}
          name={text.settings.joinGroups}
          hint={text.settings.joinGroupsHint}
        />
        <Switch
          on={enterSends}
          onChange={(on) => {
            setEnterSends(on);
            return Promise.resolve();
          }}
          name={text.settings.enterSends}
          hint={text.settings.enterSendsHint}
        />
      </Switches>
      {sentence !== "" && <Problem>{sentence}</Problem>}
    </>
  );
}
