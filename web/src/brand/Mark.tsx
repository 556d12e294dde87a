/** The mark: a beacon fire on a hilltop. The same drawing as public/icon.svg, without its ground. */
export function Mark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="4 4 40 40" aria-hidden="true" focusable="false">
      <path
        fill="var(--flame)"
        d="M24.6 5.500c1.2 4.6 7.4 7.3 7.4 13.300a8 8 0 0 1-16 .3c0-3 1.5-5 3.1-6.8.3 2 1.1 3.2 2.3 3.9-.3-4.3.7-8 3.2-10.7Z"
      />
      <path
        fill="var(--flame-core)"
        d="M24.3 15.5c.5 2 3.2 3.2 3.2 6a3.5 3.5 0 0 1-7 .1c0-1.5.8-2.4 1.6-3.2.2.9.6 1.4 1.1 1.7-.1-1.8.2-3.4 1.1-4.6Z"
      />
      <path fill="var(--stone)" d="M15.5 28h17l1.5 5H14z" />
      <path fill="var(--pine)" d="M4 43c4.5-1 7.5-8 11.5-8h17c4 0 7 7 11.5 8z" />
    </svg>
  );
}
