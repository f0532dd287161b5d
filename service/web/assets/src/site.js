// Small improvements of pages that already work without them.

import { focusErrorSummary } from "./js/errors.js";
import { sendOnce } from "./js/submit.js";
import { showChosenFiles } from "./js/files.js";
import { countCharacters } from "./js/count.js";
import { askReasonWhenNeeded } from "./js/reason.js";
import { warnOfUnsavedInput } from "./js/unsaved.js";
import { closeMenus, offerPrinting } from "./js/page.js";

focusErrorSummary();
sendOnce();
showChosenFiles();
countCharacters();
askReasonWhenNeeded();
warnOfUnsavedInput();
offerPrinting();
closeMenus();
