/*
 * Harbour Parcel support line: settings that differ between test and production.
 *
 * The tokens in double underscores are replaced when this file is deployed (option `substitutions` of vox_scenario), so
 * the same files can be used for all accounts. If any token is left, the check below logs an error.
 */
const SupportConfig = (() => {
  const settings = {
    environment: "__ENVIRONMENT__",
    backOffice: "__BACK_OFFICE_URL__",
    // Numbers rented from or verified by the platform, in E.164 format. They are used as caller IDs.
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

  /** Sends JSON to the back office. Resolves to the response, or to null on failure, so that the call can continue. */
  async function tell(path, body, headers = {}) {
    const result = await Net.httpRequestAsync(`${settings.backOffice}${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json; charset=utf-8", Accept: "application/json", ...headers },
      postData: JSON.stringify(body),
      timeout: 6,
    });
    if (result.code < 200 || result.code > 299) {
      SupportLog.warning("back office request failed", { path, code: result.code });
      return null;
    }
    try {
      return JSON.parse(result.text);
    } catch (problem) {
      SupportLog.warning("back office response is not JSON", { path });
      return null;
    }
  }

  return Object.assign(settings, { tell });
})();
