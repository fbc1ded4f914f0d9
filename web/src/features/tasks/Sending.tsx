import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { account } from "../../base/account";
import { connection } from "../../base/connection";
import { leaving } from "../../base/leaving";
import { store } from "../../base/store";
import { say } from "../../shell/toast";
import { forgetWishes, openWishes, Queue, queue, wishesMax } from "./queue";
import { useSettling } from "./useSettling";

const never = store(0);

/** Says that what was just done is not kept, because too much of it waits already. */
function useFull(): void {
  const { t } = useTranslation();
  const times = (queue.use()?.full ?? never).use();
  useEffect(() => {
    if (times > 0) say(t("tasks.queue.full", { count: wishesMax }));
  }, [times, t]);
}

/** Sends what was changed on tasks, and follows what waits for me of them, on whatever page one is. */
export default function Sending({ children }: { children: ReactNode }) {
  const me = account.use()?.userId;
  useSettling(me);
  useFull();
  useEffect(() => {
    if (!me) return;
    let here = true;
    void openWishes(me).then(async (kept) => {
      if (!here) return kept.close();
      const mine = new Queue(me, kept);
      queue.set(mine);
      await mine.load();
    });
    const end = () => {
      here = false;
      queue.now()?.close();
      queue.set(null);
    };
    const stop = connection.follow(() => connection.now() === "online" && queue.now()?.wake());
    const forget = leaving.add(() => {
      end();
      forgetWishes(me);
    });
    return () => {
      stop();
      forget();
      end();
    };
  }, [me]);
  return children;
}
