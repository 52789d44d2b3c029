/*
 * Harbour Parcel support line: conference with carriers. The last scenario of the rule `conference`.
 *
 * Started by StartConference. Callers join the same session.
 * script_custom_data: {"pin": "4711", "moderatorPin": "471108", "language": "en", "max": 40}
 *
 * Participants cannot hear each other until a moderator has joined. Keys for moderators: *1 lock, *2 unlock, *5 mute
 * everyone else, *6 unmute them, *0 end the conference.
 *
 * Commands: status, list, lock, unlock, mute and kick (with "id"), invite (with "phone"), say (with "key"), terminate.
 */
require(Modules.Conference);

const SupportConference = (() => {
  const PIN_ATTEMPTS = 3;
  const EMPTY_FOR_MS = 120000;

  const log = SupportLog.child({ part: "conference" });
  const people = new Map();
  let settings = null;
  let mixer = null;
  let locked = false;
  let emptyTimer = null;
  let lastId = 0;

  function readSettings(customData) {
    const given = JSON.parse(customData || "{}");
    if (!/^\d{4,10}$/.test(given.pin || "") || !/^\d{4,10}$/.test(given.moderatorPin || "")) {
      throw new Error("pin and moderatorPin must have 4 to 10 digits");
    }
    if (given.pin === given.moderatorPin) {
      throw new Error("pin and moderatorPin must differ");
    }
    const language = SupportText.choose(given.language);
    return { pin: given.pin, moderatorPin: given.moderatorPin, language, max: given.max || 40 };
  }

  const present = () => Array.from(people.values()).filter((person) => person.joined);
  const moderators = () => present().filter((person) => person.moderator);
  const others = () => present().filter((person) => !person.moderator);

  function arrive(call, name) {
    lastId += 1;
    const number = NumberPlan.parse(call.callerid(), SupportConfig.mainNumberRegion);
    const person = {
      id: String(lastId),
      call,
      name: name || (number.ok ? NumberPlan.display(number.e164) : "?"),
      flag: number.ok && number.region ? NumberPlan.flag(number.region.iso) : "🏳️",
      moderator: false,
      joined: false,
      muted: false,
      since: Date.now(),
    };
    people.set(person.id, person);
    clearTimeout(emptyTimer);
    call.addEventListener(CallEvents.Disconnected, () => leave(person));
    call.addEventListener(CallEvents.Failed, () => leave(person));
    return person;
  }

  function leave(person) {
    people.delete(person.id);
    log.info("left", { person: person.id, present: present().length });
    if (person.moderator && moderators().length === 0) {
      others().forEach((other) => VoxEngine.stopMediaBetween(other.call, mixer));
      announce(others(), "conference_wait");
    }
    if (people.size === 0) {
      emptyTimer = setTimeout(() => SupportCommands.terminate("empty"), EMPTY_FOR_MS);
    }
  }

  function askPin(person) {
    const question = { text: "conference_pin", digits: [4, 10] };
    const refuse = () => sendAway(person, "conference_bad_pin");
    const check = (attempts) => (pin) => {
      if (pin === settings.moderatorPin) {
        Object.assign(person, { moderator: true });
        join(person);
      } else if (pin === settings.pin) {
        join(person);
      } else if (attempts > 1) {
        const again = () => Keypad.ask(person.call, settings.language, question, 1, check(attempts - 1), refuse);
        SupportText.say(person.call, settings.language, "conference_bad_pin", {}, again);
      } else {
        refuse();
      }
    };
    Keypad.ask(person.call, settings.language, question, PIN_ATTEMPTS, check(PIN_ATTEMPTS), refuse);
  }

  function join(person) {
    if ((locked && !person.moderator) || present().length >= settings.max) {
      sendAway(person, "conference_locked");
      return;
    }
    person.joined = true;
    log.info("joined", { person: person.id, moderator: person.moderator, present: present().length });
    if (person.moderator) {
      listenToKeys(person);
    }
    SupportText.say(person.call, settings.language, "conference_joined", { count: present().length }, () => {
      if (moderators().length === 0) {
        SupportText.say(person.call, settings.language, "conference_wait", {});
      } else {
        present().forEach(connect);
      }
    });
  }

  function connect(person) {
    mixer.sendMediaTo(person.call);
    if (!person.muted) {
      person.call.sendMediaTo(mixer);
    }
  }

  function setMuted(person, muted) {
    person.muted = muted;
    if (muted) {
      person.call.stopMediaTo(mixer);
    } else if (moderators().length > 0) {
      person.call.sendMediaTo(mixer);
    }
  }

  function sendAway(person, text) {
    SupportText.say(person.call, settings.language, text, {}, () => person.call.hangup());
  }

  /** Plays a text to calls. Meanwhile, they do not hear the conference. */
  function announce(audience, text) {
    audience.forEach((person) => SupportText.say(person.call, settings.language, text, {}, () => resume(person)));
  }

  function resume(person) {
    if (person.joined && moderators().length > 0) {
      connect(person);
    }
  }

  const MODERATOR_KEYS = {
    1: () => setLocked(true),
    2: () => setLocked(false),
    5: () => others().forEach((person) => setMuted(person, true)),
    6: () => others().forEach((person) => setMuted(person, false)),
    0: () => SupportCommands.terminate("moderator", 4000),
  };

  function listenToKeys(person) {
    let star = false;
    person.call.handleTones(true);
    person.call.addEventListener(CallEvents.ToneReceived, (e) => {
      const action = star && MODERATOR_KEYS[e.tone];
      star = e.tone === "*";
      if (action) {
        log.info("moderator key", { key: e.tone });
        action();
      }
    });
  }

  function setLocked(value) {
    locked = value;
    return { locked };
  }

  function find(request) {
    const person = people.get(String(request.id));
    if (!person) {
      throw new Error(`nobody has the id ${request.id}`);
    }
    return person;
  }

  function invite(request) {
    const number = NumberPlan.parse(request.phone, SupportConfig.mainNumberRegion);
    const route = NumberPlan.route(number, true);
    if (!route.allowed) {
      throw new Error(`cannot call: ${route.reason}`);
    }
    const call = VoxEngine.callPSTN(number.e164, SupportConfig.callerIds[route.area]);
    const person = arrive(call, NumberPlan.display(number.e164));
    // People that we call do not need a PIN. Pressing a key shows that a person has answered, not a voicemail.
    call.addEventListener(CallEvents.Connected, () => {
      const refuse = () => call.hangup();
      Keypad.ask(call, settings.language, { text: "conference_pin", digits: [1, 10] }, 2, () => join(person), refuse);
    });
    return { id: person.id };
  }

  SupportCommands.on("status", () => ({
    rule: "conference",
    locked,
    present: present().length,
    moderators: moderators().length,
  }));
  SupportCommands.on("list", () => ({
    people: Array.from(people.values()).map((person) => ({
      id: person.id,
      name: `${person.flag} ${person.name}`,
      moderator: person.moderator,
      joined: person.joined,
      muted: person.muted,
      minutes: Math.floor((Date.now() - person.since) / 60000),
    })),
  }));
  SupportCommands.on("lock", () => setLocked(true));
  SupportCommands.on("unlock", () => setLocked(false));
  SupportCommands.on("mute", (request) => {
    const person = find(request);
    setMuted(person, request.muted !== false);
    return { id: person.id, muted: person.muted };
  });
  SupportCommands.on("kick", (request) => {
    const person = find(request);
    sendAway(person, "conference_over");
    return { id: person.id };
  });
  SupportCommands.on("invite", invite);
  SupportCommands.on("say", (request) => {
    announce(present(), request.key);
    return { heard: present().length };
  });
  SupportCommands.beforeTerminate(() => announce(present(), "conference_over"));

  function start() {
    try {
      settings = readSettings(VoxEngine.customData());
    } catch (problem) {
      log.error("conference refused", { problem: String(problem) });
      SupportCommands.terminate("bad settings");
      return;
    }
    mixer = VoxEngine.createConference({ hd_audio: true });
    emptyTimer = setTimeout(() => SupportCommands.terminate("nobody came"), EMPTY_FOR_MS);
  }

  function receive(e) {
    if (!settings) {
      e.call.reject(480);
      return;
    }
    const person = arrive(e.call, e.displayName);
    e.call.addEventListener(CallEvents.Connected, () => askPin(person));
    e.call.answer();
  }

  return { start, receive };
})();

VoxEngine.addEventListener(AppEvents.Started, SupportConference.start);
VoxEngine.addEventListener(AppEvents.CallAlerting, SupportConference.receive);
