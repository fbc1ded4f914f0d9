import { type ReactNode, useEffect } from "react";
import { account } from "../../base/account";
import { connection } from "../../base/connection";
import { leaving } from "../../base/leaving";
import { forgetWishes, openWishes, Queue, queue } from "./queue";

/** Sends what was changed on tasks, on whatever page one is. */
export default function Sending({ children }: { children: ReactNode }) {
  const me = account.use()?.userId;
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
