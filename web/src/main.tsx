import "@fontsource-variable/atkinson-hyperlegible-next";
import "@fontsource-variable/atkinson-hyperlegible-next/wght-italic.css";
import "@mantine/core/styles.css";
import "./ui/tokens.css";
import "./ui/base.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { createRoot } from "react-dom/client";
import { textSize, themeKey } from "./base/preferences";
import { startTexts } from "./i18n";
import { App } from "./shell/App";
import { startOffline } from "./shell/update";
import { resolver, theme } from "./ui/theme";

const scheme = localStorageColorSchemeManager({ key: themeKey });
const size = () => {
  document.documentElement.style.fontSize = `${textSize.now()}%`;
};
textSize.follow(size);
size();

await startTexts();
createRoot(document.getElementById("root")!).render(
  <MantineProvider theme={theme} cssVariablesResolver={resolver} colorSchemeManager={scheme} defaultColorScheme="auto">
    <App />
  </MantineProvider>,
);
startOffline();
