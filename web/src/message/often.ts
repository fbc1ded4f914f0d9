/** The signs that are used most. With the mark that asks for colours, where there is one. */
/// spec: client-server-api#mreaction
export const often = ["👍\uFE0F", "✅\uFE0F", "🙏", "👏", "😊", "👀", "❤\uFE0F"];
