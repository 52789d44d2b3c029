/*
 * Harbour Parcel support line: commands to a running session.
 *
 * The access URL of a session is returned when the session is started. HTTP requests to it trigger AppEvents.HttpRequest.
 * A command is a single word ("terminate") or JSON ({"command": "say", "text": "..."}). The response is always JSON.
 *
 * The platform has no API method that ends a session. Use the command "terminate" instead.
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

  /** Registers handler(request), which returns the fields of the response. Exceptions are returned as errors. */
  function on(command, handler) {
    handlers.set(command, handler);
  }

  /** Registers work(reason), which runs before the session ends, for example to say goodbye. */
  function beforeTerminate(work) {
    endings.push(work);
  }

  /** Ends the session. The delay leaves time for the HTTP response and a last sentence. */
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
