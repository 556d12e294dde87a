import { Avatar } from "../../people/Avatar.tsx";
import { personPath } from "../../links/links.ts";
import { Link } from "../../ui/Link.tsx";
import styles from "./FriendRow.module.css";

interface Props {
  person: { id: string; name: string; picture: string | undefined };
  /** What stands below the name. */
  below?: string | undefined;
  isOpen: boolean;
  sidePixels?: number;
}

/** Somebody in a list of people, leading to their page. */
export function FriendRow({ person, below, isOpen, sidePixels = 42 }: Props) {
  const { id, name, picture } = person;
  return (
    <Link className={`${styles.row} ${isOpen ? styles.open : ""}`} to={personPath(id)} aria-current={isOpen}>
      <Avatar id={id} name={name} picture={picture} sidePixels={sidePixels} />
      <span className={styles.words}>
        <bdi className={styles.name}>{name}</bdi>
        {below !== undefined && <small>{below}</small>}
      </span>
    </Link>
  );
}
