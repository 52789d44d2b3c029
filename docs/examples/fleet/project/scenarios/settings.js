// What differs between accounts. The tokens are replaced before the text is compared and sent.
const CALLER_ID = "__CALLER_ID__";
const GREETING = "__GREETING__";
