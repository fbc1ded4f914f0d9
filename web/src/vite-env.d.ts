/// <reference types="vite/client" />
/** The version of Parvis this client was built for. */
declare const __PARVIS_VERSION__: string;
