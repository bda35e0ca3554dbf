/** Everything that temporal/ says to a person, in one place. */
import type { Refusal } from '../domain/result.ts'

const refusal = (code: string, message: string, remedy: string, fields?: Refusal['fields']): Refusal => ({
  code,
  message,
  remedy,
  ...(fields ? { fields } : {}),
})

export const refusals = {
  goMissing: () =>
    refusal(
      'GO_MISSING',
      '首次启动需要用 Go 编译 Temporal 服务器，但没有找到 go 命令',
      '安装 Go 1.21 或更新版本后重试；或设置 TEMPORAL_ADDRESS 使用已有的 Temporal；或把 temporal 命令行工具放进 PATH',
    ),
  goTooOld: (found: string, needed: string) =>
    refusal('GO_TOO_OLD', `Go 版本过旧：找到 ${found}，至少需要 ${needed}`, '升级 Go 后重试', {
      found,
      needed,
    }),
  goNetwork: (detail: string) =>
    refusal(
      'GO_NETWORK',
      `下载 Go 模块失败：${detail}`,
      '检查网络；单位内网请先用 go env -w GOPROXY=… 设好可用的模块代理，再重试（已下载的不会重来）',
    ),
  goFailed: (program: string, log: string, detail: string) =>
    refusal(
      'GO_BUILD_FAILED',
      `编译 ${program} 失败：${detail}`,
      `详见 ${log}；修正后重试（已编译的部分不会重来）`,
    ),
  cacheUnwritable: (folder: string, detail: string) =>
    refusal(
      'CACHE_UNWRITABLE',
      `缓存目录不可写：${folder}（${detail}）`,
      '修正目录权限，或用 DUBAN_CACHE 指定另一目录',
    ),
  profileInvalid: (detail: string) =>
    refusal(
      'TEMPORAL_PROFILE_INVALID',
      `Temporal 连接配置读不出来：${detail}`,
      '检查 TEMPORAL_PROFILE、TEMPORAL_CONFIG_FILE 与配置文件',
    ),
  unreachable: (address: string, detail: string) =>
    refusal(
      'TEMPORAL_UNREACHABLE',
      `连不上 Temporal：${address}（${detail}）`,
      '确认地址与网络，或取消 TEMPORAL_ADDRESS 使用内置服务器',
    ),
  childFailed: (name: string, log: string, detail: string) =>
    refusal('CHILD_START_FAILED', `${name}没有启动成功：${detail}`, `详见日志 ${log}`),
  dataBusy: (pid: number, address: string) =>
    refusal(
      'DATA_FOLDER_BUSY',
      `数据目录正由另一个督办进程使用（进程 ${pid}，Temporal ${address}）`,
      '先停止它，或用 DUBAN_DATA 指定另一数据目录',
      { pid, address },
    ),
  cliMissing: (database: string) =>
    refusal(
      'CLI_MISSING',
      `此数据目录的数据库由 temporal 命令建立（${database}），但 PATH 中已没有该命令`,
      '把 temporal 命令放回 PATH，或用 DUBAN_DATA 指定另一数据目录',
    ),
  namespaceDenied: (namespace: string, detail: string) =>
    refusal(
      'NAMESPACE_UNAVAILABLE',
      `命名空间 ${namespace} 不可用：${detail}`,
      '请 Temporal 管理员建立该命名空间并授权',
    ),
  attributesDenied: (detail: string) =>
    refusal(
      'SEARCH_ATTRIBUTES_UNAVAILABLE',
      `检索属性没有登记成功：${detail}`,
      '请 Temporal 管理员登记 DubanPlan 等检索属性（见 docs/operations.md）',
    ),
  attributeType: (name: string, found: string, wanted: string) =>
    refusal(
      'SEARCH_ATTRIBUTE_TYPE',
      `检索属性 ${name} 的类型是 ${found}，应为 ${wanted}`,
      '改用另一个命名空间，或删除该属性后重试',
    ),
} as const

export const says = {
  buildNeeded: (server: string, ui: string) =>
    `首次启动：编译官方 Temporal 服务器 ${server} 与网页界面 ${ui}（只做一次，约需几分钟，可随时中断重来）`,
  waitForBuild: (pid: number | null) =>
    `另一个进程${pid ? `（${pid}）` : ''}正在编译 Temporal 服务器，等它完成…`,
  waitForUp: (pid: number | null) => `另一个进程${pid ? `（${pid}）` : ''}正在启动，等它完成…`,
  resolving: (program: string, modules: number) => `${program}：准备源码，已下载 ${modules} 个模块…`,
  compiling: (program: string, done: number, total: number, percent: number, left: string | null) =>
    `${program}：编译 ${done}/${total} 个包，${percent}%${left ? `，还需${left}` : ''}`,
  linking: (program: string) => `${program}：链接…`,
  built: (program: string, seconds: number) => `${program}：完成，用时 ${seconds} 秒`,
  portTaken: (what: string, wanted: number, got: number, occupant: string | null) =>
    `${what}端口 ${wanted} 已被占用${occupant ? `（${occupant}）` : ''}，改用 ${got}`,
  started: (name: string, where: string) => `${name}已启动：${where}`,
  reusing: (pid: number, address: string) => `督办已在运行（进程 ${pid}，Temporal ${address}），直接使用`,
  usingExternal: (address: string) => `使用已有的 Temporal：${address}`,
  usingCli: (command: string) => `使用本机的 temporal 命令：${command}`,
  orphan: (name: string, pid: number) => `上次运行遗留的${name}（进程 ${pid}）已停止`,
  died: (name: string, how: string, seconds: number) => `${name}意外退出（${how}），${seconds} 秒后重新启动`,
  restarted: (name: string) => `${name}已重新启动`,
  restartFailed: (name: string, detail: string) => `${name}重新启动失败：${detail}`,
  stopping: (name: string) => `正在停止${name}…`,
  stopped: '已全部停止',
  namespaceRegistered: (namespace: string, days: number) =>
    `命名空间 ${namespace} 已登记，历史保留 ${days} 天`,
  retentionRaised: (namespace: string, from: number, to: number) =>
    `命名空间 ${namespace} 的历史保留期由 ${from} 天提高到 ${to} 天`,
  retentionKept: (namespace: string, detail: string) =>
    `命名空间 ${namespace} 的历史保留期无权修改：${detail}`,
  attributesAdded: (names: readonly string[]) => `检索属性已登记：${names.join('、')}`,
} as const

export const names = {
  server: 'Temporal 服务器',
  ui: 'Temporal 网页界面',
  worker: '督办工作进程',
  cli: 'Temporal 开发服务器',
} as const
