/** 通知渠道. */
export const CHANNELS = {
  system: '系统',
  title: '通知渠道',
  none: '还没有设置渠道：照 docs/channels.md 在数据文件夹里写 channels.yaml。没有渠道时，通知在督办台里看。',
  caption: (channels: number, people: number): string => `${channels} 个渠道，名册 ${people} 人`,
  heads: ['渠道', '最近送出', '回执'],
  channel: '渠道',
  to: '发给谁',
  toHint: '邮件写地址；群机器人写任意说明',
  test: '发一条测试',
  sent: (receipt: string): string => `已送出：${receipt}`,
  notSent: (error: string): string => `没有送出：${error}`,
  notSentRemedy: '检查 channels.yaml 里这个渠道的地址和密钥，或稍后再试',
  noneFailed: '没有送不到的通知。',
  failed: (n: number): string => `${n} 条没有送到`,
  failedHeads: ['渠道', '收件人', '试过', '原因'],
  retry: '改好以后，重新发送',
} as const
