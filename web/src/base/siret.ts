/** Whether a text is a SIRET: fourteen digits whose sum by Luhn fits, or those of La Poste, whose plain sum does. */
export function isSiret(text: string): boolean {
  const digits = text.replace(/\s/g, "");
  if (!/^\d{14}$/.test(digits)) return false;
  const sum = [...digits].reduce((sum, digit, i) => {
    const twice = Number(digit) * (i % 2 === 0 ? 2 : 1);
    return sum + (twice > 9 ? twice - 9 : twice);
  }, 0);
  const plain = [...digits].reduce((sum, digit) => sum + Number(digit), 0);
  return sum % 10 === 0 || (digits.startsWith("356000000") && plain % 5 === 0);
}
