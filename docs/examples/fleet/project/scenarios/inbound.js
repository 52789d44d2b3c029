VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
    call.addEventListener(CallEvents.Connected, () => call.say(GREETING, { voice: VoiceList.Amazon.en_US_Joanna }));
    call.addEventListener(CallEvents.PlaybackFinished, () => call.hangup());
    call.answer();
});
