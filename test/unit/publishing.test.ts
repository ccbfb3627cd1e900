import { marksIn } from '../../tools/check-publish';
import { dated } from '../../tools/release';

describe('a release', () => {
  const changelog =
    '# Changelog\n\n## 0.2.0\n\n- New things.\n\n## 0.1.0 (2026-11-01)\n\n- First.\n';

  it('dates its section of the changelog, and nothing else', () => {
    expect(dated(changelog, '0.2.0', '2026-11-26')).toBe(
      changelog.replace('## 0.2.0', '## 0.2.0 (2026-11-26)'),
    );
  });

  it.each([
    ['0.3.0', 'has no section "## 0.3.0"'],
    ['0.1.0', 'says that 0.1.0 was released'],
  ])('of %s is refused: the changelog %s', (version, why) => {
    expect(() => dated(changelog, version, '2026-11-26')).toThrow(why);
  });

  it('of which the changelog says nothing is refused', () => {
    expect(() => dated('## 0.2.0\n\n## 0.1.0\n\n- First.\n', '0.2.0', 'today')).toThrow(
      'says nothing about 0.2.0',
    );
  });
});

describe('places to fill in before publishing', () => {
  it('are found by line', () => {
    expect(marksIn('a\nhttps://github.com/FILL-IN-ACCOUNT/x\nb\nx@fill-in.invalid\n')).toEqual([
      2, 4,
    ]);
    expect(marksIn('nothing')).toEqual([]);
  });
});
