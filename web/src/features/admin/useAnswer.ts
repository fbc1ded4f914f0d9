import { useTranslation } from "react-i18next";
import { useDeed } from "../../api/useDeed";
import { say } from "../../shell/toast";
import { why } from "./why";

/** What a dialog does when it is answered: the deed, which says what came of it, and how the page goes on. */
export function useAnswer(deed: () => Promise<string>, done: () => void, sentence = why()) {
  const { t } = useTranslation();
  const { busy, refusal, run, refuse } = useDeed((failure) => sentence(failure, t));
  const submit = () =>
    void run(async () => {
      say(await deed());
      done();
    });
  return { busy, refusal, refuse, submit };
}
