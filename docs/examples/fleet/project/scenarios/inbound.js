VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
    call.answer();
    call.say(GREETING);
    call.addEventListener(CallEvents.PlaybackFinished, () => call.hangup());
});
