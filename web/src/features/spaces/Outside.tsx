import { Button, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { joinSpace, removeFromSpace, type WholeSpace } from "../../api/spaces";
import { me as self } from "../../base/account";
import { useKept } from "../../base/kept";
import { shortOf } from "../../base/names";
import { useConnected, useOverview } from "../../session/hooks";
import { Scroll, Shell } from "../../shell/Shell";
import { headOf } from "../../shell/spaceWords";
import ui from "../../ui/lines.module.css";
import { Audience, AudienceWords, EmptyState, Head, Plaque, Said, Wrong } from "../../ui/parts";
import { spacesPath } from "./paths";
import { SpacesNav } from "./SpacesNav";
import s from "./spaces.module.css";
import { useSpaceDeed } from "./useSpace";

const reasonMax = 500;

/** What can be done before the door: come in, answer an invitation, ask, take it back. */
function Door({ of, again }: { of: WholeSpace; again: () => void }) {
  const { t } = useTranslation();
  const { me } = useConnected();
  const invitation = useOverview().spaceInvitations.find((one) => one.id === of.space_id);
  const [reason, setReason] = useKept(`spaces.reason.${of.space_id}`);
  const { busy, refusal, run } = useSpaceDeed();
  const [, go] = useLocation();
  const come = () =>
    void run(async () => {
      await joinSpace(of.space_id, reason.trim());
      setReason("");
      again();
    });
  const turnDown = () =>
    void run(async () => {
      await removeFromSpace(of.space_id, me);
      if (of.invited) go(spacesPath);
      else again();
    });
  const asks = !of.invited && of.joining === "approval";
  if (of.asked)
    return (
      <>
        <p>{t("spaces.door.asked")}</p>
        <Wrong>{refusal}</Wrong>
        <div className={ui.actions}>
          <Button variant="default" loading={busy} onClick={turnDown}>
            {t("spaces.door.takeBack")}
          </Button>
        </div>
      </>
    );
  if (!of.invited && of.joining === "invitation") return <p>{t("spaces.door.closed")}</p>;
  return (
    <>
      {of.invited ? (
        <p>
          {invitation?.from ? t("spaces.door.invitedBy", { name: invitation.from.name }) : t("spaces.door.invited")}
        </p>
      ) : null}
      {of.invited ? <Said>{invitation?.reason}</Said> : null}
      {asks ? (
        <Textarea
          label={t("spaces.door.word")}
          description={t("spaces.door.wordHint")}
          value={reason}
          maxLength={reasonMax}
          autosize
          minRows={2}
          onChange={(e) => setReason(e.target.value)}
        />
      ) : null}
      <Wrong>{refusal}</Wrong>
      <div className={ui.actions}>
        <Button loading={busy} onClick={come}>
          {asks ? t("spaces.door.ask") : of.invited ? t("spaces.door.accept") : t("spaces.door.join")}
        </Button>
        {of.invited ? (
          <Button variant="default" loading={busy} onClick={turnDown}>
            {t("spaces.door.decline")}
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** A space that I am not in: its door, or nothing, which looks the same as none. */
export function Outside({ id, of, again }: { id: string; of: WholeSpace | null; again: () => void }) {
  const { t } = useTranslation();
  const title = of?.name ?? t("spaces.one");
  const guest = self.use()?.guest !== undefined;
  return (
    <Shell title={title} nav={<SpacesNav at="" />}>
      <Head back={spacesPath} title={title} />
      <Scroll label={title}>
        <div className={s.page}>
          {of ? (
            <div className={s.door}>
              <Plaque id={id} short={shortOf(of.name)} size={56} picture={of.avatar_url || null} />
              <h2 className={s.big}>{of.name}</h2>
              {of.model ? (
                <>
                  <p className={s.meta}>{headOf(t, of)}</p>
                  {of.purpose ? <p className={s.lead}>{of.purpose}</p> : null}
                  <Audience words={<AudienceWords people={of.members ?? 0} guests={of.guests ?? 0} />} />
                  <Door of={of} again={again} />
                </>
              ) : (
                <p>{t("spaces.door.guestHere")}</p>
              )}
            </div>
          ) : (
            <EmptyState title={t("spaces.lost.title")}>
              {guest ? t("spaces.lost.guest") : t("spaces.lost.body")}
            </EmptyState>
          )}
        </div>
      </Scroll>
    </Shell>
  );
}
