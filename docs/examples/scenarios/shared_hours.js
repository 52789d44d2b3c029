/*
 * Harbour Parcel support line: opening hours.
 *
 * Each desk has a time zone, weekly hours, and holidays. VoxEngine's clock is in UTC. getLocalTime() converts it to the
 * local time of the desk, including daylight saving time.
 */
const SupportHours = (() => {
  // Starts with Sunday, like Date.getDay(). [opens, closes) in the local time of the desk; null: closed.
  const DAY = ["08:00", "20:00"];
  const SHORT = ["08:00", "18:00"];
  const MORNING = ["08:00", "13:00"];
  const ROUND_THE_CLOCK = ["00:00", "24:00"];
  const MONDAY_TO_SATURDAY = [null, DAY, DAY, DAY, DAY, SHORT, MORNING];
  const SUNDAY_TO_FRIDAY = [SHORT, SHORT, SHORT, SHORT, SHORT, MORNING, null];

  const DESKS = {
    americas: {
      zone: "America/New_York",
      week: MONDAY_TO_SATURDAY,
      closed: ["01-01", "07-04", "12-25"],
      queue: "support-americas",
    },
    europe: {
      zone: "Europe/Berlin",
      week: MONDAY_TO_SATURDAY,
      closed: ["01-01", "05-01", "12-25", "12-26"],
      queue: "support-europe",
    },
    levant: { zone: "Asia/Jerusalem", week: SUNDAY_TO_FRIDAY, closed: [], queue: "support-levant" },
    pacific: {
      zone: "Asia/Tokyo",
      week: MONDAY_TO_SATURDAY,
      closed: ["01-01", "01-02", "01-03", "05-03", "05-04", "05-05"],
      queue: "support-pacific",
    },
    customs: { zone: "Europe/Amsterdam", week: Array(7).fill(ROUND_THE_CLOCK), closed: [], queue: "customs-24x7" },
  };

  // Selected by the first part of the region's time zone, except for the regions below.
  const DESK_OF_AREA = {
    Africa: "europe",
    America: "americas",
    Asia: "pacific",
    Atlantic: "europe",
    Australia: "pacific",
    Europe: "europe",
    Indian: "pacific",
    Pacific: "pacific",
  };
  const DESK_OF_REGION = {
    CY: "levant",
    GE: "europe",
    IL: "levant",
    JO: "levant",
    KZ: "europe",
    LB: "levant",
    PS: "levant",
  };

  const pad = (number) => String(number).padStart(2, "0");

  function minutesOf(clock) {
    const parts = clock.split(":");
    return Number(parts[0]) * 60 + Number(parts[1]);
  }

  function deskFor(region) {
    if (!region) {
      return "americas";
    }
    return DESK_OF_REGION[region.iso] || DESK_OF_AREA[region.zone.split("/")[0]] || "americas";
  }

  function hoursOn(desk, local) {
    const monthDay = `${pad(local.getMonth() + 1)}-${pad(local.getDate())}`;
    return desk.closed.includes(monthDay) ? null : desk.week[local.getDay()];
  }

  function isOpen(deskName, now) {
    const desk = DESKS[deskName];
    const local = getLocalTime(desk.zone, now || new Date());
    const hours = hoursOn(desk, local);
    if (!hours) {
      return false;
    }
    const minute = local.getHours() * 60 + local.getMinutes();
    return minute >= minutesOf(hours[0]) && minute < minutesOf(hours[1]);
  }

  /** Returns the minutes until the desk opens: 0 if it is open, null if it is closed for the next two weeks. */
  function minutesUntilOpen(deskName, now) {
    const start = now || new Date();
    if (isOpen(deskName, start)) {
      return 0;
    }
    const desk = DESKS[deskName];
    for (let day = 0; day <= 14; day += 1) {
      const local = getLocalTime(desk.zone, new Date(start.getTime() + day * 86400000));
      const hours = hoursOn(desk, local);
      const minute = local.getHours() * 60 + local.getMinutes();
      if (hours && (day > 0 || minute < minutesOf(hours[0]))) {
        return day * 1440 + minutesOf(hours[0]) - minute;
      }
    }
    return null;
  }

  return { DESKS, deskFor, isOpen, minutesUntilOpen };
})();
