import { useEffect, useRef } from "react";
import { connection } from "../base/connection";

/** Does something now and then while the page is in front and the network is there, and when the page comes to the front. */
export function useEvery(ms: number, deed: () => void): void {
  const now = useRef(deed);
  now.current = deed;
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible" && connection.now() === "online") now.current();
    };
    const timer = setInterval(look, ms);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [ms]);
}
