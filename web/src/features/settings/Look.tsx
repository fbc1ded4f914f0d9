import { Radio, Switch, useMantineColorScheme } from "@mantine/core";
import { IconDeviceDesktop, IconKeyboard, IconLink, IconMoon, IconSend, IconSun } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useServer } from "../../api/useServer";
import { enterSends, letterKeys, linkPreviews, textSize, textSizes } from "../../base/preferences";
import { Choice } from "../../ui/Choice";
import s from "./settings.module.css";

/** How Parvis looks and answers to the keyboard, in this browser. */
export function Look() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const size = textSize.use();
  return (
    <>
      <Choice
        title={t("settings.theme")}
        value={colorScheme}
        set={(next) => setColorScheme(next)}
        of={[
          {
            value: "auto",
            icon: IconDeviceDesktop,
            name: t("settings.theme.auto"),
            hint: t("settings.theme.auto.hint"),
          },
          { value: "light", icon: IconSun, name: t("settings.theme.light") },
          { value: "dark", icon: IconMoon, name: t("settings.theme.dark") },
        ]}
      />
      <section className={s.sec}>
        <h2 id="text-size">{t("settings.size")}</h2>
        <Radio.Group
          aria-labelledby="text-size"
          value={String(size)}
          onChange={(next) => textSize.set(textSizes.find((one) => String(one) === next) ?? 100)}
        >
          <div className={s.sizes}>
            {textSizes.map((one) => (
              <Radio
                key={one}
                value={String(one)}
                label={<span style={{ fontSize: `${one / 100}em` }}>{`${one}\u00a0%`}</span>}
              />
            ))}
          </div>
        </Radio.Group>
      </section>
      <Keyboard />
      <Links />
    </>
  );
}

function Keyboard() {
  const { t } = useTranslation();
  const letters = letterKeys.use();
  const enter = enterSends.use();
  return (
    <section className={s.sec}>
      <h2>{t("settings.keys")}</h2>
      <div className={s.row}>
        <IconSend size={22} stroke={1.7} aria-hidden />
        <div>
          <b>{t("settings.keys.enter")}</b>
          <p>{enter ? t("settings.keys.enter.on") : t("settings.keys.enter.off")}</p>
        </div>
        <Switch
          aria-label={t("settings.keys.enter")}
          checked={enter}
          onChange={(e) => enterSends.set(e.currentTarget.checked)}
        />
      </div>
      <div className={s.row}>
        <IconKeyboard size={22} stroke={1.7} aria-hidden />
        <div>
          <b>{t("settings.keys.letters")}</b>
          <p>{t("settings.keys.letters.hint")}</p>
        </div>
        <Switch
          aria-label={t("settings.keys.letters")}
          checked={letters}
          onChange={(e) => letterKeys.set(e.currentTarget.checked)}
        />
      </div>
    </section>
  );
}

/** Where the server looks at linked pages: whether that is shown here. */
function Links() {
  const { t } = useTranslation();
  const on = linkPreviews.use();
  if (!useServer()?.link_previews) return null;
  return (
    <section className={s.sec}>
      <h2>{t("settings.links")}</h2>
      <div className={s.row}>
        <IconLink size={22} stroke={1.7} aria-hidden />
        <div>
          <b>{t("settings.links.previews")}</b>
          <p>{t("settings.links.previews.hint")}</p>
        </div>
        <Switch
          aria-label={t("settings.links.previews")}
          checked={on}
          onChange={(e) => linkPreviews.set(e.currentTarget.checked)}
        />
      </div>
    </section>
  );
}
