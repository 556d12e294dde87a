import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App.tsx";
import { ErrorBoundary } from "./app/ErrorBoundary.tsx";
import { startLanguage } from "./i18n/language.ts";
import { startOffline } from "./offline/installed.ts";
import { startSession } from "./session/session.ts";
import { startLook } from "./theme/look.ts";
import { startTheme } from "./theme/theme.ts";
import "./theme/tokens.css";
import "./theme/base.css";

startTheme();
startLook();
startLanguage();
startSession();
startOffline();

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no place for the app");
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App />
    </ErrorBoundary>
  </StrictMode>,
);

// A failure leaves the system's font in place, which is readable.
import("./theme/fonts.ts").catch((e: unknown) => console.warn("no font", e));
