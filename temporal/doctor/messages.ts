/** What the doctor says. Each check: its name, and the act that mends it. */
export const checks = {
  node: { name: 'Node', remedy: '安装 Node 20.19 或更新版本' },
  npm: { name: 'npm', remedy: '随 Node 一起安装 npm' },
  packages: { name: '依赖', remedy: 'npm ci' },
  go: { name: 'Go', remedy: '安装 Go 1.21 或更新版本（只在首次编译 Temporal 时需要）' },
  temporal: { name: 'Temporal 程序', remedy: 'npx duban up（自动编译），或设置 TEMPORAL_ADDRESS' },
  data: { name: '数据目录', remedy: '修正目录权限，或用 DUBAN_DATA 指定另一目录' },
  disk: { name: '磁盘空间', remedy: '清理磁盘：首次编译约需 4 GB，之后运行至少留 1 GB' },
  ports: { name: '端口', remedy: '无须处理：启动时会自动换用空闲端口' },
  server: { name: 'Temporal 运行', remedy: 'npx duban up' },
  ui: { name: '网页界面', remedy: 'npx duban up' },
  namespace: { name: '命名空间', remedy: 'npx duban up（登记并把历史保留期提高到 3650 天）' },
  attributes: { name: '检索属性', remedy: 'npx duban up（登记缺少的检索属性）' },
  worker: { name: '工作进程', remedy: 'npx duban up' },
  records: { name: '台账', remedy: 'npx duban up（首次导入方案时建立）' },
} as const

export type CheckCode = keyof typeof checks

export const found = {
  missing: '没有找到',
  notNeeded: '不需要（已有可用的 Temporal）',
  external: (address: string) => `外部 Temporal ${address}（TEMPORAL_ADDRESS 或配置文件）`,
  built: (folder: string) => `已编译：${folder}`,
  cli: (command: string) => `temporal 命令：${command}`,
  willBuild: '尚未编译，首次启动时自动编译',
  writable: (folder: string) => `可写：${folder}`,
  notWritable: (folder: string, detail: string) => `不可写：${folder}（${detail}）`,
  free: (gigabytes: string) => `剩余 ${gigabytes} GB`,
  ours: '本项目正在使用',
  portsFree: (ports: readonly number[]) => `空闲：${ports.join('、')}`,
  portBusy: (port: number, occupant: string | null) =>
    `${port} 被占用${occupant ? `（${occupant}）` : ''}，启动时将换用别的端口`,
  notRunning: '没有运行',
  notAnswering: (address: string, detail: string) => `${address} 没有应答（${detail}）`,
  running: (address: string, version: string) => `${address}，版本 ${version}`,
  serverDown: 'Temporal 没有运行，未检查',
  noNamespace: (namespace: string) => `${namespace} 不存在`,
  retention: (namespace: string, days: number) => `${namespace}，历史保留 ${days} 天`,
  attributesReady: '齐全',
  attributesMissing: (names: readonly string[]) => `缺少 ${names.join('、')}`,
  noPollers: (queue: string) => `任务队列 ${queue} 上没有工作进程`,
  pollers: (queue: string, count: number) => `任务队列 ${queue} 上有 ${count} 个`,
  uiExternal: '由外部 Temporal 提供',
  noRecords: '尚未建立',
} as const
