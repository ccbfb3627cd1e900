import { OUTCOMES, TRANSITIONS, type State } from '../../nodes/sending/ledger';
import { filesBelow, text } from './files';

/** The table in the head of the ledger, row by row. */
const rows = [
  ...text('nodes/sending/ledger.ts').matchAll(/^ \* \| (\w+) \| (\w+) \| (\w+) \| .+ \|$/gm),
].map(([, from, to, by]) => [from, to, by]);

describe('the states of a contact', () => {
  it('have the transitions that the table in the head of the ledger tells', () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(([from]) => from !== 'from')).toEqual(TRANSITIONS);
  });

  it('have an outcome each, of exactly one state, for all in which a run can end', () => {
    const passing: State[] = ['new', 'claimed'];
    const all = new Set(TRANSITIONS.flatMap(([from, to]) => [from, to]));
    const ends = [...all].filter((state) => !passing.includes(state));
    expect(Object.keys(OUTCOMES).sort()).toEqual(ends.sort());
    expect(new Set(Object.values(OUTCOMES)).size).toBe(ends.length);
  });

  it('are written by the ledger only: nobody else moves a contact', () => {
    const others = filesBelow('nodes').filter(
      (file) => file.endsWith('.ts') && file !== 'nodes/sending/ledger.ts',
    );
    for (const file of others) expect([file, /\.move\(/.test(text(file))]).toEqual([file, false]);
  });
});

describe('the page for those who change the code', () => {
  it.each(filesBelow('docs/contributing'))('%s quotes files as they are', (page) => {
    for (const [, file, quoted] of text(page).matchAll(/```ts\n\/\/ (\S+)\n([\s\S]*?)```/g)) {
      expect([file, quoted.trim()]).toEqual([file, text(file).trim()]);
    }
  });
});

describe("comments that say what a vendor's API does", () => {
  const sources = [
    ...filesBelow('nodes'),
    ...filesBelow('simulator'),
    ...filesBelow('credentials'),
  ];
  const cited = sources
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [
        ...text(file)
          .replace(/\n\s*\* /g, ' ')
          .matchAll(/docs\/vendors\/([\w-]+)\.md, (?:section )?([A-G]\d+|R\d+|\d+(?:\.\d+)?)/g),
      ].map(([, page, place]) => [file, page, place] as const),
    );

  it('lead to a place that is there', () => {
    expect(cited.length).toBeGreaterThan(60);
    const missing = cited.filter(([, page, place]) => {
      const there = text(`docs/vendors/${page}.md`);
      const heading = new RegExp(`^#{2,3} ${place.replace('.', '\\.')}\\.?\\s`, 'm');
      const range = /^[A-G]\d/.test(place) ? new RegExp(`\\| [A-G]\\d+–[A-G]?\\d+ \\|`) : undefined;
      return !(
        heading.test(there) ||
        new RegExp(`(?:\\*\\*|\\| )${place}\\b`).test(there) ||
        new RegExp(`\\b${place}\\b`).test(there) ||
        range?.test(there) === true
      );
    });
    expect(missing).toEqual([]);
  });

  it('cite nothing that only some people can read', () => {
    const old = sources
      .filter((file) => file.endsWith('.ts'))
      .filter((file) => /\(reference|[Rr]eference, section|our reference/.test(text(file)));
    expect(old).toEqual([]);
  });
});
