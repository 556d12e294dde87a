/**
 * How a person's id is shown to people: `@minji`. Its server is named only if it is another one, because without it the
 * id would be somebody else's.
 */
export function handleOf(userId: string, ownUserId: string): string {
  const [name = userId, server] = split(userId);
  return server === split(ownUserId)[1] ? name : userId;
}

function split(userId: string): [string, string] | [] {
  const colon = userId.indexOf(":");
  return colon < 0 ? [] : [userId.slice(0, colon), userId.slice(colon + 1)];
}
