/** The user name proposed for a name: `Hélène Marchetti` becomes `helene.marchetti`. */
export const proposedName = (displayName: string): string =>
  displayName
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .replace(/[^a-z0-9]+/g, ".")
    .replace(/^\.+|\.+$/g, "")
    .slice(0, 60);

/// spec: appendices#user-identifiers, as far as new ones may go
export const usernameFits = (username: string): boolean => /^[a-z0-9._=/+-]+$/.test(username);
