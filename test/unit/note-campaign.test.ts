import type { IExecuteFunctions } from 'n8n-workflow';
import { noteCampaign } from '../../nodes/sending/note-campaign';

describe('an execution is found by', () => {
  const noted = (...targets: Parameters<typeof noteCampaign>[1]) => {
    const all = new Map<string, string>();
    const customData = { set: (key: string, value: string) => all.set(key, value) };
    noteCampaign({ customData } as unknown as IExecuteFunctions, targets);
    return Object.fromEntries(all);
  };

  it('campaign and task, whatever a vendor calls them', () => {
    expect(noted({ taskName: 'North', taskId: '1' }, { name: 'South', workflowId: 'w' })).toEqual({
      campaign: 'North, South',
      task: '1, w',
    });
  });

  it('what is known of them', () => {
    expect(noted({ taskId: '1' }, { taskId: '', taskName: 7 }, { taskId: '2' })).toEqual({
      task: '1, 2',
    });
    expect(noted()).toEqual({});
  });

  it('as much of it as n8n keeps', () => {
    expect(noted({ taskName: 'x'.repeat(300) }).campaign).toHaveLength(255);
  });

  it('nothing in an n8n that has no such notes', () => {
    expect(() => noteCampaign({} as IExecuteFunctions, [{ taskName: 'North' }])).not.toThrow();
  });
});
