import { useTranslation } from "react-i18next";
import { signOut } from "../api/signOut";
import { account, ended } from "../base/account";
import { waiting } from "../base/connection";
import { store } from "../base/store";
import { attachments } from "../session/attached";
import { noneTold, roomLines } from "../session/counts";
import { draftPlaces, roomOf } from "../session/drafts";
import { Dialog } from "../ui/Dialog";

const asked = store(false);
/** How many conversations hold words or files that were not sent, and still could be: in a room that was left they cannot. */
function begun(me: string): number {
  const rooms = roomLines.now();
  const open = (place: string) => rooms === noneTold || rooms.some(({ id }) => roomOf(place) === id);
  return new Set([...draftPlaces(me), ...attachments.places(me)].filter(open)).size;
}
const unsent = () => waiting.now() + begun(account.now()?.userId ?? "");

/** Signs out; asks before, when that would lose what was written here and is nowhere else. */
export function askToLeave(): void {
  if (unsent() > 0) asked.set(true);
  else void signOut();
}

export function LeaveDialog() {
  const { t } = useTranslation();
  const open = asked.use();
  const mine = account.use();
  const out = ended.use() !== null;
  const messages = waiting.use();
  const drafts = open && mine ? begun(mine.userId) : 0;
  const close = () => asked.set(false);
  return (
    <Dialog
      opened={open && mine !== null}
      title={out ? t("shell.leave.outTitle") : t("shell.leave.title")}
      close={close}
      cancel={t("shell.leave.stay")}
      act={out ? t("shell.leave.outDo") : t("shell.leave.do")}
      danger
      submit={() => {
        close();
        void signOut();
      }}
    >
      {messages > 0 ? <p>{t("shell.leave.waiting", { count: messages })}</p> : null}
      {drafts > 0 ? <p>{t("shell.leave.drafts", { count: drafts })}</p> : null}
      <p>{out ? t("shell.leave.outBody") : t("shell.leave.body")}</p>
    </Dialog>
  );
}
