import type { Text } from "../i18n/language.ts";

/** What somebody may do in a chat, as three steps of Matrix's power levels. */
export type Role = "owner" | "moderator" | "member";

export const LEVELS: Record<Role, number> = { owner: 100, moderator: 50, member: 0 };

export function roleOf(powerLevel: number): Role {
  if (powerLevel >= LEVELS.owner) return "owner";
  return powerLevel >= LEVELS.moderator ? "moderator" : "member";
}

export function roleName(text: Text, role: Role): string {
  return text.details[role];
}

/** The roles that somebody may give to somebody else: none above one's own, and none to one's equals. */
export function rolesToGive(own: number, others: number, needed: number): Role[] {
  if (own < needed || others >= own) return [];
  return (Object.keys(LEVELS) as Role[]).filter((role) => LEVELS[role] <= own);
}
