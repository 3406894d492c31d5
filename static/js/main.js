// Entry of every page: starts the behaviours that all pages share. Each lives in its own module;
// what only one page needs is loaded by that page (js/board/, js/day/).
import "./csrf.js";
import "./dialog.js";
import "./failed_requests.js";
import "./keys.js";
import "./menu.js";
import "./offline.js";
import "./search.js";
import "./theme.js";
import "./toast.js";
