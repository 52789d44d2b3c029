/*
 * Harbour Parcel support line: logging.
 *
 * This is the first scenario of every rule. The scenarios of a rule run one after the other in the same global scope, so
 * each file of this project only adds a single name to it (here: SupportLog).
 *
 * Log lines are JSON, because the session log is read by people and by a log collector. Phone numbers are masked, because
 * the log is kept for a month and must not contain personal data.
 */
const SupportLog = (() => {
  const LEVELS = { debug: 10, info: 20, warning: 30, error: 40 };
  const PHONE = /\+?\d[\d\s().-]{6,}\d/g;
  const SECRET_KEYS = new Set(["pin", "token", "password", "accessURL", "accessSecureURL"]);

  let threshold = LEVELS.info;
  let sessionId = "not started";
  const startedAt = Date.now();

  /** "+1 202 555 0123" → "+1202•••0123": enough to identify a call, but not to dial the number. */
  function maskPhone(text) {
    const digits = text.replace(/[^\d+]/g, "");
    return digits.length < 8 ? "•••" : `${digits.slice(0, 5)}•••${digits.slice(-4)}`;
  }

  function clean(key, value) {
    if (SECRET_KEYS.has(key)) {
      return value ? "(set)" : "(empty)";
    }
    return typeof value === "string" ? value.replace(PHONE, maskPhone) : value;
  }

  function write(level, event, details) {
    if (LEVELS[level] < threshold) {
      return;
    }
    const line = { at: Date.now() - startedAt, level, session: sessionId, event };
    Logger.write(JSON.stringify(Object.assign(line, details), clean));
  }

  /** Returns a logger that adds the same details to every line, for example the ID of the call. */
  function child(context) {
    const bound = {};
    Object.keys(LEVELS).forEach((level) => {
      bound[level] = (event, details) => write(level, event, Object.assign({}, context, details));
    });
    return bound;
  }

  VoxEngine.addEventListener(AppEvents.Started, (e) => {
    sessionId = e.sessionId;
    write("info", "session started", { customData: VoxEngine.customData() });
  });
  VoxEngine.addEventListener(AppEvents.Terminating, () => {
    write("info", "session ends", { seconds: Math.round((Date.now() - startedAt) / 1000) });
  });

  return Object.assign(child({}), {
    child,
    maskPhone,
    verbose: () => {
      threshold = LEVELS.debug;
    },
  });
})();
