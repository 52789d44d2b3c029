/*
 * Harbour Parcel support line: main menu. The last scenario of the rule `inbound`.
 *
 *   1 track a parcel   2 agent   3 customs   4 callback   5 message   9 language   * again
 *
 * Callers are greeted in the first supported language of the region that they are calling from. Every path through the
 * menu leads to an agent, a callback request, a voicemail message, or the end of the call.
 */
const Ivr = (() => {
  const ATTEMPTS = 3;
  const TRACKING_DIGITS = 10;

  function begin(call, callerid) {
    const number = NumberPlan.parse(callerid, SupportConfig.mainNumberRegion);
    const region = number.ok ? number.region : null;
    const context = {
      number: number.ok ? number : null,
      language: NumberPlan.languageOf(region, SupportText.codes, SupportText.DEFAULT),
      desk: SupportHours.deskFor(region),
      topic: "general",
      log: SupportLog.child({ part: "ivr", call: call.id() }),
    };
    context.log.info("answered", { from: callerid, region: region && region.iso, language: context.language });
    SupportText.say(call, context.language, "welcome", {}, () => menu(call, context));
  }

  const CHOICES = {
    1: askTracking,
    2: (call, context) => toAgent(call, context, "general"),
    3: (call, context) => toAgent(call, Object.assign(context, { desk: "customs" }), "customs"),
    4: noteCallback,
    5: leaveMessage,
    9: chooseLanguage,
    "*": menu,
  };

  function menu(call, context) {
    const question = { text: "menu", keys: Object.keys(CHOICES).join("") };
    Keypad.ask(
      call,
      context.language,
      question,
      ATTEMPTS,
      (key) => {
        context.log.info("chose", { key });
        CHOICES[key](call, context);
      },
      // Callers who do not press any key may not have a keypad, so connect them to an agent.
      () => toAgent(call, context, "general"),
    );
  }

  function chooseLanguage(call, context) {
    const keys = SupportText.codes.map((code, position) => String(position + 1));
    const choose = (key) => {
      context.language = SupportText.codes[Number(key) - 1];
      menu(call, context);
    };
    offerLanguages(call, SupportText.codes.slice(), keys.join(""), choose, () => menu(call, context));
  }

  /** Offers each language in its own voice until a key is pressed. */
  function offerLanguages(call, left, keys, chosen, gaveUp) {
    if (left.length === 0) {
      gaveUp();
      return;
    }
    const rest = () => offerLanguages(call, left.slice(1), keys, chosen, gaveUp);
    let pressed = false;
    const onTone = (e) => {
      if (!pressed && keys.includes(e.tone)) {
        pressed = true;
        call.removeEventListener(CallEvents.ToneReceived, onTone);
        chosen(e.tone);
      }
    };
    call.addEventListener(CallEvents.ToneReceived, onTone);
    SupportText.say(call, left[0], "language_menu", {}, () => {
      call.removeEventListener(CallEvents.ToneReceived, onTone);
      if (!pressed) {
        rest();
      }
    });
  }

  function askTracking(call, context) {
    const question = { text: "ask_tracking", digits: [TRACKING_DIGITS, TRACKING_DIGITS], complaint: "bad_tracking" };
    Keypad.ask(
      call,
      context.language,
      question,
      ATTEMPTS,
      (number) => track(call, context, number),
      () => toAgent(call, context, "tracking"),
    );
  }

  async function track(call, context, number) {
    const parcel = await SupportConfig.tell("/parcels/find", { number, language: context.language });
    if (parcel === null) {
      SupportText.say(call, context.language, "tracking_down", {}, () => toAgent(call, context, "tracking"));
      return;
    }
    const values = { number: SupportText.spell(number), status: parcel.status };
    const text = parcel.found ? "tracking_found" : "tracking_missing";
    SupportText.say(call, context.language, text, values, () => menu(call, context));
  }

  function toAgent(call, context, topic) {
    context.topic = topic;
    if (!SupportHours.isOpen(context.desk)) {
      whenClosed(call, context);
      return;
    }
    SupportText.say(call, context.language, "connecting", {}, () => {
      AgentQueue.wait(call, context, (result) => {
        if (result === "callback") {
          noteCallback(call, context);
        } else if (["offline", "full", "error"].includes(result)) {
          leaveMessage(call, context);
        }
      });
    });
  }

  function whenClosed(call, context) {
    const minutes = SupportHours.minutesUntilOpen(context.desk);
    SupportText.say(call, context.language, "closed", {}, () => {
      if (minutes === null || minutes > 24 * 60) {
        leaveMessage(call, context);
        return;
      }
      const hours = Math.max(1, Math.round(minutes / 60));
      SupportText.say(call, context.language, "opens_in_hours", { count: hours }, () => leaveMessage(call, context));
    });
  }

  /** Requests a callback. The back office starts a session of the rule `callback` when an agent is available. */
  async function noteCallback(call, context) {
    const route = context.number && NumberPlan.route(context.number, false);
    if (!route || !route.allowed) {
      SupportText.say(call, context.language, "callback_no_number", {}, () => menu(call, context));
      return;
    }
    const { e164 } = context.number;
    const wanted = { client: e164, language: context.language, desk: context.desk, topic: context.topic };
    const noted = await SupportConfig.tell("/callbacks", wanted);
    if (noted === null) {
      leaveMessage(call, context);
      return;
    }
    const values = { phone: SupportText.spell(e164) };
    SupportText.say(call, context.language, "callback_noted", values, () => goodbye(call, context));
  }

  function leaveMessage(call, context) {
    Voicemail.record(call, context, (reason) => {
      if (reason !== "hung up") {
        SupportText.say(call, context.language, "voicemail_thanks", {}, () => goodbye(call, context));
      }
    });
  }

  function goodbye(call, context) {
    SupportText.say(call, context.language, "goodbye", {}, () => call.hangup());
  }

  return { begin };
})();

VoxEngine.addEventListener(AppEvents.CallAlerting, (e) => {
  const { call } = e;
  call.addEventListener(CallEvents.Connected, () => Ivr.begin(call, e.callerid));
  call.addEventListener(CallEvents.Disconnected, (ended) => {
    SupportLog.info("caller left", { seconds: ended.duration });
    SupportCommands.terminate("caller left");
  });
  call.addEventListener(CallEvents.Failed, () => SupportCommands.terminate("call failed"));
  SupportCommands.on("status", () => ({ rule: "inbound", from: SupportLog.maskPhone(e.callerid) }));
  call.answer();
});
