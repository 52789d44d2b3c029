/** Ends the session of the smoke test once the helpers have been loaded. */
VoxEngine.addEventListener(AppEvents.Started, () => {
    log(GREETING);
    VoxEngine.terminate();
});
