import { attachmentIn } from "../../media/attachment.ts";
import { FileCard } from "../../media/FileCard.tsx";
import type { Card } from "./card.ts";

/** A file; nothing where there is none that could be fetched. */
export function fileCard(content: Record<string, unknown>): Card | undefined {
  const file = attachmentIn(content);
  return (
    file && {
      line: (text) => text.conversation.file,
      show: () => <FileCard file={file} />,
      mayForward: true,
    }
  );
}
