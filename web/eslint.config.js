import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// The import rule of README.md: what stands above may use what stands below, never the other way round.
// A part that is missing here may be imported by all (i18n, theme, ui, …).
const order = [
  "app",
  "screens",
  "notifications",
  "search",
  "drawer",
  "conversation",
  "details",
  "profile",
  "contacts",
  "encryption",
  "friends",
  "links",
  "people",
  "media",
  "session",
  "receipts",
];
const above = (part) => order.slice(0, order.indexOf(part));
const mayNotImport = {
  notifications: above("notifications"),
  search: above("search"),
  drawer: above("drawer"),
  conversation: above("conversation"),
  details: above("details"),
  profile: above("profile"),
  contacts: above("contacts"),
  friends: above("friends"),
  links: above("links"),
  encryption: above("encryption"),
  people: above("people"),
  media: above("media"),
  session: above("session"),
  receipts: above("receipts"),
  outbox: [...order, "ui", "i18n"],
  sites: [...order, "outbox", "ui", "i18n"],
  offline: [...order, "outbox", "sites", "ui"],
  ui: order,
  i18n: [...order, "ui"],
  live: [...order, "ui", "i18n"],
};

// The SDK's goes past siteFetch, and so to a site that may be dead.
const upload = { property: "uploadContent", message: "use media/upload.ts" };
// What the SDK sends by itself is lost if the app ends before a site has it.
const sending = [
  "sendEvent",
  "sendMessage",
  "sendTextMessage",
  "sendNotice",
  "sendEmoteMessage",
  "sendHtmlMessage",
  "sendHtmlNotice",
  "sendHtmlEmote",
  "sendImageMessage",
  "sendStickerMessage",
  "sendCompleteEvent",
  "redactEvent",
  "resendEvent",
  "cancelPendingEvent",
].map((property) => ({ property, message: "use outbox/outbox.ts" }));

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
      "no-restricted-properties": ["error", upload, ...sending],
    },
  },
  ...Object.entries(mayNotImport).map(([part, others]) => ({
    files: [`src/${part}/**`],
    rules: {
      "no-restricted-imports": ["error", { patterns: others.map((other) => `**/${other}/**`) }],
    },
  })),
  { files: ["src/outbox/**"], rules: { "no-restricted-properties": ["error", upload] } },
  // Playwright's fixtures are given a function that is called "use".
  { files: ["e2e/**", "screenshots/**", "bench/**", "sites/**"], rules: { "react-hooks/rules-of-hooks": "off" } },
  { files: ["**/*.js"], ...tseslint.configs.disableTypeChecked },
);
