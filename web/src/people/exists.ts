import type { MatrixClient } from "matrix-js-sdk/lib/client.js";

/** Whether there is somebody with each of these ids. */
export async function exists(client: MatrixClient, userIds: readonly string[]): Promise<boolean> {
  for (const userId of userIds) {
    try {
      await client.getProfileInfo(userId);
    } catch (e) {
      if ((e as { errcode?: string }).errcode === "M_NOT_FOUND") return false;
      throw e;
    }
  }
  return true;
}
