/** Puts the non-breaking spaces that French wants before high punctuation and inside guillemets. */
export const typeset = (text: string): string =>
  text
    .replace(/ (?=[:;?!»%])/g, "\u00a0")
    .replace(/« /g, "«\u00a0")
    .replace(/(\d) (?=\d{3}\b|[a-zµ°])/g, "$1\u00a0");
