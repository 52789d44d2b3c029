/*
 * Harbour Parcel: incident calls to the people on call. The last scenario of the rule `oncall`.
 *
 * Started by StartScenarios, usually from the rescue block of a playbook. script_custom_data, at most 200 bytes, describes
 * the incident. The people to call are taken from the custom data if they fit, or else from the back office:
 *   {"id": "INC-7", "severity": 1, "summary": "Label printing is down", "people": ["+12025550123"], "language": "en"}
 *
 * The people are called in order, twice for severity 1, until one of them presses 1. A call rings for half a minute at
 * most. If nobody answers, the person declines (2), or no key is pressed, as with a voicemail, the next one is called.
 *
 * Commands: status, ack (with "who": handled elsewhere, stop calling), escalate (call the next person), terminate.
 */
const OnCall = (() => {
  const RING_MS = 30000;
  const PAUSE_MS = 2000;

  const log = SupportLog.child({ part: "oncall" });
  const state = { taken: null, calling: null, call: null, reached: [], missed: [] };
  let incident = null;

  async function askRota(team) {
    const rota = await SupportConfig.tell("/oncall/rota", { team: team || "platform" });
    return (rota && rota.people) || [];
  }

  async function readIncident(customData) {
    const given = JSON.parse(customData || "{}");
    if (!given.id || !given.summary) {
      throw new Error("an incident needs id and summary");
    }
    const numbers = (given.people || (await askRota(given.team))).map((phone) => NumberPlan.parse(phone, SupportConfig.mainNumberRegion));
    const callable = numbers.filter((number) => NumberPlan.route(number, true).allowed);
    if (callable.length < numbers.length) {
      log.error("some numbers cannot be called", { listed: numbers.length, callable: callable.length });
    }
    if (callable.length === 0) {
      throw new Error("nobody to call");
    }
    const severity = Number(given.severity) || 3;
    const rounds = severity === 1 ? callable.concat(callable) : callable;
    const language = SupportText.choose(given.language);
    return { id: given.id, summary: given.summary, severity, language, queue: rounds.slice() };
  }

  function callNext() {
    if (state.taken) {
      return;
    }
    const number = incident.queue.shift();
    if (!number) {
      finish("nobody took it");
      return;
    }
    state.calling = number.e164;
    const area = NumberPlan.route(number, true).area;
    const call = VoxEngine.callPSTN(number.e164, SupportConfig.callerIds[area]);
    state.call = call;
    let settled = false;
    const next = (why) => {
      if (settled) {
        return;
      }
      settled = true;
      clearTimeout(patience);
      state.missed.push({ phone: SupportLog.maskPhone(number.e164), why });
      log.info("not taken", { phone: number.e164, why });
      setTimeout(callNext, PAUSE_MS);
    };
    const patience = setTimeout(() => call.hangup(), RING_MS);
    call.addEventListener(CallEvents.Failed, (e) => next(e.code === 486 ? "busy" : "no answer"));
    call.addEventListener(CallEvents.Disconnected, () => next("hung up"));
    call.addEventListener(CallEvents.Connected, () => {
      clearTimeout(patience);
      state.reached.push(SupportLog.maskPhone(number.e164));
      const taken = () => {
        settled = true;
        take(call, number.e164);
      };
      present(call, taken, () => call.hangup());
    });
  }

  function present(call, taken, passed) {
    const values = { id: SupportText.spell(incident.id), severity: incident.severity, summary: incident.summary };
    const ask = () => {
      const question = { text: "incident", values, keys: "12*" };
      Keypad.ask(call, incident.language, question, 2, decide, passed);
    };
    const decide = (key) => {
      if (key === "*") {
        ask();
      } else if (key === "1") {
        taken();
      } else {
        SupportText.say(call, incident.language, "incident_passed", {}, passed);
      }
    };
    ask();
  }

  async function take(call, who) {
    state.taken = who;
    log.info("taken", { who });
    SupportText.say(call, incident.language, "incident_taken", {}, () => call.hangup());
    await finish("taken");
  }

  async function finish(result) {
    const body = { id: incident.id, result, who: state.taken, missed: state.missed };
    const headline = SupportText.written(incident.language, "incident", { id: incident.id, summary: incident.summary });
    await SupportConfig.tell("/oncall/results", Object.assign(body, { headline }));
    SupportCommands.terminate(result, 5000);
  }

  SupportCommands.on("status", () => ({
    rule: "oncall",
    incident: incident && incident.id,
    taken: Boolean(state.taken),
    calling: state.calling && SupportLog.maskPhone(state.calling),
    reached: state.reached,
    missed: state.missed,
    left: incident ? incident.queue.length : 0,
  }));
  SupportCommands.on("ack", (request) => {
    if (state.taken) {
      throw new Error("somebody has taken it already");
    }
    state.taken = request.who || "elsewhere";
    if (state.call) {
      state.call.hangup();
    }
    finish("taken elsewhere");
    return { taken: state.taken };
  });
  SupportCommands.on("escalate", () => {
    if (!state.call) {
      throw new Error("nobody is being called");
    }
    state.call.hangup();
    return { left: incident.queue.length };
  });

  async function start() {
    try {
      incident = await readIncident(VoxEngine.customData());
    } catch (problem) {
      log.error("incident refused", { problem: String(problem) });
      SupportCommands.terminate("bad incident");
      return;
    }
    callNext();
  }

  return { start };
})();

VoxEngine.addEventListener(AppEvents.Started, OnCall.start);
