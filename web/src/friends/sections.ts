import { headingOf, isFoundBy } from "../people/hangul.ts";
import type { Friend } from "./useFriends.ts";

/** Friends that stand together under a heading: a consonant, a letter, or # for what begins otherwise. */
export interface Section {
  heading: string;
  friends: Friend[];
}

/** The sections of a list that is in the order of names; what begins with neither consonant nor letter comes last. */
export function sectionsOf(friends: readonly Friend[]): Section[] {
  const sections = new Map<string, Friend[]>();
  for (const friend of friends) {
    const heading = headingOf(friend.name);
    sections.set(heading, [...(sections.get(heading) ?? []), friend]);
  }
  const others = sections.get("#");
  sections.delete("#");
  if (others) sections.set("#", others);
  return [...sections].map(([heading, together]) => ({ heading, friends: together }));
}

/** Friends whose name or id has what somebody types. */
export function foundBy(friends: readonly Friend[], typed: string): Friend[] {
  return friends.filter(({ name, id }) => isFoundBy(name, typed) || (/^\S{2,}$/.test(typed) && isFoundBy(id, typed)));
}
