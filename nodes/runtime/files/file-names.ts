/** Usual endings of audio files, by content type. */
export const AUDIO_EXTENSIONS: Readonly<Record<string, string>> = {
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/ogg': 'ogg',
};

/** The ending in a link's path, lower case; undefined where there is none. */
export function extensionInLink(link: string): string | undefined {
  const path = URL.canParse(link) ? new URL(link).pathname : '';
  return /\.(\w{2,4})$/.exec(path)?.[1].toLowerCase();
}
