import { dialerCode, dialerCodes } from '../../nodes/Airudder/client/dialer-codes';

describe('the codes of the predictive dialer', () => {
  it.each(dialerCodes)('%s is told in words, without the code', (code) => {
    const known = dialerCode(code);
    expect(known?.meaning).toMatch(/^[A-Za-z]+ .+[^.]$/);
    expect(known?.meaning).not.toContain(code);
  });

  it("only trouble on the vendor's side leaves open whether it acted", () => {
    const open = dialerCodes.filter((code) => dialerCode(code)?.effect === 'unknown');
    expect(open).toEqual(['10201']);
  });

  it('what is not known is not made up', () => {
    expect(dialerCode('424242')).toBeUndefined();
    expect(dialerCode('constructor')).toBeUndefined();
  });
});
