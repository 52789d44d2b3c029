VoxEngine.addEventListener(AppEvents.CallAlerting, ({ call }) => {
    call.answer();
    call.say(GREETING, { language: VoiceList.Amazon.en_US_Joanna });
    hangUp(call);
});
