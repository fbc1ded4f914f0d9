import { useEffect } from "react";
import { store } from "../base/store";
import { type Server, server } from "./parvis";

const known = store<Server | null>(null);

/** What the server says of itself, or null while it has not answered; the form works without it. */
export function useServer(): Server | null {
  useEffect(() => {
    server().then(known.set, () => {});
  }, []);
  return known.use();
}
