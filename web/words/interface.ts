/** Words of the page that tells programs' makers what there is. */
export const INTERFACE = {
  title: '接口',
  heading: '接口 /api/v1',
  lead: '程序用令牌（“我的账户”里建）；全文 ',
  version: '（OpenAPI 3.1）。',
  caption: '每个地址',
  heads: ['方法', '地址', '做什么', '由谁', '内容'],
  bytes: '原样的文件',
  cases: (by: string): string => `${by} 与各种办理的字段`,
} as const
