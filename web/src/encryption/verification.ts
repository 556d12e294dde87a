import { createStore } from "../live/store.ts";
import type { VerificationRequest } from "matrix-js-sdk/lib/crypto-api/verification.js";

/** The comparison that is under way, whoever has asked for it; one at a time. */
export const verification = createStore<VerificationRequest | undefined>(undefined);
