/** The ref of a field that comes once it is asked for, and is to be filled in next. */
export const focused = (field: HTMLElement | null): void => field?.focus();
