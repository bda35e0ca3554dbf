/** 公文模板. */
export const TEMPLATES = {
  system: '系统',
  title: '公文模板',
  lead: {
    before: '本单位自己的版式（.docx，不带宏，5 MB 以内）。位置写成 ',
    example: '文号',
    after: ' 这样，打印和下载时填入；没有模板的按 GB/T 9704 排版。',
  },
  set: (name: string): string => `${name}：已设模板`,
  none: (name: string): string => `${name}：没有模板，按 GB/T 9704 排版`,
  missing: (places: string): string => `模板里没有，不会印出：${places}`,
  places: '可用的位置：',
  file: '模板文件',
  submit: '设置',
  remove: '去掉模板',
  noFile: '没有选择文件',
  noFileRemedy: '选择一个 .docx 文件',
  done: (name: string): string => `已设${name}的模板`,
  removed: (name: string): string => `已去掉${name}的模板`,
} as const
