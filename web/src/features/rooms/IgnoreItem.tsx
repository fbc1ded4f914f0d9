import { Menu } from "@mantine/core";
import { IconEar, IconEarOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useConnected } from "../../session/hooks";
import { ignore } from "../../session/ignore";
import type { Person } from "../../session/people";
import { say } from "../../shell/toast";

/** Stops hearing a person, or hears them again; `act` says what went wrong. */
export function IgnoreItem({ of, act }: { of: Person; act: (work: () => Promise<void>) => Promise<unknown> }) {
  const { t } = useTranslation();
  const ignored = useConnected().client.isUserIgnored(of.id);
  const turn = (on: boolean) =>
    act(async () => {
      await ignore(of.id, on);
      say(on ? t("ignore.done", { name: of.name }) : t("ignore.over", { name: of.name }), () => void turn(!on));
    });
  const Icon = ignored ? IconEar : IconEarOff;
  return (
    <Menu.Item leftSection={<Icon size={16} />} onClick={() => void turn(!ignored)}>
      {ignored ? t("ignore.hearAgain") : t("ignore.do")}
    </Menu.Item>
  );
}
