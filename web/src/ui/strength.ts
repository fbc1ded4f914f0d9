import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";

/** What is looked at of a password: judging takes longer than its length grows. */
const judgedMax = 100;

const judge = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** How hard a password is to guess, from 0 to 4; words about its owner make it no harder. */
export const strengthOf = (password: string, about: readonly string[]): number =>
  judge.check(password.slice(0, judgedMax), about.filter(Boolean)).score;
