import {
  ActionIcon,
  Button,
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  mergeMantineTheme,
  Tooltip,
} from "@mantine/core";

/** Vert wagon: the green of benches, kiosks and booksellers' boxes. Shade 7 fills on light, 6 on dark. */
const vert: MantineColorsTuple = [
  "#edf5f0",
  "#dcebe2",
  "#bcd9c9",
  "#9bdcbd",
  "#86cbab",
  "#4f9a77",
  "#2a7a5b",
  "#1b5e45",
  "#134632",
  "#0d3425",
];
const garance: MantineColorsTuple = [
  "#fbeaec",
  "#f5d5da",
  "#e9aab3",
  "#f0939f",
  "#d7707e",
  "#c74d5f",
  "#b83448",
  "#a8263a",
  "#8a1d2e",
  "#6d1523",
];

export const theme = createTheme({
  primaryColor: "vert",
  primaryShade: { light: 7, dark: 6 },
  colors: { vert, garance },
  fontFamily: "var(--font-ui)",
  fontFamilyMonospace: "var(--font-mono)",
  headings: { fontFamily: "var(--font-ui)", fontWeight: "650" },
  defaultRadius: "sm",
  radius: { xs: "3px", sm: "5px", md: "8px", lg: "8px", xl: "8px" },
  fontSizes: { xs: "0.75rem", sm: "0.875rem", md: "0.9375rem", lg: "1.0625rem", xl: "1.25rem" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", color: "gray", size: 32 } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false } }),
    // Mantine would put the focus on an element that is no item; the first item takes it.
    Menu: Menu.extend({
      defaultProps: { shadow: "none", position: "bottom-end", withInitialFocusPlaceholder: false },
    }),
    // What locks the page writes a style into it, which our policy refuses; our pages do not scroll as a whole.
    Modal: Modal.extend({ defaultProps: { centered: true, shadow: "none", returnFocus: false, lockScroll: false } }),
  },
});

/** Our tokens for Mantine, so that there is one source of colour. */
const ours = {
  "--mantine-color-body": "var(--page)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-anchor": "var(--accent-text)",
  "--mantine-color-default": "var(--page)",
  "--mantine-color-default-hover": "var(--sunken)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line-control)",
  "--mantine-color-error": "var(--danger)",
  "--mantine-color-disabled": "var(--ground)",
  "--mantine-color-disabled-color": "var(--ink-3)",
  "--mantine-color-disabled-border": "var(--line-2)",
  "--mantine-color-gray-light-color": "var(--ink-2)",
  "--mantine-color-gray-text": "var(--ink-2)",
};

/**
 * Gives Mantine's variables to the page. They are made from the theme, and a style that is written into the page would need
 * a policy that lets in anybody's: a sheet that a script hands over needs none.
 */
export function adoptVariables(): void {
  const made = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(convertCssVariables(deepMerge(made, { variables: {}, light: ours, dark: ours })));
  document.adoptedStyleSheets.push(sheet);
}
