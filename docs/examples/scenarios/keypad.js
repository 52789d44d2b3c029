/*
 * Harbour Parcel support line: keypad input.
 *
 * Only one question can be open per call. Keys can be pressed while the prompt is still being played. After the last
 * attempt, the question is given up, and the code that called ask() decides what to do.
 */
const Keypad = (() => {
  const FIRST_KEY_MS = 7000;
  const NEXT_KEY_MS = 4000;

  /**
   * question: {text, values, keys} for a menu, where keys are the allowed keys, such as "1234*", or
   *           {text, values, digits: [minimum, maximum]} for a number that ends with #.
   * Calls answered(keys), or gaveUp() after `attempts` attempts without valid input.
   */
  function ask(call, language, question, attempts, answered, gaveUp) {
    let collected = "";
    let timer = null;
    let open = true;

    function stop() {
      open = false;
      clearTimeout(timer);
      call.removeEventListener(CallEvents.ToneReceived, toneReceived);
      call.removeEventListener(CallEvents.Disconnected, stop);
    }

    function finish(keys) {
      stop();
      SupportText.hush(call);
      answered(keys);
    }

    function again(complaint) {
      stop();
      if (attempts <= 1) {
        gaveUp();
        return;
      }
      SupportText.say(call, language, complaint, {}, () => ask(call, language, question, attempts - 1, answered, gaveUp));
    }

    function waitFor(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(() => (collected === "" ? again("no_input") : checkNumber()), milliseconds);
    }

    function checkNumber() {
      const fits = collected.length >= question.digits[0] && collected.length <= question.digits[1];
      if (fits) {
        finish(collected);
      } else {
        again(question.complaint || "bad_input");
      }
    }

    function toneReceived(e) {
      if (question.keys) {
        if (question.keys.includes(e.tone)) {
          finish(e.tone);
        } else {
          again("bad_input");
        }
        return;
      }
      if (e.tone === "#") {
        checkNumber();
        return;
      }
      collected += e.tone.replace(/\D/, "");
      waitFor(NEXT_KEY_MS);
    }

    call.handleTones(true);
    call.addEventListener(CallEvents.ToneReceived, toneReceived);
    call.addEventListener(CallEvents.Disconnected, stop);
    SupportText.say(call, language, question.text, question.values, () => {
      if (open && collected === "") {
        waitFor(FIRST_KEY_MS);
      }
    });
  }

  return { ask };
})();
