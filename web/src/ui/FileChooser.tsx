import type { RefObject } from "react";

interface Props {
  /** Is given what opens it: `ref.current?.click()`, from a button that looks like the others. */
  ref: RefObject<HTMLInputElement | null>;
  accept?: string;
  multiple?: boolean;
  onChosen: (files: File[]) => void;
  testId: string;
}

/** The browser's own way to choose files. */
export function FileChooser({ ref, accept, multiple = false, onChosen, testId }: Props) {
  return (
    <input
      ref={ref}
      hidden
      type="file"
      accept={accept}
      multiple={multiple}
      data-testid={testId}
      onChange={(event) => {
        const files = [...(event.target.files ?? [])];
        // The same file can be chosen again.
        event.target.value = "";
        if (files.length > 0) onChosen(files);
      }}
    />
  );
}
