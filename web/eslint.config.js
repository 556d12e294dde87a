import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// The import rule of README.md: what stands above may use what stands below, never the other way round.
// A part that is missing here may be imported by all (i18n, theme, ui, …).
const mayNotImport = {
  conversation: ["app", "screens", "search"],
  search: ["app", "screens"],
  details: ["app", "screens", "search", "conversation"],
  people: ["app", "screens", "search", "conversation", "details"],
  media: ["app", "screens", "search", "conversation", "details", "people"],
  session: ["app", "screens", "search", "conversation", "details", "people", "media"],
  receipts: ["app", "screens", "search", "conversation", "details", "people", "media", "session"],
  outbox: [
    "app",
    "screens",
    "search",
    "conversation",
    "details",
    "people",
    "media",
    "session",
    "receipts",
    "ui",
    "i18n",
  ],
  sites: [
    "app",
    "screens",
    "search",
    "conversation",
    "details",
    "people",
    "media",
    "session",
    "receipts",
    "outbox",
    "ui",
    "i18n",
  ],
  offline: [
    "app",
    "screens",
    "search",
    "conversation",
    "details",
    "people",
    "media",
    "session",
    "receipts",
    "outbox",
    "sites",
    "ui",
  ],
  ui: ["app", "screens", "search", "conversation", "details", "people", "media", "session", "receipts"],
  i18n: ["app", "screens", "search", "conversation", "details", "people", "media", "session", "receipts", "ui"],
  live: ["app", "screens", "search", "conversation", "details", "people", "media", "session", "receipts", "ui", "i18n"],
};

export default tseslint.config(
  { ignores: ["target", "node_modules"] },
  ...tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  hooks.configs.flat.recommended,
  {
    rules: {
      // Numbers in sentences are no mistake.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // The SDK names its events and states by string enums, and takes strings of servers for them.
      "@typescript-eslint/no-unsafe-enum-comparison": "off",
      // Made for React's compiler, which is not used here.
      "react-hooks/preserve-manual-memoization": "off",
      "max-lines": ["error", 500],
    },
  },
  ...Object.entries(mayNotImport).map(([part, others]) => ({
    files: [`src/${part}/**`],
    rules: {
      "no-restricted-imports": ["error", { patterns: others.map((other) => `**/${other}/**`) }],
    },
  })),
  // Playwright's fixtures are given a function that is called "use".
  { files: ["e2e/**", "screenshots/**"], rules: { "react-hooks/rules-of-hooks": "off" } },
  { files: ["**/*.js"], ...tseslint.configs.disableTypeChecked },
);
