VoxEngine.addEventListener(AppEvents.Started, () => {
    const { client } = JSON.parse(VoxEngine.customData());
    const call = VoxEngine.callPSTN(client, "12025550100");
    call.addEventListener(CallEvents.Connected, () => call.say(GREETING, { voice: VoiceList.Amazon.en_US_Joanna }));
    hangUp(call);
});
