/*
 * Harbour Parcel support line: logging.
 *
 * First in every rule. The scenarios of a rule run one after another in one global scope, so each file of this project
 * adds a single name to it (here: SupportLog) and keeps the rest to itself.
 *
 * A line is JSON, because the session log is read by people and by a collector. Phone numbers are shortened: the log is
 * kept for a month and is not the place for personal data.
 */
const SupportLog = (() => {
  const LEVELS = { debug: 10, info: 20, warning: 30, error: 40 };
  const PHONE = /\+?\d[\d\s().-]{6,}\d/g;
  const SECRET_KEYS = new Set(["pin", "token", "password", "accessURL", "accessSecureURL"]);

  let threshold = LEVELS.info;
  let sessionId = "not started";
  const startedAt = Date.now();

  /** "+1 202 555 0123" → "+1202•••0123": enough to find a call, too little to dial it. */
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

  /** Gives back a logger that adds the same details, such as the call's id, to every line. */
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
