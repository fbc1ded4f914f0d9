import "@fontsource-variable/atkinson-hyperlegible-next";
import "@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css";
import "@mantine/core/styles.css";
import "./ui/tokens.css";
import "./ui/base.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { textSize, themeKey } from "./base/preferences";
import { startTexts } from "./i18n";
import { App, preload } from "./shell/App";
import { followNotices } from "./shell/notices";
import { startOffline } from "./shell/update";
import { adoptVariables, theme } from "./ui/theme";

/** How long a page that has its texts waits for its code, before it says that it waits. */
const blinkMs = 150;

const scheme = localStorageColorSchemeManager({ key: themeKey });
const size = () => {
  document.documentElement.style.fontSize = `${textSize.now()}%`;
};
textSize.follow(size);
size();

// A file dropped beside its place must not take the page away, with all that is written in it.
for (const kind of ["dragover", "drop"] as const) {
  window.addEventListener(kind, (e) => e.dataTransfer?.types.includes("Files") && e.preventDefault());
}

adoptVariables();
const begun = preload();
await startTexts();
await Promise.race([begun, new Promise((after) => setTimeout(after, blinkMs))]);
createRoot(document.getElementById("root")!).render(
  <MantineProvider
    theme={theme}
    withCssVariables={false}
    withGlobalClasses={false}
    colorSchemeManager={scheme}
    defaultColorScheme="auto"
  >
    <App />
  </MantineProvider>,
);
startOffline();
followNotices();
