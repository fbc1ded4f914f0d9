/** Whether an address is good on this machine alone. */
export const isOnlyHere = (url: string): boolean =>
  /^(localhost$|127\.|\[::1\]$|.*\.localhost$)/.test(new URL(url, location.origin).hostname);
