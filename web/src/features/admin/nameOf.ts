import { plain } from "../../base/names";

/** What somebody is called in administration. */
export const nameOf = ({ user_id, display_name }: { user_id: string; display_name?: string }) =>
  plain(display_name ?? "") || user_id;
