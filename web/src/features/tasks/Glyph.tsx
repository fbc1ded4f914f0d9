import type { Glyph } from "./words";

const tones: Record<Glyph, string> = {
  open: "var(--ink-3)",
  todo: "var(--ink-3)",
  doing: "var(--info)",
  review: "var(--guest)",
  done: "var(--accent-text)",
};

/** How far a task is: told by its shape, not by its colour alone. The name of its column stands beside it, or is `name`. */
export function StateGlyph({ of, size = 16, name }: { of: Glyph; size?: number; name?: string }) {
  const tone = tones[of];
  return (
    <svg
      className="tabler-icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role="img"
      aria-label={name ?? ""}
      aria-hidden={name === undefined}
    >
      <circle
        cx="8"
        cy="8"
        r="6.25"
        fill={of === "done" ? tone : "none"}
        stroke={tone}
        strokeWidth="1.5"
        strokeDasharray={of === "todo" ? "2.6 1.7" : undefined}
      />
      {of === "doing" ? <path d="M8 4.2a3.8 3.8 0 0 1 0 7.6z" fill={tone} /> : null}
      {of === "review" ? <path d="M8 8V4.2a3.8 3.8 0 1 1-3.8 3.8z" fill={tone} /> : null}
      {of === "done" ? (
        <path
          d="M5 8.2l2.1 2.1L11 6.2"
          fill="none"
          stroke="var(--page)"
          strokeWidth="1.6"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : null}
    </svg>
  );
}
