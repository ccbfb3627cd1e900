const RATE = 8_000;

/** A short, quiet tone as a WAV file (8 kHz, 8 bit, mono), in place of what was said. */
export function recording(seconds = 1): Buffer {
  const samples = Buffer.alloc(RATE * seconds);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = 128 + Math.round(24 * Math.sin((2 * Math.PI * 440 * i) / RATE));
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
