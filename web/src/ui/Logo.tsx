/** The mark: a façade, its open door, and the forecourt before it. Two shapes, one colour. */
export function Mark({ size = 28, tone = "currentColor" }: { size?: number; tone?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill={tone} aria-hidden>
      <path d="M5 3.5h22A1.5 1.5 0 0 1 28.5 5v14h-7.3v-4.7a5.2 5.2 0 0 0-10.4 0V19H3.5V5A1.5 1.5 0 0 1 5 3.5z" />
      <path d="M10.6 21.8h10.8l6.1 7.2H4.5z" />
    </svg>
  );
}

export function Wordmark({ size = 26 }: { size?: number }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: 8, color: "var(--accent-text)" }}>
      <Mark size={size} />
      <span style={{ fontSize: size * 0.82, fontWeight: 700, letterSpacing: "-0.015em", color: "var(--ink)" }}>
        Parvis
      </span>
    </span>
  );
}
