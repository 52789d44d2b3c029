/*
 * Harbour Parcel support line: commands to a running session.
 *
 * Whoever started a session got its access URL and may send HTTP requests to it; each arrives as AppEvents.HttpRequest.
 * A command is a bare word ("terminate") or JSON ({"command": "say", "text": "..."}). The answer is always JSON.
 *
 * The platform has no method that ends a session from outside: "terminate" is how ours are ended.
 */
const SupportCommands = (() => {
  const log = SupportLog.child({ part: "commands" });
  const handlers = new Map();
  const endings = [];

  function parse(content) {
    const text = (content || "").trim();
    if (text === "") {
      return { command: "status" };
    }
    try {
      const value = JSON.parse(text);
      return value !== null && typeof value === "object" ? value : { command: String(value) };
    } catch (problem) {
      return { command: text };
    }
  }

  function run(request) {
    const handler = handlers.get(request.command);
    if (!handler) {
      return { ok: false, error: `unknown command ${request.command}`, known: Array.from(handlers.keys()).sort() };
    }
    try {
      return Object.assign({ ok: true }, handler(request));
    } catch (problem) {
      log.error("command failed", { command: request.command, problem: String(problem) });
      return { ok: false, error: String(problem) };
    }
  }

  /** handler(request) → fields of the answer; what it throws becomes the answer's error. */
  function on(command, handler) {
    handlers.set(command, handler);
  }

  /** Work to do before the session goes, such as saying goodbye; given the reason. */
  function beforeTerminate(work) {
    endings.push(work);
  }

  /** Ends the session. The delay lets the HTTP answer and a last sentence leave first. */
  function terminate(reason, delayMs) {
    log.info("terminating", { reason });
    endings.splice(0).forEach((work) => work(reason));
    setTimeout(() => VoxEngine.terminate(), delayMs || 0);
  }

  on("ping", () => ({ pong: new Date().toISOString() }));
  on("verbose", () => {
    SupportLog.verbose();
    return {};
  });
  on("terminate", (request) => {
    terminate(request.reason || "command", 1500);
    return { terminating: true };
  });

  VoxEngine.addEventListener(AppEvents.HttpRequest, (e) => {
    const request = parse(e.content);
    log.info("command", { method: e.method, command: request.command });
    return JSON.stringify(run(request));
  });

  return { on, beforeTerminate, terminate };
})();
