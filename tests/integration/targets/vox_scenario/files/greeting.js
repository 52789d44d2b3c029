// Greets the caller with __GREETING__ 👋
VoxEngine.addEventListener(AppEvents.CallAlerting, (e) => e.call.answer());