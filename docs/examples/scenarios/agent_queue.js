/*
 * Harbour Parcel support line: agent queue.
 *
 * The platform's ACD selects an available agent. This scenario keeps the caller informed, offers a callback, and connects
 * the two calls.
 */
require(Modules.ACD);

const AgentQueue = (() => {
  const HOLD_MUSIC = "https://cdn.voximplant.com/toto.mp3";
  const ANNOUNCE_EVERY_MS = 45000;
  const PRIORITY = { customs: 20, normal: 50 };

  function priorityOf(context) {
    return context.topic === "customs" ? PRIORITY.customs : PRIORITY.normal;
  }

  function join(call, agentCall, context) {
    call.stopPlayback();
    VoxEngine.sendMediaBetween(call, agentCall);
    agentCall.sendMessage(describe(context));
    agentCall.addEventListener(CallEvents.Disconnected, () => call.hangup());
    call.addEventListener(CallEvents.Disconnected, () => agentCall.hangup());
  }

  /** Returns the text that the agent's softphone shows for the call. */
  function describe(context) {
    const agentLanguage = context.desk === "levant" ? "he" : "en";
    const region = context.number && context.number.region;
    return SupportText.written(agentLanguage, "caller", {
      phone: context.number ? NumberPlan.display(context.number.e164) : "—",
      region: region ? `${NumberPlan.flag(region.iso)} ${region.name}` : "?",
      language: SupportText.own(context.language),
    });
  }

  /**
   * Adds the call to the queue of its desk.
   * Calls outcome once with "agent", "callback" (the caller pressed 4), "gone" (the caller hung up), "offline", "full", or "error".
   */
  function wait(call, context, outcome) {
    const log = SupportLog.child({ part: "queue", call: call.id(), desk: context.desk });
    const since = Date.now();
    let over = false;
    let announcing = null;

    const request = VoxEngine.enqueueACDRequest(SupportHours.DESKS[context.desk].queue, call.callerid(), {
      priority: priorityOf(context),
      headers: { [SupportConfig.agentHeader]: context.topic, "VI-CallTimeout": String(SupportConfig.ringSeconds) },
      video: false,
      customData: JSON.stringify({ topic: context.topic, language: context.language }),
    });

    function finish(result) {
      if (over) {
        return;
      }
      over = true;
      clearInterval(announcing);
      call.removeEventListener(CallEvents.ToneReceived, onTone);
      call.removeEventListener(CallEvents.Disconnected, onGone);
      log.info("left the queue", { result, waited: Math.round((Date.now() - since) / 1000) });
      outcome(result);
    }

    function music() {
      if (!over) {
        call.startPlayback(HOLD_MUSIC, { loop: true, progressivePlayback: true });
      }
    }

    function onTone(e) {
      if (e.tone === "4") {
        request.cancel();
        finish("callback");
      }
    }

    function onGone() {
      request.cancel();
      finish("gone");
    }

    function announce(e) {
      if (over) {
        return;
      }
      const minutes = Math.max(1, Math.round(e.ewt));
      SupportText.say(call, context.language, "queue_position", { count: e.position }, () => {
        SupportText.say(call, context.language, "queue_wait", { count: minutes }, () => {
          SupportText.say(call, context.language, "queue_offer", {}, music);
        });
      });
    }

    request.addEventListener(ACDEvents.Queued, () => {
      request.getStatus();
      announcing = setInterval(() => request.getStatus(), ANNOUNCE_EVERY_MS);
    });
    request.addEventListener(ACDEvents.Waiting, announce);
    request.addEventListener(ACDEvents.OperatorReached, (e) => {
      finish("agent");
      join(call, e.operatorCall, context);
    });
    request.addEventListener(ACDEvents.OperatorFailed, (e) => log.info("agent declined", { code: e.statusCode }));
    request.addEventListener(ACDEvents.Offline, () => finish("offline"));
    request.addEventListener(ACDEvents.QueueFull, () => finish("full"));
    request.addEventListener(ACDEvents.Error, (e) => {
      log.error("queue failed", { problem: e.error });
      finish("error");
    });
    call.addEventListener(CallEvents.ToneReceived, onTone);
    call.addEventListener(CallEvents.Disconnected, onGone);
    music();
  }

  return { wait };
})();
