import { useSyncExternalStore } from "react";

const visible = () => document.visibilityState === "visible";

function follow(heard: () => void): () => void {
  document.addEventListener("visibilitychange", heard);
  return () => document.removeEventListener("visibilitychange", heard);
}

/** Whether somebody may look at the page: its tab is in front. */
export const useVisible = (): boolean => useSyncExternalStore(follow, visible);
