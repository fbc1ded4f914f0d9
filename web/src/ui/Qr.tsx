import { useMemo } from "react";
import { encode } from "uqr";
import s from "./parts.module.css";

/** A text to be read by a telephone: dark on light in every theme, with the quiet edge that readers need. */
export function Qr({ text, label, size }: { text: string; label: string; size: number }) {
  const { path, modules } = useMemo(() => {
    const { data, size: modules } = encode(text, { ecc: "M", border: 4 });
    const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
    return { path, modules };
  }, [text]);
  return (
    <svg
      className={s.qr}
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${modules} ${modules}`}
    >
      <rect width={modules} height={modules} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  );
}
