import { Select } from "@mantine/core";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { type RoomNotices as Notices, roomNotices, setRoomNotices } from "../api/notices";
import { useAsked } from "../api/useAsked";
import { useDeed } from "../api/useDeed";
import { Wrong } from "../ui/parts";

/** What of this room counts as news to me. */
export function RoomNotices({ room }: { room: string }) {
  const { t } = useTranslation();
  const [asked, , put] = useAsked(useCallback(() => roomNotices(room), [room]));
  const { busy, refusal, run } = useDeed();
  const choose = (next: Notices) =>
    run(async () => {
      await setRoomNotices(room, next);
      put(next);
    });
  if (asked.state !== "here") return null;
  return (
    <>
      <Select
        label={t("rooms.notices.title")}
        data={[
          { value: "same", label: t("rooms.notices.same") },
          { value: "all", label: t("rooms.notices.all") },
          { value: "mine", label: t("rooms.notices.mine") },
          { value: "none", label: t("rooms.notices.none") },
        ]}
        value={asked.value}
        allowDeselect={false}
        disabled={busy}
        onChange={(next) => next && void choose(next as Notices)}
      />
      <Wrong>{refusal}</Wrong>
    </>
  );
}
