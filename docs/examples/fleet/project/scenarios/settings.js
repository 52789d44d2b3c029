// Values that differ between accounts. The tokens are replaced before the script is compared and uploaded.
const CALLER_ID = "__CALLER_ID__";
const GREETING = "__GREETING__";
