/** What callers hear first. */
export function greet(call: Call): void {
  call.say("__GREETING__", { voice: VoiceList.Amazon.en_US_Joanna });
}
