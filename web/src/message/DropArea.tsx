import type { DragEvent, ReactNode } from "react";
import s from "./composer.module.css";
import { useTalk } from "./talk";

/** Takes the files that are dropped anywhere on a conversation; its composer shows it. */
export function DropArea({ children }: { children: ReactNode }) {
  const { may, dropping, attach } = useTalk();
  const over = (e: DragEvent) => {
    if (!may.write || !e.dataTransfer.types.includes("Files")) return;
    e.preventDefault();
    dropping.set(true);
  };
  const out = (e: DragEvent) => {
    if (!e.currentTarget.contains(e.relatedTarget as Node | null)) dropping.set(false);
  };
  const drop = (e: DragEvent) => {
    if (!dropping.now()) return;
    e.preventDefault();
    dropping.set(false);
    attach(e.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a mouse drops here; the keyboard has the paperclip
    <div className={s.dropArea} onDragOver={over} onDragLeave={out} onDrop={drop}>
      {children}
    </div>
  );
}
