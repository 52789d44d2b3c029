VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
    call.addEventListener(CallEvents.Connected, () => call.say(GREETING));
    call.addEventListener(CallEvents.PlaybackFinished, () => call.hangup());
    call.answer();
});
