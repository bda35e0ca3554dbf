import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection } from '@temporalio/client'
import proto from '@temporalio/proto'
import type { MendableError } from '../domain/basics/mendable.ts'
import { damaged } from '../records/damaged.ts'
import { damageOf } from '../records/integrity.ts'
import { RecordsUnavailableError, unreachable } from '../records/open.ts'
import { isPostgresUrl, recordsOf, shownRecords } from '../records/places.ts'
import { configuredKeys } from '../security/data-converter.ts'
import { postgresFolder } from './cluster.ts'
import { SERVER_FILE } from './config.ts'
import { connectServer } from './connect.ts'
import { configuredEndpoint, type Endpoint, findEndpoint } from './endpoint.ts'
import { missingAttributes, RETENTION_DAYS, retentionOf } from './namespace.ts'
import { cacheFolder, isBuilt, onPath } from './parts.mjs'
import { projectFolder } from './places.ts'
import { isFree } from './ports.ts'
import { stuckSays, stuckWorkflows } from './stuck.ts'

export interface Check {
  readonly name: string
  /** null: not needed here. */
  readonly ok: boolean | null
  readonly found: string
  readonly remedy: string | null
}

const OLDEST_NODE = [20, 19] as const
const LOW_DISK_GB = 2

const check = (name: string, ok: boolean | null, found: string, remedy: string): Check => ({
  name,
  ok,
  found,
  remedy: ok === false ? remedy : null,
})

function node(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
  return check('Node.js', ok, process.versions.node, '安装 Node.js 20.19 以上')
}

function go(needed: boolean): Check {
  const found = onPath('go') ? spawnSync('go', ['version'], { encoding: 'utf8' }).stdout.trim() : '没有'
  return check(
    'Go',
    found !== '没有' ? true : needed ? false : null,
    found,
    '安装 Go 1.21 以上，用来编译 Temporal 服务',
  )
}

function folder(dataDir: string): Check {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK)
    const { bavail, bsize } = statfsSync(dataDir)
    const free = (bavail * bsize) / 1e9
    return check(
      '数据文件夹',
      free > LOW_DISK_GB,
      `${dataDir}，剩余 ${free.toFixed(1)} GB`,
      '清理磁盘，至少留出 2 GB',
    )
  } catch (error) {
    return check(
      '数据文件夹',
      false,
      `${dataDir} 不能写：${(error as Error).message}`,
      '改正权限，或用 DUBAN_DATA 指定别处',
    )
  }
}

function encryption(): Check {
  try {
    const keys = configuredKeys()
    const found = keys === null ? '没有启用' : `用 ${keys.current} 加密，共 ${keys.keys.size} 个密钥`
    return check('数据加密', keys === null ? null : true, found, '')
  } catch (error) {
    const { message, remedy } = error as MendableError
    return check('数据加密', false, message, remedy)
  }
}

/** An SQLite database that Duban runs itself: there, or not yet, or damaged. */
async function database(
  name: string,
  file: string,
  dataDir: string,
  part: 'records' | 'temporal',
): Promise<Check> {
  if (!existsSync(file)) return check(name, null, '还没有（第一次启动时建立）', '')
  const damage = await damageOf(file)
  if (damage === null) return check(name, true, file, '')
  const { message, remedy } = damaged(part, file, damage, dataDir)
  return check(name, false, message, remedy)
}

async function recordStore(dataDir: string): Promise<Check> {
  const records = recordsOf(dataDir)
  if (!isPostgresUrl(records)) return database('记录库', records, dataDir, 'records')
  const refused = await unreachable(records)
  const found = refused === null ? shownRecords(records) : `${shownRecords(records)}：${refused}`
  return check('记录库', refused === null, found, new RecordsUnavailableError().remedy)
}

async function live(endpoint: Endpoint): Promise<readonly Check[]> {
  let connection: Connection
  try {
    connection = await connectServer(endpoint.connect, { connectTimeout: '5s' })
  } catch (error) {
    const { message, remedy = '检查 TEMPORAL_ADDRESS、网络和证书' } = error as Error & { remedy?: string }
    return [check('Temporal 服务', false, `${endpoint.connect.address}：${message}`, remedy)]
  }
  try {
    const info = await connection.workflowService.getSystemInfo({})
    const days = await retentionOf(connection, endpoint.namespace)
    const missing = days === null ? [] : await missingAttributes(connection, endpoint.namespace)
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: endpoint.namespace,
      taskQueue: { name: endpoint.taskQueue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    })
    const working = (pollers?.length ?? 0) > 0
    return [
      check('Temporal 服务', true, `${endpoint.connect.address}，版本 ${info.serverVersion}`, ''),
      check(
        '历史保留期',
        days !== null && days >= RETENTION_DAYS,
        days === null ? `没有命名空间 ${endpoint.namespace}` : `${days} 天`,
        '运行 npx duban up（会改为 10 年）',
      ),
      check(
        '搜索属性',
        days !== null && missing.length === 0,
        missing.length === 0 ? '齐全' : `缺 ${missing.join('、')}`,
        '运行 npx duban up（会自动补齐）',
      ),
      check('工作进程', working, working ? `${pollers?.length} 个在工作` : '没有', '运行 npx duban up'),
      ...(days === null ? [] : [await workflows(connection, endpoint)]),
    ]
  } finally {
    await connection.close()
  }
}

/** Plans and measures whose task keeps failing; those that the server cannot tell of in time are not known to be well. */
async function workflows(connection: Connection, { namespace, taskQueue }: Endpoint): Promise<Check> {
  try {
    const stuck = await stuckWorkflows(connection, namespace, taskQueue)
    const found = stuck.map((one) => `${one.workflowId}（${stuckSays(one)}）`)
    return check(
      '停住的工作流',
      stuck.length === 0,
      found.join('；') || '没有',
      `npx duban records resume ${stuck.map((one) => one.workflowId).join(' ')}`,
    )
  } catch (error) {
    return check('停住的工作流', null, `问不到：${(error as Error).message}`, '')
  }
}

/** What is there, what is missing, and the command that mends it; one line each. */
export async function examine(dataDir: string): Promise<readonly Check[]> {
  const configured = configuredEndpoint()
  const isPostgres = existsSync(postgresFolder(dataDir))
  const built = isBuilt()
  const installed = existsSync(join(projectFolder(), 'node_modules', '@temporalio', 'worker'))
  const source = configured
    ? `使用 ${configured.connect.address}，不需要`
    : built
      ? cacheFolder()
      : (onPath('temporal') ?? '还没有编译')
  const usable = configured ? null : built || onPath('temporal') !== null
  const checks: Check[] = [
    node(),
    check('依赖', installed, installed ? '已安装' : '没有安装', '运行 npm start，或 npm install --no-save'),
    go(usable === false),
    check('Temporal 程序', usable, source, '运行 npx duban up（第一次会编译，约 4 分钟）'),
    folder(dataDir),
    encryption(),
    await recordStore(dataDir),
    ...(configured || isPostgres
      ? []
      : [await database('Temporal 的数据库', join(dataDir, 'temporal', SERVER_FILE), dataDir, 'temporal')]),
  ]
  const endpoint = await findEndpoint(dataDir)
  if (endpoint) return [...checks, ...(await live(endpoint))]
  const free = await isFree(7233)
  return [
    ...checks,
    check('端口 7233', free ? true : null, free ? '空闲' : '被别的程序占用，启动时会改用其他端口', ''),
    check('Temporal 服务', false, '没有在运行', '运行 npx duban up，或 npm start'),
  ]
}
