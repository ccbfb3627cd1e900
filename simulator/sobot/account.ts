/** What the simulated account has. Numbers are the vendor's own sample, or cannot exist. */
export interface Account {
  appid: string;
  signature: string;
  email: string;
  templates: Array<{ templateid: string; template_name: string; content: string; record: string }>;
  lines: Array<{ telephone: string; count: number }>;
}

export const DEFAULT_ACCOUNT: Account = {
  appid: 'simulator-appid',
  signature: 'simulator-signature',
  email: 'owner@example.com',
  templates: [
    {
      templateid: 'a0000000000000000000000000000001',
      template_name: 'Delivery notice',
      content: 'Hello {name}, your order {order} will arrive a little later. Is that all right?',
      record: '',
    },
    {
      templateid: 'a0000000000000000000000000000002',
      template_name: 'Payment reminder',
      content: 'Hello {name}, this is a friendly reminder of your open invoice {order}.',
      record: '',
    },
    {
      templateid: '6a9b98410bd44470ae4660275c14792f',
      template_name: '内容输出测试',
      content: '你好,请问您要卖车吗?',
      record:
        'http://recordings.example.com/call/ai/TTS/4401f750.mp3,http://recordings.example.com/call/ai/TTS/0d6e6550.wav',
    },
    {
      templateid: '6a6d592bf37e4898bcfafd1cb4384f29',
      template_name: '接口调用',
      content: '',
      record: '',
    },
  ],
  lines: [
    { telephone: '02180344315', count: 8 },
    { telephone: '01000000001', count: 4 },
  ],
};
