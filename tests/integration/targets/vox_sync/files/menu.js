// the menu, declared
const CALLER_ID = "__CALLER_ID__";
