/** Made by build/emojiData.ts. */
declare module "virtual:emoji" {
  const rows: readonly [
    emoji: string,
    group: number,
    korean: string,
    english: string,
    words: string,
    tones?: readonly string[],
  ][];
  export default rows;
}
