// Behaviours of the sign-in pages and of one's own account.
import "./code.js";
import "./passkey.js";
