/*
 * Harbour Parcel support line: callback to a client. The last scenario of the rule `callback`.
 *
 * Started by StartScenarios with script_custom_data of at most 200 bytes:
 *   {"client": "+12025550123", "agents": ["anna", "bob"], "language": "en", "order": "HP-20480"}
 *
 * The agent is called first, so that clients never have to wait. Agents accept by pressing 1, which a voicemail cannot do.
 * If an agent does not, the next one is called. Once an agent has accepted, the client is called, with up to two more
 * attempts if the line is busy.
 *
 * Commands: status, next (skip this agent), redial (call the client again), terminate.
 */
const Callback = (() => {
  const CLIENT_TRIES = 3;
  const RETRY_AFTER_MS = 20000;
  const SIP_BUSY = [486, 600];

  const log = SupportLog.child({ part: "callback" });
  const state = { step: "waiting", agent: null, clientTries: 0, agentCall: null, clientCall: null };
  let order = null;
  let redialTimer = null;

  function readOrder(customData) {
    const wanted = JSON.parse(customData || "{}");
    const client = NumberPlan.parse(wanted.client, SupportConfig.mainNumberRegion);
    const route = NumberPlan.route(client, Boolean(wanted.supervised));
    if (!route.allowed) {
      throw new Error(`cannot call the client: ${route.reason}`);
    }
    const agents = [].concat(wanted.agents || wanted.agent || []);
    if (agents.length === 0) {
      throw new Error("no agent was named");
    }
    const language = SupportText.choose(wanted.language || NumberPlan.languageOf(client.region, SupportText.codes, "en"));
    return { client, route, agents, language, reference: wanted.order || null };
  }

  function callNextAgent() {
    const username = order.agents.shift();
    if (!username) {
      nobodyFree();
      return;
    }
    Object.assign(state, { step: "calling agent", agent: username });
    log.info("calling agent", { username });
    const call = VoxEngine.callUser({
      username,
      callerid: order.client.e164,
      displayName: `Callback ${NumberPlan.display(order.client.e164)}`,
      extraHeaders: { [SupportConfig.agentHeader]: order.reference || "" },
    });
    state.agentCall = call;
    const patience = setTimeout(() => call.hangup(), SupportConfig.ringSeconds * 1000);
    call.addEventListener(CallEvents.Failed, (e) => {
      clearTimeout(patience);
      log.info("agent not reached", { username, code: e.code });
      callNextAgent();
    });
    call.addEventListener(CallEvents.Connected, () => {
      clearTimeout(patience);
      offerTo(call);
    });
  }

  function offerTo(call) {
    state.step = "asking agent";
    const left = () => callNextAgent();
    const pass = () => {
      call.removeEventListener(CallEvents.Disconnected, left);
      call.hangup();
      callNextAgent();
    };
    call.addEventListener(CallEvents.Disconnected, left);
    const values = { client: SupportText.spell(order.client.e164) };
    Keypad.ask(
      call,
      order.language,
      { text: "callback_agent", values, keys: "12" },
      2,
      (key) => {
        if (key === "2") {
          pass();
          return;
        }
        call.removeEventListener(CallEvents.Disconnected, left);
        call.addEventListener(CallEvents.Disconnected, () => SupportCommands.terminate("agent left"));
        callClient();
      },
      pass,
    );
  }

  function callClient() {
    state.step = "calling client";
    state.clientTries += 1;
    const callerId = SupportConfig.callerIds[order.route.area];
    log.info("calling client", { client: order.client.e164, attempt: state.clientTries, tariff: order.route.tariff });
    const call = VoxEngine.callPSTN(order.client.e164, callerId);
    state.clientCall = call;
    state.agentCall.playProgressTone("US");
    call.addEventListener(CallEvents.Failed, (e) => clientNotReached(e.code));
    call.addEventListener(CallEvents.Connected, () => {
      state.step = "greeting client";
      SupportText.say(call, order.language, "callback_greeting", {}, () => connect(call));
    });
  }

  function connect(call) {
    state.step = "talking";
    VoxEngine.sendMediaBetween(state.agentCall, call);
    const limit = setTimeout(() => SupportCommands.terminate("tariff limit"), order.route.maxSeconds * 1000);
    call.addEventListener(CallEvents.Disconnected, (e) => {
      clearTimeout(limit);
      report("done", { seconds: e.duration });
      SupportText.say(state.agentCall, order.language, "call_ended", {}, () => SupportCommands.terminate("client left"));
    });
  }

  function clientNotReached(code) {
    log.info("client not reached", { code, attempt: state.clientTries });
    if (SIP_BUSY.includes(code) && state.clientTries < CLIENT_TRIES) {
      state.step = "waiting to redial";
      redialTimer = setTimeout(callClient, RETRY_AFTER_MS);
      return;
    }
    report("client not reached", { code });
    SupportCommands.terminate("client not reached", 500);
  }

  function nobodyFree() {
    state.step = "no agent";
    report("no agent", {});
    SupportCommands.terminate("no agent", 500);
  }

  function report(result, details) {
    const body = { result, order: order && order.reference, agent: state.agent, tries: state.clientTries };
    const key = VoxEngine.getSecretValue("BACK_OFFICE_KEY");
    if (!key) {
      log.warning("the application has no secret BACK_OFFICE_KEY");
    }
    const headers = key ? { Authorization: `Bearer ${key}` } : {};
    return SupportConfig.tell("/callbacks/results", Object.assign(body, details), headers);
  }

  SupportCommands.on("status", () => ({
    rule: "callback",
    step: state.step,
    agent: state.agent,
    clientTries: state.clientTries,
    client: order && SupportLog.maskPhone(order.client.e164),
  }));
  SupportCommands.on("next", () => {
    if (state.step !== "calling agent") {
      throw new Error(`no agent is being called (${state.step})`);
    }
    state.agentCall.hangup();
    return { skipped: state.agent };
  });
  SupportCommands.on("redial", () => {
    if (state.step !== "waiting to redial") {
      throw new Error(`nothing to redial (${state.step})`);
    }
    clearTimeout(redialTimer);
    callClient();
    return { attempt: state.clientTries };
  });
  SupportCommands.beforeTerminate((reason) => log.info("callback over", { reason, step: state.step }));

  function start() {
    try {
      order = readOrder(VoxEngine.customData());
    } catch (problem) {
      log.error("callback refused", { problem: String(problem) });
      SupportCommands.terminate("bad order");
      return;
    }
    callNextAgent();
  }

  return { start };
})();

VoxEngine.addEventListener(AppEvents.Started, Callback.start);
