import type { Room } from "matrix-js-sdk";
import { createContext, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useHost } from "../api/badges";
import { plain } from "../base/names";
import s from "./message.module.css";

export interface Place {
  readonly me: string;
  /** The name a person bears in this room; null when they are not in it. */
  readonly nameOf: (userId: string) => string | null;
}
export const PlaceContext = createContext<Place>({ me: "", nameOf: () => null });

/** What a mention is read by: who I am, and how people are called here. */
export const usePlace = (room: Room, me: string): Place =>
  useMemo(() => ({ me, nameOf: (id: string) => plain(room.getMember(id)?.rawDisplayName ?? "") || null }), [room, me]);

/** A person named in a text: straw when it is me. */
export function Mention({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const { me, nameOf } = useContext(PlaceContext);
  const host = useHost(id);
  return (
    <span
      className={s.mention}
      data-me={id === me || undefined}
      data-guest={host !== null || undefined}
      title={host === null ? id : `${id}, ${t("ui.guestOf", { host })}`}
    >
      @{nameOf(id) ?? name}
    </span>
  );
}
