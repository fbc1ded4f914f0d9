import { store } from "../base/store";

/** What floats above the pages: whether it is open. */
export const palette = store(false);
export const keyList = store(false);
