/*
 * Harbour Parcel support line: voicemail.
 */
const Voicemail = (() => {
  const LONGEST_MS = 180000;
  const SHORTEST_SECONDS = 2;

  // ToneScript: one second of 1000 Hz.
  const BEEP = "1000@-16;1(1/0/1)";

  function beep(call, done) {
    const player = VoxEngine.createToneScriptPlayer(BEEP, { loop: false });
    player.addEventListener(PlayerEvents.PlaybackFinished, done);
    player.sendMediaTo(call);
  }

  /** Records until the caller presses # or hangs up, for at most three minutes, and reports the URL to the back office. */
  function record(call, context, done) {
    const log = SupportLog.child({ part: "voicemail", call: call.id() });
    let url = null;
    let startedAt = 0;
    let timer = null;

    async function finish(reason) {
      clearTimeout(timer);
      call.removeEventListener(CallEvents.ToneReceived, onTone);
      call.removeEventListener(CallEvents.Disconnected, onGone);
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      log.info("message recorded", { reason, seconds });
      if (url && seconds >= SHORTEST_SECONDS) {
        const from = context.number ? context.number.e164 : null;
        await SupportConfig.tell("/voicemails", { from, language: context.language, url, seconds });
      }
      done(reason);
    }

    function onTone(e) {
      if (e.tone === "#") {
        finish("hash");
      }
    }

    function onGone() {
      finish("hung up");
    }

    call.addEventListener(CallEvents.RecordStarted, (e) => {
      url = e.url;
    });
    function begin() {
      startedAt = Date.now();
      call.addEventListener(CallEvents.ToneReceived, onTone);
      call.addEventListener(CallEvents.Disconnected, onGone);
      call.record({ hd_audio: false, stereo: false });
      timer = setTimeout(() => finish("too long"), LONGEST_MS);
    }

    SupportText.say(call, context.language, "voicemail", {}, () => beep(call, begin));
  }

  return { record };
})();
