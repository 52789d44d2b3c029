/** What every call of the support line needs. */
const GREETING = "__GREETING__";

function log(text) {
    Logger.write(`[support] ${text}`);
}
