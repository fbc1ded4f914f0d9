import { useEffect, useState } from "react";
import { isoDay } from "./dates";

const today = (): string => isoDay(Date.now());
/** Clocks may be a little early. */
const afterMs = 1000;

function untilMidnightMs(): number {
  const next = new Date();
  next.setHours(24, 0, 0, 0);
  return next.getTime() - Date.now() + afterMs;
}

/** The day of now, `YYYY-MM-DD`: it goes on at midnight, also where the machine slept over it. */
export function useToday(): string {
  const [day, set] = useState(today);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      clearTimeout(timer);
      set(today());
      timer = setTimeout(look, untilMidnightMs());
    };
    look();
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
      removeEventListener("focus", look);
    };
  }, []);
  return day;
}
