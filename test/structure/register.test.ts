import { filesBelow, text } from './files';

const titles = ['test/unit', 'test/engine', 'test/host']
  .flatMap(filesBelow)
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => text(file).split('\n'))
  .filter((line) => /['"`].*\bR\d+\b.*['"`]/.test(line))
  .join('\n');

describe("the reference's register of what the vendor page contradicts", () => {
  it.each(Array.from({ length: 35 }, (_, at) => `R${at + 1}`))(
    '%s has a test that names it',
    (entry) => {
      expect(titles).toMatch(new RegExp(`\\b${entry}\\b`));
    },
  );
});
