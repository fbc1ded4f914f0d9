import { useRef } from "react";

/**
 * The name of a wish, until it came true: what is sent again, because no answer came or somebody pressed twice, is made once.
 * Who wishes for something else meanwhile has another name for it.
 */
export function useRequest() {
  const asked = useRef({ wish: "", id: "" });
  const of = (wish: unknown): string => {
    const words = JSON.stringify(wish);
    if (!asked.current.id || asked.current.wish !== words) asked.current = { wish: words, id: crypto.randomUUID() };
    return asked.current.id;
  };
  const done = () => {
    asked.current = { wish: "", id: "" };
  };
  return { of, done };
}
