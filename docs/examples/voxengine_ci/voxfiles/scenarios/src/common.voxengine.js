const GREETING = "Welcome to support.";

function hangUp(call) {
    call.addEventListener(CallEvents.PlaybackFinished, () => call.hangup());
}
