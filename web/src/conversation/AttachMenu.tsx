import { useText } from "../i18n/language.ts";
import type { IconName } from "../ui/Icon.tsx";
import { Menu, MenuItem, type Point } from "../ui/Menu.tsx";

interface Props {
  at: Point | undefined;
  onClose: () => void;
  onFiles: () => void;
  onPoll: () => void;
}

/** What can be sent besides words. */
export function AttachMenu({ at, onClose, onFiles, onPoll }: Props) {
  const text = useText();
  const items: [IconName, string, () => void][] = [
    ["photo", text.files.choose, onFiles],
    ["poll", text.poll.make, onPoll],
  ];
  return (
    <Menu title={text.files.attach} at={at} onClose={onClose}>
      {items.map(([icon, name, act]) => (
        <MenuItem
          key={icon}
          icon={icon}
          name={name}
          onClick={() => {
            onClose();
            act();
          }}
        />
      ))}
    </Menu>
  );
}
