// the menu
const CALLER_ID = "__CALLER_ID__";
