/** Whether somebody has typed a whole e-mail address, and no user id; what is an address is for the server to say. */
export const isAddress = (text: string): boolean => /^[^\s@<>;,"]+@[^\s@<>;,":]+\.[^\s@<>;,":]+$/.test(text);
