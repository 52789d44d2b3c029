/*
 * Harbour Parcel support line: what differs between test and production.
 *
 * The words in double underscores are replaced when this file is deployed (option `substitutions` of vox_scenario), so
 * that the same files serve every account. They must all be gone by then; the check below says so at the first call.
 */
const SupportConfig = (() => {
  const settings = {
    environment: "__ENVIRONMENT__",
    backOffice: "__BACK_OFFICE_URL__",
    // Numbers rented from the platform or verified there, in E.164; shown to whoever we call.
    callerIds: {
      americas: "__CALLER_ID_AMERICAS__",
      europe: "__CALLER_ID_EUROPE__",
      pacific: "__CALLER_ID_PACIFIC__",
    },
    mainNumberRegion: "US",
    ringSeconds: 25,
    agentHeader: "X-Harbour-Context",
  };

  const left = JSON.stringify(settings).match(/__[A-Z][A-Z_]*__/g);
  if (left) {
    SupportLog.error("settings were deployed without their values", { left });
  }

  /** POST JSON to the back office. Resolves to the answer's object, or to null: a call goes on without it. */
  async function tell(path, body) {
    const result = await Net.httpRequestAsync(`${settings.backOffice}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8", Accept: "application/json" },
      postData: JSON.stringify(body),
      timeout: 6,
    });
    if (result.code < 200 || result.code > 299) {
      SupportLog.warning("back office did not help", { path, code: result.code });
      return null;
    }
    try {
      return JSON.parse(result.text);
    } catch (problem) {
      SupportLog.warning("back office answered something else than JSON", { path });
      return null;
    }
  }

  return Object.assign(settings, { tell });
})();
