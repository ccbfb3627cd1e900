import { filesBelow, text } from './files';

const PAGE = 'docs/vendors/sobot-icall.md';

/** Comments of a source that cite a row of the reference, each as one line. */
function citing(source: string): string[] {
  const comments = source.match(/\/\*\*[\s\S]*?\*\/|(?:^\s*\/\/.*\n)+/gm) ?? [];
  return comments
    .map((comment) => comment.replace(/\s*\n\s*(?:\*|\/\/) ?/g, ' '))
    .filter((comment) => /\bR\d+\b/.test(comment));
}

describe('comments that cite a row of the reference', () => {
  const rows = new Set([...text(PAGE).matchAll(/^\| (R\d+) \|/gm)].map(([, row]) => row));
  const citations = ['nodes', 'simulator', 'credentials']
    .flatMap((folder) => filesBelow(folder))
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => citing(text(file)).map((comment) => ({ file, comment })));

  it('name the page, and a row that is there', () => {
    expect(citations.length).toBeGreaterThan(20);
    for (const { file, comment } of citations) {
      expect([file, comment]).toEqual([file, expect.stringContaining(PAGE)]);
      for (const row of comment.match(/\bR\d+\b/g) ?? []) {
        expect([file, row, rows.has(row)]).toEqual([file, row, true]);
      }
    }
  });
});
