/** Where to go after signing in, out of the address: only a place of this site. */
export function nextFrom(search: string): string | null {
  const next = new URLSearchParams(search).get("next");
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : null;
}
